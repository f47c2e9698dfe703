import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { drift, proposeDrift } from '../../src/api/drift.ts';
import { infer } from '../../src/api/infer.ts';
import { loadContract } from '../../src/asyncapi/load-contract.ts';
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

function write(cwd: string, bodies: readonly Json[]): void {
  const lines = bodies.map((body) => JSON.stringify({ origin: 'live', body: JSON.stringify(body) }));
  writeFileSync(join(cwd, 'c.ndjson'), lines.join('\n'));
}

async function inspect(file: string, cwd: string): Promise<{ readonly events: readonly unknown[] }> {
  const { contract } = await loadContract(file, { cwd });
  return { events: contract?.events.map(({ name, match }) => [name, match]) ?? [] };
}

describe('a proposal', () => {
  const inputs: readonly (readonly [name: string, bodies: readonly Json[]])[] = [
    ['fields', [order({ tip: { amount: 2, items: [{ a: 'x' }] } }), order({ tip: null, note: 'Jane Doe' })]],
    [
      'types and null',
      [order({ id: 'seven' }), order({ id: null, table: 5, placedAt: 'soon' }), order({ status: null })],
    ],
    ['known values', [order({ status: 'on_hold' }), order({ status: 'eaten' })]],
    ['values that are data', [order({ status: 'name@example.com' })]],
    [
      'a new value of a set that events share',
      [
        order({ status: 'brand_new' }),
        order({ status: 'brand_new' }, 'order.ready'),
        order({ status: 7 }, 'order.ready'),
      ],
    ],
    [
      'values that are data, and other types in the same place',
      [
        order({ status: { a: 1 } }),
        order({ status: 'name@example.com' }),
        order({ status: ['a'] }, 'order.ready'),
        order({ status: 'other@example.com' }, 'order.ready'),
        order({ status: 'on_hold' }, 'order.ready'),
      ],
    ],
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
    write(cwd, [order(), ...bodies]);
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
    expect(proposal?.version).toBe(['fields', 'known values', 'events'].includes(name) ? '1.1.0' : proposal?.version);
  });

  test('refers to the models of the contract where a new event or field fits one', async () => {
    const cwd = join(folder, 'models');
    mkdirSync(cwd);
    cpSync(join(root, 'test/cli/bases/cafe'), cwd, { recursive: true });
    const { order: placed } = order() as { order: Json };
    const bodies: Json[] = [
      order({}, 'order.eaten'),
      { type: 'order.moved', from: placed, to: null, all: [placed] },
      { type: 'order.moved', from: placed, to: placed, all: [] },
      // Too little of one, and one that is none.
      { type: 'order.lost', order: { id: 1 }, other: { id: 'x', status: 'open', placedAt: 'never' } },
      { type: 'order.placed', order: placed, former: placed },
    ];
    write(cwd, bodies);
    const own = { cwd, today: '2026-04-01' };
    const { proposals } = await proposeDrift(['c.ndjson'], 'next', own);
    const schemaOf = (event: string): Record<string, Record<string, unknown>> =>
      (
        JSON.parse(proposals[0]?.files.get(`schemas/cafe/1.1.0/events/${event}.schema.json`) ?? '{}') as {
          properties: Record<string, Record<string, unknown>>;
        }
      ).properties;
    const $ref = '../order.schema.json';
    expect(schemaOf('order.eaten')['order']).toEqual({ $ref });
    expect(schemaOf('order.moved')).toMatchObject({
      from: { $ref },
      to: { anyOf: [{ $ref }, { type: 'null' }] },
      all: { items: { $ref } },
    });
    expect(schemaOf('order.placed')['former']).toEqual({ $ref });
    expect(JSON.stringify(schemaOf('order.lost'))).not.toContain('$ref');
    expect(seen(await drift(['c.ndjson'], { ...own, contracts: ['next/asyncapi'] }))).toEqual([]);
  });

  test('adds events that a header and a place of the payload tell apart', async () => {
    const cwd = join(folder, 'parts');
    mkdirSync(cwd);
    const deliver = (event: string, payload: object): object => ({
      origin: 'live',
      method: 'POST',
      url: 'https://receiver.example/',
      headers: [['X-Forge-Event', event]],
      body: JSON.stringify(payload),
    });
    const repository = { id: 1, name: 'plans', url: 'https://example.com/plans', open: 3 };
    const known = Array.from({ length: 12 }, (_, index) => [
      deliver('issue', { action: 'opened', number: index, repository: { ...repository, id: index } }),
      deliver('issue', { action: 'closed', number: index, repository: { ...repository, open: index } }),
      deliver('push', { ref: 'main', size: index, repository }),
    ]).flat();
    const strange = [
      deliver('issue', { action: 'pinned', number: 4, repository }),
      deliver('star', { stars: 9, repository }),
    ];
    const lines = (items: readonly object[]): string => items.map((item) => JSON.stringify(item)).join('\n');
    writeFileSync(join(cwd, 'known.ndjson'), lines(known));
    writeFileSync(join(cwd, 'c.ndjson'), lines([...known, ...strange]));
    await infer(['known.ndjson'], { vendor: 'forge', selector: ['header:X-Forge-Event', '/action'], out: '.', cwd });
    const own = { cwd, today: '2026-04-01' };
    const { result, proposals } = await proposeDrift(['c.ndjson'], 'next', own);
    expect(seen(result)).toHaveLength(2);
    const [proposal] = proposals;
    expect(proposal?.left).toEqual([]);
    const { events } = await inspect(join(cwd, 'next', proposal?.document ?? ''), cwd);
    expect(events).toEqual(
      expect.arrayContaining([
        ['issue.pinned', [['issue'], ['pinned']]],
        ['star', [['star'], undefined]],
      ]),
    );
    expect(seen(await drift(['c.ndjson'], { ...own, contracts: ['next/asyncapi'] }))).toEqual([]);
    const { findings } = await checkContracts(['next/asyncapi'], { cwd });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(proposal?.files.get('schemas/forge/1.1.0/events/star.schema.json')).toContain('"../repository.schema.json"');
  });

  test('writes over nothing', async () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/file'), '');
    await expect(proposeDrift(['none.ndjson'], 'full', settings)).rejects.toThrow(/holds something/);
  });
});
