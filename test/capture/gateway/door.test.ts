import { readFileSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/api/load-contract.ts';
import { createAttestationKey } from '../../../src/capture/attest.ts';
import { createPayloadRedactor } from '../../../src/capture/gateway/door/redact-payload.ts';
import { loadCheckedContract } from '../../../src/checks/load-sound-contract.ts';
import { resolveTargets } from '../../../src/checks/targets.ts';
import { createWithholder } from '../../../src/capture/gateway/door/withhold.ts';
import { buildDelivery } from '../../../src/sending/build-delivery.ts';
import { call, payload, post, secret, signed } from '../../mock/server/support.ts';
import type { Json } from '../../../src/util/json.ts';
import { attestationOf, readRecords, startTestGateway, temporaryFolder, until } from './support.ts';

const folderOfTests = import.meta.dirname;

describe('credentials', () => {
  test('never reach the disk', async () => {
    using folder = temporaryFolder();
    await using run = await startTestGateway(folder.path, {
      secretHeaders: ['X-Static'],
      secretParameters: ['sso'],
    });
    const headers = [
      ['Authorization', 'Bearer hunter-authorization'],
      ['Cookie', 'sid=hunter-cookie'],
      ['X-Static', 'hunter-static'],
      ['X-Api-Key', 'hunter-key'],
      ['X-Gitlab-Token', 'hunter-token'],
      ['X-Innocent', secret],
      ['X-Cafe-Signature', 'aa11'],
      ['X-Request-Id', 'stays'],
    ] as const;
    await post(`${run.url}/in?sso=hunter-sso&token=hunter-query&page=2`, payload, headers);
    const [record] = await run.records();
    const files = ['', '-wal', '-shm'].map((suffix) => {
      try {
        return readFileSync(run.store + suffix, 'latin1');
      } catch {
        return '';
      }
    });
    expect(files.join('')).not.toMatch(/hunter/);
    expect(files.join('')).not.toContain(secret);
    expect(files.join('')).not.toContain('aa11');
    const kept = new Map(record?.headers.map(([name, value]) => [name, value]));
    expect(kept.get('X-Request-Id')).toBe('stays');
    expect(kept.get('Authorization')).toBe('(not kept)');
    expect(record?.url).toMatch(/\/in\?sso=\(not%20kept\)&token=\(not%20kept\)&page=2$/);
    expect(record?.withheld).toEqual([
      'authorization',
      'cookie',
      'x-static',
      'x-api-key',
      'x-gitlab-token',
      'x-innocent',
      'x-cafe-signature',
      'query:sso',
      'query:token',
    ]);
  });

  test('signatures are kept on demand alone', async () => {
    using folder = temporaryFolder();
    await using run = await startTestGateway(folder.path, { keepSignatures: true });
    await call(`${run.url}/`, signed(`${run.url}/`));
    const [record] = await run.records();
    expect(record?.signature).toEqual({ state: 'valid', secret: 'CAFE_SECRET' });
    expect(record?.headers.find(([name]) => name === 'X-Cafe-Signature')?.[1]).toMatch(/^[\da-f]{64}$/);
  });

  test('a query is only changed where it holds a credential', () => {
    const withhold = createWithholder({
      contracts: [],
      secretHeaders: [],
      secretParameters: [],
      keepSignatures: false,
      isSecret: () => false,
    });
    for (const url of ['/a?b=%20+c&&d', '/a?', '/', '/?author=x', '/a#?token=1'])
      expect(withhold(url, []).url).toBe(url);
    expect(withhold('/?x=1&to%6ben=2#f', []).url).toBe('/?x=1&to%6ben=(not%20kept)#f');
  });
});

describe('personal data', () => {
  const person = { firstName: 'Zo\u{eb}', phone: '+372 5555 1234', email: 'mia@example.com' };

  test('gives way to pseudonyms where the contract marks it or does not know it, and nothing else is touched', async () => {
    const [path = ''] = resolveTargets(['qminder'], folderOfTests);
    const checked = await loadCheckedContract(path, folderOfTests, (file) => file);
    const { contract } = checked;
    const event = contract.events.find(({ name }) => name === 'ticket_created');
    const example = event?.examples[0]?.payload as Record<string, unknown>;
    const ticket = { ...(example['data'] as Record<string, unknown> | undefined), ...person };
    const text = JSON.stringify(
      { ...example, data: ticket, stranger: { name: 'Mia', age: 410_000_000_041, ok: true } },
      undefined,
      1,
    );
    const redact = createPayloadRedactor([checked], createAttestationKey());
    const { text: masked, places } = redact({ text, contract, event: event?.name });
    for (const value of ['Zo\u{eb}', '5555', 'mia@', 'Mia', '410000000041']) expect(masked).not.toContain(value);
    expect(places).toContain('/stranger/name');
    expect(checked.payload(event?.name ?? '')?.isValid(JSON.parse(masked) as Json)).toBe(true);
    expect(redact({ text, contract, event: event?.name }).text).toBe(masked);
    const other = createPayloadRedactor([checked], createAttestationKey());
    expect(other({ text, contract, event: event?.name }).text).not.toBe(masked);
    expect(masked.split('\n').length).toBe(text.split('\n').length);
    const parsed = JSON.parse(masked) as Record<string, unknown>;
    expect(parsed['type']).toBe(example['type']);
  });

  test('hostile payloads are redacted too: names that come twice, odd names, deep nesting', () => {
    const redact = createPayloadRedactor([], createAttestationKey());
    const of = (text: string): string => redact({ text, contract: undefined, event: undefined }).text;
    const text = of('{"a":"One","a":"Two","__proto__":{"b":"Three"},"c":["\\u0041b",-12.5e3,true,null]}');
    expect(text).toMatch(/^\{"a":"(\w{3})","a":"\w{3}","__proto__":\{"b":"\w{5}"\},"c":\["\w\w",-\d+,true,null\]\}$/);
    for (const value of ['One', 'Two', 'Three', 'Ab', '12500']) expect(text).not.toContain(value);
    const deep = `${'['.repeat(200_000)}"x1"${']'.repeat(200_000)}`;
    expect(of(deep).length).toBe(deep.length);
    const wide = `${'['.repeat(19_000)}${'"x1",'.repeat(19_000)}1${']'.repeat(19_000)}`;
    expect(of(wide).length).toBe(wide.length);
    expect(of(`[${'"x1",'.repeat(100_000)}1]`)).toBe('');
  });

  test('goes at once, with a note of where, also out of compressed bodies; what cannot be read goes as a whole', async () => {
    using folder = temporaryFolder();
    await using run = await startTestGateway(folder.path, { personalData: 'redact' });
    const withName = { ...payload, customer: 'Mia Unknown' };
    await post(run.url, withName);
    const gzip = [['Content-Encoding', 'gzip']] as const;
    await post(run.url, gzipSync(JSON.stringify(withName)), gzip);
    await post(run.url, 'Mia in plain words');
    const records = await run.records();
    expect(readFileSync(run.store, 'latin1')).not.toContain('Mia');
    const bodies = records.map(({ body }) => Buffer.from(body).toString());
    expect(JSON.parse(bodies[0] ?? '')).toEqual({
      ...payload,
      customer: expect.stringMatching(/^[A-Z]\w\w [A-Z]\w{6}$/),
    });
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).toBe('');
    expect(records.map(({ redactions }) => redactions?.[0]?.places)).toEqual([
      ['remote', '/customer'],
      ['remote', 'header:content-encoding', '/customer'],
      ['remote', 'body'],
    ]);
    for (const record of records) expect(attestationOf(record, run.store)).toBe('attested');
  });

  test('goes after a time', async () => {
    using folder = temporaryFolder();
    await using run = await startTestGateway(folder.path, { personalData: { redactAfter: 50 }, tidyPause: 30 });
    await post(run.url, { ...payload, customer: 'Mia' });
    await until(async () => (await readRecords(run.store)).every(({ redactions }) => redactions !== undefined));
    const [record] = await run.records();
    expect(Buffer.from(record?.body ?? []).toString()).toMatch(/"customer":"(?!Mia)[A-Z]\w\w"/);
    expect(attestationOf(record, run.store)).toBe('attested');
    expect(record?.redactions?.[0]?.attestedBefore).toMatch(/==$/);
  });
});

