import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { drift, proposeDrift } from '../../src/api/drift.ts';
import type { DriftResult } from '../../src/capture/drift/result.ts';
import type { Json } from '../../src/util/json.ts';
import { cafe, root } from '../capture/drift/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-drift-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = { contracts: [cafe], cwd: folder, today: '2026-04-01' };

const order = (more: object = {}, type = 'order.placed'): Json => ({
  type,
  order: { id: 7, status: 'open', placedAt: '2026-03-01T09:30:00Z', ...more },
});

/** What fails a run. */
const seen = (result: DriftResult): string[] =>
  result.findings.filter(({ severity }) => severity !== 'info').map(({ rule, message }) => `${rule} ${message}`);

describe('a proposal', () => {
  const inputs: readonly (readonly [name: string, bodies: readonly Json[]])[] = [
    ['fields', [order({ tip: { amount: 2, items: [{ a: 'x' }] } }), order({ tip: null, note: 'Jane Doe' })]],
    [
      'types and null',
      [order({ id: 'seven' }), order({ id: null, table: 5, placedAt: 'soon' }), order({ status: null })],
    ],
    ['known values', [order({ status: 'on_hold' }), order({ status: 'eaten' })]],
    ['values that are data', [order({ status: 'name@example.com' })]],
    ['absent', [{ type: 'order.ready', order: { id: 1 } }]],
    ['events', [order({}, 'order.eaten'), { type: 'order.lost', where: { at: ['a', 1] } }]],
    [
      'an order that is none',
      [
        { type: 'order.placed', order: ['a'] },
        { type: 'order.placed', order: 'gone' },
      ],
    ],
  ];

  test.each(inputs)('makes the same drift run clean: %s', async (name, bodies) => {
    const cwd = join(folder, name.replaceAll(' ', '-'));
    mkdirSync(cwd);
    cpSync(join(root, 'test/cli/bases/cafe'), cwd, { recursive: true });
    writeFileSync(
      join(cwd, 'c.ndjson'),
      [order(), ...bodies].map((body) => JSON.stringify({ origin: 'live', body: JSON.stringify(body) })).join('\n'),
    );
    const own = { cwd, today: '2026-04-01' };
    const { result, proposals } = await proposeDrift(['c.ndjson'], 'next', own);
    expect(result.verdict).toBe('fail');
    const [proposal] = proposals;
    expect(proposal?.left).toEqual([]);
    const after = await drift(['c.ndjson'], { ...own, contracts: ['next/asyncapi'] });
    expect(seen(after)).toEqual([]);
    expect(after.contracts.map(({ id }) => id)).toEqual([proposal?.id]);
    const checked = await checkContracts(['next/asyncapi'], { cwd });
    expect(checked.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([...(proposal?.files.values() ?? [])].join('\n')).not.toContain('Jane');
    expect(proposal?.version).toBe(
      name === 'fields' || name === 'known values' || name === 'events' ? '1.1.0' : proposal?.version,
    );
  });

  test('writes over nothing', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/file'), '');
    await expect(proposeDrift(['none.ndjson'], 'full', settings)).rejects.toThrow(/holds something/);
  });
});
