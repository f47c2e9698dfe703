import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { infer } from '../../src/api/infer.ts';
import { loadContract } from '../../src/api/load-contract.ts';
import { writeSimulation } from '../../src/api/simulate.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const secret = 'a secret that a test made up';

/** Simulated deliveries of a shipped contract, without the word which contract they were made by. */
async function simulated(vendor: string): Promise<void> {
  await writeSimulation(vendor, { out: 'made.ndjson', visitors: 40, secret, cwd });
  const lines = readFileSync(join(cwd, 'made.ndjson'), 'utf8').trim().split('\n');
  const records = lines.map((line) => {
    const { contract: _, ...record } = JSON.parse(line) as Record<string, unknown>;
    return `${JSON.stringify(record)}\n`;
  });
  writeFileSync(join(cwd, 'captures.ndjson'), records.join(''));
}

describe('the contract', () => {
  test.each(['waitwhile', 'qminder'])('has the signature scheme of %s, and its signatures fit', async (vendor) => {
    await simulated(vendor);
    const { authentication } = await infer(['captures.ndjson'], { vendor, secret, out: '.', cwd });
    const { contract: written } = await loadContract(vendor);
    expect(authentication).toMatchObject({ kind: 'signature' });
    const { contract } = await loadContract(`asyncapi/${vendor}`, { cwd });
    expect(contract?.authentication).toEqual(written?.authentication);
    expect(contract?.selector).toEqual(written?.selector);
    const check = { cwd, profile: 'strict', captures: ['captures.ndjson'], secrets: { [vendor]: [secret] } } as const;
    const { findings, verdict } = await checkContracts(`asyncapi/${vendor}`, check);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(verdict).toBe('pass');
  });

  test('says what may be a signature when there is no secret, and what does not fit when there is one', async () => {
    await simulated('qminder');
    const without = await infer(['captures.ndjson'], { vendor: 'qminder', cwd });
    expect(without.authentication).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('--secret-env') as string,
    });
    const wrong = await infer(['captures.ndjson'], { vendor: 'qminder', secret: 'wrong-but-secret', cwd });
    expect(wrong.authentication).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('does not fit') as string,
    });
    expect(JSON.stringify([without, wrong])).not.toContain('wrong-but-secret');
  });

  test.each([
    [['live', 'live'], 'live', 'Captures of cafe: 2 live'],
    [['live', 'simulated'], 'other', 'Captures of cafe: 1 live, 1 simulated'],
    [['simulated', undefined], 'other', 'Captures of cafe: 1 simulated, 1 of unknown origin'],
  ] as const)('of captures that are %j is %s', async (origins, kind, document) => {
    const lines = origins.map((origin, id) =>
      JSON.stringify({ origin, body: JSON.stringify({ type: 'a.b', id, ...(id > 0 ? { more: 1 } : {}) }) }),
    );
    writeFileSync(join(cwd, 'captures.ndjson'), lines.join('\n'));
    await infer(['captures.ndjson'], { vendor: 'cafe', out: '.', cwd });
    const { contract } = await loadContract('asyncapi/cafe', { cwd });
    const [event] = contract?.events ?? [];
    expect(event?.source).toMatchObject({ kind, document });
    expect(event?.examples.map(({ source }) => source?.kind)).toEqual([origins[1] === 'live' ? 'live' : 'other']);
  });

  test('comes of whole folders as well', async () => {
    mkdirSync(join(cwd, 'captures/more'), { recursive: true });
    writeFileSync(join(cwd, 'captures/one.json'), '{"type":"a.b"}');
    writeFileSync(
      join(cwd, 'captures/more/two.live.http'),
      'POST / HTTP/1.1\r\nHost: example.com\r\n\r\n{"type":"a.c"}',
    );
    writeFileSync(join(cwd, 'captures/README.md'), 'no capture');
    const { captures, findings } = await infer(['captures'], { vendor: 'cafe', cwd });
    expect([captures, findings]).toEqual([2, []]);
    mkdirSync(join(cwd, 'empty'));
    await expect(infer(['empty'], { vendor: 'cafe', cwd })).rejects.toMatchObject({ kind: 'input' });
  });

  test('a header that never changes is taken for the one that the owner configures', async () => {
    const record = (id: number): string =>
      JSON.stringify({
        headers: [
          ['X-Api-Key', 'k'],
          ['X-Id', `${id}`],
        ],
        body: `{"type":"a.b","id":${id}}`,
      });
    writeFileSync(join(cwd, 'captures.ndjson'), [1, 2, 3].map(record).join('\n'));
    const result = await infer(['captures.ndjson'], { vendor: 'cafe', out: '.', cwd });
    expect(result.authentication).toEqual({ kind: 'header', header: 'X-Api-Key' });
    expect(result.files.map(({ content }) => content).join('')).not.toContain('"k"');
  });

  test('holds nobody’s address, in values, keys and examples alike', async () => {
    const body = (id: number): string =>
      JSON.stringify({
        type: 'a.b',
        id,
        to: `guest${id}@example.org`,
        seats: { free: 1, [`guest${id}@example.org`]: 2 },
        text: `Hello guest${id}@example.org`,
      });
    const lines = Array.from({ length: 30 }, (_, id) => JSON.stringify({ origin: 'live', body: body(id % 3) }));
    writeFileSync(join(cwd, 'captures.ndjson'), lines.join('\n'));
    const { files } = await infer(['captures.ndjson'], { vendor: 'cafe', cwd });
    expect(files.map(({ content }) => content).join('')).not.toContain('example.org');
  });
});
