import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { expect, onTestFinished, test } from 'vitest';
import { admin, ask, cafe, deskOn, serve } from '../contracts/served.ts';
import { buildPackage } from '../../../src/registry/domain/packages/build-package.ts';
import { publishContract } from '../../../src/registry/domain/contracts/publish-contract.ts';
import { deprecateContract } from '../../../src/registry/domain/contracts/describe-contract.ts';
import type { Analyst } from '../../../src/registry/domain/analyst.ts';
import type { ContractDesk } from '../../../src/registry/domain/contracts/contract-desk.ts';
import type { StoredPackage } from '../../../src/registry/domain/store.ts';
import { openRegistryStore } from '../../../src/registry/store/open-registry-store.ts';
import { describeStores } from '../stores.ts';

const publish = async (desk: ContractDesk, version: string, more: object = {}) =>
  publishContract(desk, admin, {
    vendor: 'cafe',
    version,
    document: cafe(version, { id: { type: 'string' }, [`p${version.replaceAll('.', '_')}`]: { type: 'integer' } }),
    ...more,
  });

describeStores('packages', (stores) => {
  test('are described to npm in both forms, with tags, times and warnings', async () => {
    let time = Date.parse('2026-01-05T12:00:00Z');
    const desk = deskOn(await stores.open(), undefined, () => (time += 60_000));
    const served = await serve(desk);
    for (const version of ['1.0.0', '2.0.0', '2.1.0', '3.0.0-rc.1']) await publish(desk, version);
    await deprecateContract(desk, admin, 'cafe', '2.1.0', { successor: '2.0.0', reason: 'It is wrong.' });
    const full = await ask(served, '/npm/@counterfoil%2fcafe');
    expect(full.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(full.json).toMatchObject({
      name: '@counterfoil/cafe',
      'dist-tags': { latest: '2.0.0', 'latest-v1': '1.0.0', 'latest-v2': '2.0.0', 'latest-v3': '3.0.0-rc.1' },
      time: { created: '2026-01-05T12:01:00.000Z', modified: '2026-01-05T12:04:00.000Z' },
      versions: {
        '2.0.0': { name: '@counterfoil/cafe', version: '2.0.0', exports: {}, type: 'module' },
        '2.1.0': { deprecated: 'It is wrong. Use @counterfoil/cafe@2.0.0.' },
      },
    });
    expect(full.json['versions']).not.toHaveProperty(['2.0.0', 'deprecated']);
    const install = { accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*' };
    const short = await ask(served, '/npm/@counterfoil/cafe', { headers: install });
    expect(short.headers.get('content-type')).toBe('application/vnd.npm.install-v1+json');
    expect(Object.keys(short.json)).toEqual(['name', 'modified', 'dist-tags', 'versions']);
    expect(short.json['versions']).toMatchObject({
      '2.1.0': { deprecated: 'It is wrong. Use @counterfoil/cafe@2.0.0.' },
    });
    expect(short.json['versions']).not.toHaveProperty(['2.1.0', 'exports']);
    const { dist } = (full.json['versions'] as Record<string, { dist: Record<string, string> }>)['2.0.0'] ?? {};
    const tarball = await ask(served, new URL(dist?.['tarball'] ?? '').pathname);
    expect(`sha512-${createHash('sha512').update(tarball.bytes).digest('base64')}`).toBe(dist?.['integrity']);
    expect(createHash('sha1').update(tarball.bytes).digest('hex')).toBe(dist?.['shasum']);
    const entries = await unpackTar(gunzipSync(tarball.bytes));
    expect(entries.map(({ header }) => header.name)).toContain('package/package.json');
    expect(entries.every(({ header: { name } }) => name.startsWith('package/') && !name.includes('..'))).toBe(true);
  });

  test('have the same bytes on every store, and keep them when the generator changes', async () => {
    const first = deskOn(await stores.open());
    const built = await publish(first, '1.0.0');
    const second = await openRegistryStore(await stores.another(), { create: true, fsync: 'off' });
    onTestFinished(() => second.close());
    await publish(deskOn(second), '1.0.0');
    const kept = await first.store.getPackage('@counterfoil/cafe', '1.0.0');
    expect(kept?.integrity).toBe(built.client?.integrity);
    expect(await second.getPackage('@counterfoil/cafe', '1.0.0')).toEqual(kept);
    // As a later version of this program would.
    const changed: Analyst = {
      ...first.analyst,
      generateClient: async (contract, options) => {
        const files = await first.analyst.generateClient(contract, options);
        return new Map([...files, ['CHANGES.md', 'All is new.\n']]);
      },
    };
    const later = deskOn(first.store, changed);
    expect((await publish(later, '1.0.0')).status).toBe('unchanged');
    expect(await first.store.getPackage('@counterfoil/cafe', '1.0.0')).toEqual(kept);
  });

  test('that a process died before keeping are kept when the contract is published again', async () => {
    const store = await stores.open();
    const desk = deskOn(store);
    const { addPackage } = store;
    store.addPackage = () => Promise.reject(new Error('The process ends here.'));
    await expect(publish(desk, '1.0.0')).rejects.toThrow('The process ends here.');
    store.addPackage = addPackage.bind(store);
    const served = await serve(desk);
    expect((await ask(served, '/contracts/cafe/1.0.0')).status).toBe(200);
    expect((await ask(served, '/npm/@counterfoil%2fcafe')).status).toBe(404);
    expect(await store.listSubjects()).toEqual([]);
    expect(await publish(desk, '1.0.0')).toMatchObject({
      status: 'unchanged',
      subjects: [{ subject: 'cafe.v1.order.paid' }],
    });
    expect((await ask(served, '/npm/@counterfoil%2fcafe')).status).toBe(200);
    expect(await store.listSubjects()).toEqual(['cafe.v1.order.paid']);
  });

  test('of others, and what is no package, are not found', async () => {
    const desk = deskOn(await stores.open());
    const served = await serve(desk);
    await publish(desk, '1.0.0');
    const paths = [
      '/npm/cafe',
      '/npm/@other%2fcafe',
      '/npm/@counterfoil%2fcafe%2f1.0.0',
      '/npm/@counterfoil%2f..%2fcafe',
      '/npm/@counterfoil%2f%00',
      '/npm/@counterfoil%2fcaf%C3%A9',
      '/npm/@counterfoil/cafe/1.0.0',
      '/npm/@counterfoil/cafe/-/cafe-1.0.1.tgz',
      '/npm/@counterfoil/cafe/-/other-1.0.0.tgz',
      '/npm/@counterfoil/cafe/-/cafe-..%2f..%2f1.0.0.tgz',
      '/npm/@counterfoil/cafe/-/',
      '/npm/-/v1/search?text=cafe',
      '/npm/-/all',
      '/npm/',
    ];
    for (const path of paths) {
      const { status, json } = await ask(served, path, { token: 'admin' });
      expect([status, json], path).toEqual([404, { error: 'Not found' }]);
    }
    const put = await ask(served, '/npm/@counterfoil%2fcafe', { token: 'admin', body: { name: '@counterfoil/cafe' } });
    expect([put.status, put.json]).toEqual([404, { error: 'Not found' }]);
  });
});

test('the bytes of a package do not depend on the order of its files', async () => {
  const files: [string, string][] = [
    ['package.json', '{"name":"@x/y","version":"1.0.0"}'],
    ['index.js', 'export {};\n'],
    ['a/deep/file.js', 'ü\n'],
  ];
  const built: StoredPackage[] = [];
  for (const order of [files, files.toReversed()]) built.push(await buildPackage(new Map(order)));
  expect(Buffer.from(built[0]?.tarball ?? []).equals(built[1]?.tarball ?? Buffer.alloc(0))).toBe(true);
  expect(built[0]?.integrity).toBe(built[1]?.integrity);
  const [, , , , ...header] = built[0]?.tarball.subarray(0, 10) ?? [];
  expect(header).toEqual([0, 0, 0, 0, 2, 255]);
});