test('a sealed store shows nothing, and opens with its key alone', async () => {
  using folder = temporaryFolder();
  const key = new Uint8Array(32).fill(3);
  await using run = await startTestGateway(folder.path, { encryptionKey: key });
  await post(run.url, { ...payload, customer: 'Mia' });
  const records = await run.records();
  expect(Buffer.from(records[0]?.body ?? []).toString()).toContain('Mia');
  for (const word of ['Mia', 'order.ready', 'cafe', 'POST'])
    expect(readFileSync(run.store, 'latin1')).not.toContain(word);
  await expect(readRecords(run.store)).rejects.toThrow(/is sealed, and no key was given/);
  await expect(readRecords(run.store, {}, new Uint8Array(32))).rejects.toThrow(/not the one/);
  expect(await readRecords(run.store, { vendor: 'cafe', event: 'order.ready' }, key)).toHaveLength(1);
});

test('old records go, and too many', async () => {
  using folder = temporaryFolder();
  await using run = await startTestGateway(folder.path, { maxBytes: 30_000, tidyPause: 30 });
  for (let index = 0; index < 10; index += 1) await post(run.url, { ...payload, pad: 'x'.repeat(9_000), index });
  await until(async () => (await readRecords(run.store)).length === 3);
  const kept = (await run.records()).map(
    ({ body }) => (JSON.parse(Buffer.from(body).toString()) as { index: number }).index,
  );
  expect(kept).toEqual([7, 8, 9]);
  await using aged = await startTestGateway(folder.path, {
    maxAge: 0,
    tidyPause: 30,
    store: join(folder.path, 'b.db'),
  });
  await post(aged.url);
  await until(async () => (await readRecords(aged.store)).length === 0);
  expect(await aged.records()).toEqual([]);
});

