import { expect, test } from 'vitest';
import type { ContractEntry, ContractTexts, RegistryStore, TokenEntry } from '../../../src/registry/domain/store.ts';
import { describeStores } from '../stores.ts';
import { by, contractOf, outcome, packageOf, texts } from './writes.ts';

function publish(
  store: RegistryStore,
  revision: number,
  entry: ContractEntry,
  given: ContractTexts = texts,
): Promise<void> {
  return store.writeContract({ vendor: entry.vendor, revision, change: { kind: 'publish', entry, texts: given } }, by);
}

describeStores('contracts, packages and tokens', (stores) => {
  test('publishes contracts and gives back what was put in', async () => {
    const store = await stores.open();
    const [one, two] = [contractOf('cafe', '1.0.0'), contractOf('cafe', '1.10.0', { published: 1_700_000_000_001 })];
    expect(await store.getVendor('cafe')).toEqual({ revision: 0, contracts: [] });
    await publish(store, 0, one);
    await publish(store, 1, two, { document: {}, derived: {} });
    await publish(store, 0, contractOf('bar', '0.1.0', { visibility: 'private' }));
    expect(await store.getVendor('cafe')).toEqual({ revision: 2, contracts: [one, two] });
    expect(JSON.stringify(await store.getContract('cafe', '1.0.0'))).toBe(JSON.stringify(texts));
    expect(await store.getContract('cafe', '1.10.0')).toEqual({ document: {}, derived: {} });
    expect(await store.getContract('cafe', '2.0.0')).toBeUndefined();
    expect((await store.listContracts()).map(({ vendor, version }) => `${vendor}@${version}`)).toEqual([
      'bar@0.1.0',
      'cafe@1.0.0',
      'cafe@1.10.0',
    ]);
  });

  test('publishes nothing when the revision has moved or the version is there', async () => {
    const store = await stores.open();
    await publish(store, 0, contractOf('cafe', '1.0.0'));
    expect(await outcome(publish(store, 0, contractOf('cafe', '2.0.0')))).toBe('conflict');
    expect(await outcome(publish(store, 1, contractOf('cafe', '1.0.0', { title: 'other' })))).toBe('conflict');
    expect(await store.getVendor('cafe')).toEqual({ revision: 1, contracts: [contractOf('cafe', '1.0.0')] });
  });

  test('describes a contract anew', async () => {
    const store = await stores.open();
    await publish(store, 0, contractOf('cafe', '1.0.0'));
    const change = {
      kind: 'describe',
      version: '1.0.0',
      state: 'deprecated',
      successor: '2.0.0',
      reason: 'old',
      visibility: 'private',
    } as const;
    await store.writeContract({ vendor: 'cafe', revision: 1, change }, by);
    const { kind: _, ...described } = change;
    expect((await store.getVendor('cafe')).contracts).toEqual([contractOf('cafe', '1.0.0', described)]);
    const back = { kind: 'describe', version: '1.0.0', state: 'released', visibility: 'public' } as const;
    await store.writeContract({ vendor: 'cafe', revision: 2, change: back }, by);
    expect(await store.listContracts()).toEqual([contractOf('cafe', '1.0.0')]);
    const unknown = { vendor: 'cafe', revision: 3, change: { ...back, version: '9.0.0' } };
    expect(await outcome(store.writeContract(unknown, by))).toBe('conflict');
    expect((await store.getVendor('cafe')).revision).toBe(3);
  });

  test('keeps the package that came first', async () => {
    const store = await stores.open();
    const everyByte = Array.from({ length: 256 }, (_, index) => index);
    const [first, second] = [packageOf('1.0.0', everyByte), packageOf('1.0.0', [1])];
    expect(await store.addPackage(first)).toEqual(first);
    expect(await store.addPackage(second)).toEqual(first);
    const many = await Promise.all([3, 4, 5, 6].map((byte) => store.addPackage(packageOf('2.0.0', [byte]))));
    expect(new Set(many.map(({ tarball }) => tarball[0])).size).toBe(1);
    const kept = await store.getPackage('@counterfoil/cafe', '1.0.0');
    expect(kept).toEqual(first);
    expect(kept?.tarball.constructor).toBe(Uint8Array);
    expect(await store.getPackage('@counterfoil/cafe', '3.0.0')).toBeUndefined();
    const { tarball: _, ...described } = first;
    const listed = await store.listPackages('@counterfoil/cafe');
    expect(listed[0]).toEqual(described);
    expect(listed.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
    expect(await store.listPackages('cafe')).toEqual([]);
  });

  test('finds tokens by their hash, and keeps those that are expired or revoked', async () => {
    const store = await stores.open();
    const one: TokenEntry = { id: 't1', name: 'ci', role: 'writer', vendors: ['cafe'], created: 5, expires: 6 };
    const two: TokenEntry = { id: 't2', name: 'ops', role: 'admin', created: 4 };
    await store.addToken(one, 'hash1', by);
    await store.addToken(two, 'hash2', by);
    expect(await outcome(store.addToken({ ...two, id: 't3' }, 'hash2', by))).toBe('conflict');
    expect(await outcome(store.addToken(two, 'hash3', by))).toBe('conflict');
    expect(await store.findToken('hash1')).toEqual(one);
    expect(await store.findToken('hash3')).toBeUndefined();
    expect(await store.revokeToken('t1', 7, by)).toBe(true);
    expect(await store.revokeToken('t1', 8, by)).toBe(false);
    expect(await store.revokeToken('t9', 8, by)).toBe(false);
    expect(await store.findToken('hash1')).toEqual({ ...one, revoked: 7 });
    expect(await store.listTokens()).toEqual([two, { ...one, revoked: 7 }]);
    expect(await store.listAudit({ limit: 10 })).toHaveLength(3);
  });

  test('writes a line of the audit with each write, and gives them in pages', async () => {
    let time = 1000;
    const store = await stores.open({ now: () => time });
    for (const [index, at] of [1000, 2000, 2000, 2000, 3000].entries()) {
      time = at;
      const line = { actor: `actor ${index}`, action: 'config.write', target: 'all' };
      await store.writeConfig(undefined, index, {}, line);
    }
    const lines = await store.listAudit({ limit: 10 });
    expect(lines[0]).toEqual({ at: 3000, actor: 'actor 4', action: 'config.write', target: 'all' });
    expect(lines.map(({ actor }) => actor)).toEqual(['actor 4', 'actor 3', 'actor 2', 'actor 1', 'actor 0']);
    // No line of a millisecond is lost between two pages.
    const page = await store.listAudit({ limit: 2 });
    expect(page.map(({ actor }) => actor)).toEqual(['actor 4', 'actor 3', 'actor 2', 'actor 1']);
    expect((await store.listAudit({ before: 2000, limit: 2 })).map(({ actor }) => actor)).toEqual(['actor 0']);
    await store.ping();
  });
});
