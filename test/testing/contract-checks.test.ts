import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contractChecks } from '../../src/testing/index.ts';
import type { ContractChecksOptions } from '../../src/testing/index.ts';
import { folderWithContract, newFolder } from './own-contract.ts';

const ready = (change: object = {}): string =>
  JSON.stringify({
    type: 'order.ready',
    order: { id: 7, status: 'ready', placedAt: '2025-03-01T09:30:00Z', ...change },
  });
const line = (change: object = {}): string => JSON.stringify({ body: ready(change) });
const http = (headers: string, body: string): string =>
  `POST /hooks HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

/** What a runner would print: `group > name: ok`, or the first line of what is wrong. */
async function run(options: ContractChecksOptions): Promise<string[]> {
  const checks = await contractChecks(options);
  return checks.map(({ group, name, check }) => {
    try {
      check();
      return `${group} > ${name}: ok`;
    } catch (error) {
      return `${group} > ${name}: ${(error as Error).message}`;
    }
  });
}

async function runIn(files: Readonly<Record<string, string>>, options: ContractChecksOptions = {}): Promise<string[]> {
  const folder = folderWithContract(files);
  try {
    return await run({ cwd: folder.path, ...options });
  } finally {
    folder.remove();
  }
}

const contractLines = [
  'cafe@1.0.0 > can be used: ok',
  'cafe@1.0.0 > order.placed: ok',
  'cafe@1.0.0 > order.placed, example "placed": ok',
  'cafe@1.0.0 > order.ready: ok',
  'cafe@1.0.0 > order.ready, example "ready": ok',
];

describe('the checks of a contract', () => {
  test('are one for each event and each example', async () => {
    expect(await runIn({})).toEqual(contractLines);
    expect(await runIn({}, { contracts: './asyncapi' })).toEqual(contractLines);
  });

  test('are there for shipped contracts', async () => {
    const lines = await run({ contracts: ['ombori', 'qminder@1'], cwd: join(import.meta.dirname) });
    expect(lines.filter((line) => line.endsWith('example "ticket-created": ok'))).toHaveLength(1);
    expect(lines.filter((line) => !line.endsWith(': ok'))).toEqual([]);
    expect(lines.length).toBeGreaterThan(30);
  });

  test('say what is wrong with an example, and where', async () => {
    const path = 'asyncapi/cafe/1.0.0/messages/order.ready.yaml';
    const folder = folderWithContract();
    const text = folder.read(path).replace('id: 7', 'id: seven');
    folder.remove();
    const lines = await runIn({ [path]: text });
    expect(lines.at(-1)).toMatch(
      /^cafe@1\.0\.0 > order\.ready, example "ready": The example "ready" of order\.ready: one thing is wrong\.\n\n {2}\/order\/id must be an integer, got string "seven"\.\n {4}at {6}asyncapi\/cafe\/1\.0\.0\/messages\/order\.ready\.yaml:\d+:\d+\n {4}schema .*\n {4}rule {4}example\/payload$/,
    );
  });

  test('say that a contract cannot be used', async () => {
    const lines = await runIn({ 'schemas/cafe/1.0.0/order.schema.json': '{"type": "orderly"}' });
    expect(lines[0]).toMatch(/^asyncapi\/cafe\/1\.0\.0\/asyncapi\.yaml > can be used: The contract .* wrong\./);
    expect(lines).toHaveLength(1);
  });

  test('say that no payload can be an event', async () => {
    const schema = {
      type: 'object',
      required: ['type', 'order'],
      properties: { type: { const: 'order.ready' }, order: false },
    };
    const lines = await runIn({ 'schemas/cafe/1.0.0/events/order.ready.schema.json': JSON.stringify(schema) });
    expect(lines).toContainEqual(
      expect.stringMatching(/> order\.ready: order\.ready of cafe@1\.0\.0: No sample .* contradict one another/),
    );
  });
});

describe('the checks of captures', () => {
  test('are one for each, named by its event', async () => {
    const lines = await runIn(
      { 'captures/one.json': ready(), 'captures/two.ndjson': `${line()}\n${line({ id: 'x' })}\n` },
      { captures: 'captures/*' },
    );
    expect(lines.slice(0, 5)).toEqual(contractLines);
    expect(lines.slice(5, 7).map((line) => line.split('\n')[0])).toEqual([
      'captures/one.json > order.ready: ok',
      'captures/two.ndjson > capture 1: order.ready: ok',
    ]);
    expect(lines[7]).toMatch(
      /^captures\/two\.ndjson > capture 2: order\.ready: captures\/two\.ndjson, capture 2: order\.ready: one thing is wrong\.\n\n {2}\/order\/id must be an integer, got string "x"\.\n {4}at {6}captures\/two\.ndjson:2/,
    );
  });

  test('of a shipped contract bring its checks along', async () => {
    const folder = newFolder({ 'one.json': '{"type":"line_changed","data":{"id":7,"name":"Front desk"}}' });
    const lines = await run({ cwd: folder.path, captures: 'one.json' });
    folder.remove();
    expect(new Set(lines.map((line) => line.split(' > ')[0]))).toEqual(new Set(['qminder@1.0.0', 'one.json']));
  });

  test('verify signatures when the secret is known', async () => {
    const files = { 'a.http': http(`X-Cafe-Signature: ${'0'.repeat(64)}\r\n`, ready()) };
    const options = { captures: 'a.http', endpoints: { cafe: 'https://example.com/hooks' } };
    expect((await runIn(files, options)).at(-1)).toBe('a.http > order.ready: ok');
    const checked = await runIn(files, { ...options, secrets: { cafe: 'secret' } });
    expect(checked.at(-1)).toMatch(/rule {4}capture\/signature$/);
  });

  test('fail when a secret is known and the signature cannot be checked all the same', async () => {
    const file = `POST /hooks HTTP/1.1\r\nContent-Type: application/json\r\nX-Cafe-Signature: ${'0'.repeat(64)}\r\n\r\n${ready()}`;
    const lines = await runIn({ 'a.http': file }, { captures: 'a.http', secrets: { cafe: 'secret' } });
    expect(lines.at(-1)).toMatch(
      /the URL that is registered with the vendor is not known\.\n[^]*rule {4}capture\/signature-unchecked$/,
    );
  });

  test('take secrets from the environment that counterfoil.yaml names', async () => {
    const files = {
      'a.http': http(`X-Cafe-Signature: ${'0'.repeat(64)}\r\n`, ready()),
      'counterfoil.yaml':
        'contracts: [asyncapi]\ncaptures:\n  - files: a.http\n    url: https://example.com/hooks\n    secrets:\n      - env: CAFE_SECRET\n',
    };
    expect((await runIn(files, { env: { CAFE_SECRET: 'secret' } })).at(-1)).toMatch(/rule {4}capture\/signature$/);
    expect((await runIn(files, { env: {} })).at(-1)).toBe('a.http > order.ready: ok');
  });

  test('report drift in the strict profile', async () => {
    const files = { 'a.json': ready({ status: 'lost' }) };
    expect((await runIn(files, { captures: 'a.json' })).at(-1)).toBe('a.json > order.ready: ok');
    expect((await runIn(files, { captures: 'a.json', profile: 'strict' })).at(-1)).toMatch(
      /rule {4}drift\/unknown-value$/,
    );
  });

  test('say what cannot be read', async () => {
    const lines = await runIn({ 'a.ndjson': '{"type":', 'b.json': '' }, { captures: '*.{nd,}json' });
    expect(
      lines.filter((line) => line.startsWith('a.ndjson > can be read: The file a.ndjson: one thing is wrong.')),
    ).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('b.json > can be read: '))).toHaveLength(1);
  });

  test('of unknown events fail', async () => {
    const lines = await runIn({ 'a.json': '{"type":"order.lost"}' }, { captures: 'a.json', contracts: './asyncapi' });
    expect(lines.at(-1)).toMatch(
      /^a\.json > the capture: a\.json, the capture: one thing is wrong\.\n\n.*\n[^]*rule {4}capture\/(?:unknown-event|no-contract)$/,
    );
  });

  test('are no more than a thousand for one file', async () => {
    const captures = Array.from({ length: 1200 }, (_, index) => line(index === 1100 ? { id: 'x' } : {}));
    const lines = await runIn({ 'many.ndjson': captures.join('\n') }, { captures: 'many.ndjson' });
    expect(lines).toHaveLength(5 + 1000 + 1);
    expect(lines.at(-1)).toMatch(
      /^many\.ndjson > the other 200 captures: Of the other 200 captures: one thing is wrong\./,
    );
  });
});

describe('a test file is told', () => {
  test.each<[string, ContractChecksOptions, RegExp]>([
    ['that no capture matches', { captures: 'nowhere/*' }, /^No capture file matches "nowhere\/\*"\. /],
    ['that a contract does not exist', { contracts: 'cofe' }, /^There is no contract "cofe"\./],
    ['that a configuration does not exist', { config: 'nowhere.yaml' }, /nowhere\.yaml/],
  ])('%s', async (_, options, message) => {
    const folder = folderWithContract();
    await expect(contractChecks({ cwd: folder.path, ...options })).rejects.toThrow(message);
    folder.remove();
  });

  test('that there is nothing to test', async () => {
    const folder = newFolder();
    await expect(contractChecks({ cwd: folder.path })).rejects.toThrow(
      'There is nothing to test: name contracts, or captures.',
    );
    folder.remove();
  });
});