test('the files of a store and its key are for their owner alone', async () => {
  using folder = temporaryFolder();
  await using run = await startTestGateway(folder.path);
  expect(statSync(run.store).mode & 0o777).toBe(0o600);
  expect(statSync(`${run.store}.key`).mode & 0o777).toBe(0o600);
  await run.records();
  chmodSync(`${run.store}.key`, 0o644);
  await expect(startTestGateway(folder.path)).rejects.toThrow(/may be read by other users/);
  chmodSync(`${run.store}.key`, 0o600);
  writeFileSync(`${run.store}.key`, 'no key');
  await expect(startTestGateway(folder.path)).rejects.toThrow(/no Ed25519 key/);
});

test('secrets are read anew when their file changes; a wrong file changes nothing', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'secrets');
  writeFileSync(file, '# ours\ncafe:old=one\n');
  await using run = await startTestGateway(folder.path, { secrets: [], secretFile: file });
  const state = async (key: string): Promise<string> => {
    const count = run.seen.length;
    await call(`${run.url}/`, signed(`${run.url}/`, { ...payload, count }, key));
    await run.logged(count + 1);
    const { signature } = run.seen.at(-1) ?? {};
    return `${signature?.state} ${signature?.secret ?? ''}`.trim();
  };
  expect(await state('one')).toBe('valid old');
  expect(await state('two')).toBe('wrong');
  writeFileSync(file, 'cafe:old=one\ncafe:new=two\n');
  run.gateway.reloadSecrets();
  expect(await state('two')).toBe('valid new');
  writeFileSync(file, 'nobody=three\n');
  await until(() => run.troubles.length > 0);
  expect(run.troubles[0]).toMatch(/stay as they were: There is a secret of nobody/);
  expect(await state('one')).toBe('valid old');
  writeFileSync(file, 'cafe=three-three\n');
  await until(async () => (await state('three-three')) === 'valid cafe#1');
});

test('a contract with a header of a fixed value: the value is checked, and not stored', async () => {
  using folder = temporaryFolder();
  const { contract } = await loadContract('ombori');
  const event = contract?.events[0];
  if (contract === undefined || event === undefined) throw new Error('The contract is not whole.');
  expect(contract.authentication.kind).toBe('header');
  await using run = await startTestGateway(folder.path, {
    contracts: ['ombori'],
    secrets: [{ vendor: 'ombori', id: 'OMBORI', value: 'very-fixed' }],
  });
  const delivery = buildDelivery(contract, event, event.examples[0]?.payload ?? {}, {
    url: run.url,
    secret: 'very-fixed',
  });
  await call(run.url, delivery);
  const [record] = await run.records();
  expect(record?.signature).toEqual({ state: 'valid', secret: 'OMBORI' });
  expect(JSON.stringify(record)).not.toContain('very-fixed');
});
