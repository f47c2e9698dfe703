import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { drift } from '../../../src/api/drift.ts';
import type { Drift, DriftResult } from '../../../src/capture/drift/result.ts';
import { newRecordId } from '../../../src/capture/record.ts';
import { openStore } from '../../../src/capture/store/open-store.ts';
import type { Json } from '../../../src/util/json.ts';
import { cafe } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-drift-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = { contracts: [cafe], cwd: folder, today: '2026-04-01' };

interface Line {
  readonly body: Json;
  readonly at?: string;
  readonly origin?: string;
}

const order = (more: object = {}, type = 'order.placed'): Json => ({
  type,
  order: { id: 7, status: 'open', placedAt: '2026-03-01T09:30:00Z', ...more },
});

function write(name: string, lines: readonly Line[]): string {
  const text = lines.map(({ body, at, origin = 'live' }) =>
    JSON.stringify({ origin, ...(at === undefined ? {} : { at }), body: JSON.stringify(body) }),
  );
  writeFileSync(join(folder, name), `${text.join('\n')}\n`);
  return name;
}

const driftsOf = (result: DriftResult): readonly Drift[] => result.contracts.flatMap(({ drifts }) => drifts);
const seen = (result: DriftResult): string[] =>
  driftsOf(result)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, path, captures, of }) => `${rule} ${path} ${captures}/${of}`)
    .toSorted();

describe('what is found', () => {
  test('every kind of drift, with how often, when and where', async () => {
    const file = write('kinds.ndjson', [
      { body: order(), at: '2026-03-01T10:00:00Z' },
      { body: order({ tip: { amount: 2 } }), at: '2026-03-02T10:00:00Z' },
      { body: order({ tip: { amount: 3.5, by: 'Jane Doe' } }), at: '2026-03-03T10:00:00+02:00' },
      { body: order({ status: 'on_hold' }) },
      { body: order({ id: '7' }) },
      { body: order({ id: null }) },
      { body: order({ placedAt: 'soon' }) },
      { body: { type: 'order.placed', order: { id: 1, status: 'open' } } },
      { body: order({}, 'order.eaten') },
    ]);
    const result = await drift([file], settings);
    expect(seen(result)).toEqual([
      'drift/missing-property /order/placedAt 1/8',
      'drift/null /order/id 1/8',
      'drift/undocumented-property /order/tip 2/8',
      'drift/unknown-event  1/9',
      'drift/unknown-value /order/status 1/8',
      'drift/wrong-format /order/placedAt 1/8',
      'drift/wrong-type /order/id 1/8',
    ]);
    const tip = driftsOf(result).find(({ path }) => path === '/order/tip');
    expect(tip).toMatchObject({
      first: '2026-03-02T10:00:00Z',
      last: '2026-03-03T08:00:00Z',
      place: { file, line: 2 },
      types: { object: 2 },
      fields: [
        { path: '/order/tip/amount', types: { integer: 1, number: 1 }, captures: 2 },
        { path: '/order/tip/by', types: { string: 1 }, captures: 1, example: 'Xxxx Xxx' },
      ],
    });
    expect(
      driftsOf(result)
        .filter(({ rule }) => rule === 'drift/never-seen')
        .map(({ path }) => path),
    ).toEqual(['/order/table']);
    expect(result.contracts[0]?.events[0]?.conformance.liveClaimed).toEqual({ total: 8, valid: 4, described: 1 });
    expect(JSON.stringify(result)).not.toContain('Jane');
  });

  test('one in many, and origins apart: what is simulated says nothing about live traffic', async () => {
    const live = write('many.ndjson', [
      ...Array.from({ length: 4000 }, () => ({ body: order() })),
      { body: order({ rare: true }) },
    ]);
    const made = write('made.ndjson', [{ body: order({ madeUp: 1 }), origin: 'simulated' }]);
    const result = await drift([live, made], settings);
    expect(seen(result)).toEqual(['drift/undocumented-property /order/rare 1/4001']);
    expect(result.contracts[0]?.events[0]?.conformance.simulated).toEqual({ total: 1, valid: 1, described: 0 });
    expect(seen(await drift([made], settings))).toEqual(['drift/undocumented-property /order/madeUp 1/1']);
  });

  test('keys named like parts of every object, and bodies that are no JSON', async () => {
    const file = join(folder, 'hostile.ndjson');
    const bodies = [
      '{"type":"order.placed","order":{"id":1,"status":"open","placedAt":"2026-03-01T09:30:00Z","__proto__":{"a":1},"constructor":2}}',
      '{',
      '[]',
      'null',
    ];
    writeFileSync(file, bodies.map((body) => JSON.stringify({ origin: 'live', body })).join('\n'));
    const result = await drift(['hostile.ndjson'], settings);
    expect(seen(result)).toEqual([
      'drift/undocumented-property /order/__proto__ 1/1',
      'drift/undocumented-property /order/constructor 1/1',
    ]);
    expect(result.leftOut).toEqual({ notJson: 1, noContract: 2, others: [], withoutTime: 0, older: 0 });
  });
});

describe('against a baseline', () => {
  const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`;
  const days = (from: number, to: number, body: (day: number) => Json): Line[] =>
    Array.from({ length: (to - from + 1) * 10 }, (_, index) => ({
      at: at(from + Math.floor(index / 10)),
      body: body(index),
    }));

  test('an event that stopped, a property that is gone', async () => {
    const file = write('quiet.ndjson', [
      ...days(1, 10, () => order({ table: 'T1' })),
      ...days(1, 10, () => order({}, 'order.ready')),
      ...days(11, 20, () => order()),
      { body: order() },
    ]);
    const options = { ...settings, since: '2026-03-11', baseline: '30d' };
    const result = await drift([file], options);
    expect(seen(result)).toEqual(['drift/event-went-quiet  100/100', 'drift/property-went-quiet /order/table 0/100']);
    expect(driftsOf(result).map(({ what }) => what)).toContain(
      'was present in 100 of 100 before and is in 0 of 100 now',
    );
    expect(result.leftOut.withoutTime).toBe(1);
    // The same by a report of before, and by files.
    const before = write('before.ndjson', [
      ...days(1, 10, () => order({ table: 'T1' })),
      ...days(1, 10, () => order({}, 'order.ready')),
    ]);
    const now = write(
      'now.ndjson',
      days(11, 20, () => order()),
    );
    writeFileSync(
      join(folder, 'report.json'),
      JSON.stringify({ format: 'counterfoil-drift', formatVersion: 1, ...(await drift([before], settings)) }),
    );
    expect(seen(await drift([now], { ...settings, baselineReport: 'report.json' }))).toEqual(seen(result));
    expect(seen(await drift([now], { ...settings, baseline: [before] }))).toEqual(seen(result));
  });

  test('too little to be missed is not missed', async () => {
    const file = write('rare.ndjson', [
      ...days(1, 10, (index) => order(index < 3 ? { table: 'T1' } : {})),
      ...days(11, 20, () => order()),
    ]);
    expect(seen(await drift([file], { ...settings, since: '2026-03-11', baseline: '30d' }))).toEqual([]);
  });

  test('a window without a beginning is refused', async () => {
    await expect(drift([], { ...settings, baseline: '30d' })).rejects.toThrow(/before --since/);
  });
});

test('a known drift alarms once: approved, it is a note; expired, an error; gone, a note about the approval', async () => {
  const file = write('approve.ndjson', [{ body: order({ tip: 1 }) }]);
  const found = driftsOf(await drift([file], settings)).find(({ rule }) => rule === 'drift/undocumented-property');
  const approvals = (fingerprint: string, until: string): string => {
    writeFileSync(
      join(folder, 'approvals.yaml'),
      `- { fingerprint: ${fingerprint}, reason: known, by: me, until: ${until} }\n`,
    );
    return 'approvals.yaml';
  };
  const approved = await drift([file], { ...settings, approvals: approvals(found?.fingerprint ?? '', '2026-05-01') });
  expect(approved.verdict).toBe('pass');
  expect(driftsOf(approved).find(({ path }) => path === '/order/tip')).toMatchObject({
    outcome: 'approved',
    severity: 'info',
  });
  const expired = await drift([file], { ...settings, approvals: approvals(found?.fingerprint ?? '', '2026-03-01') });
  expect(expired.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toContain(
    'config/approval-expired error',
  );
  const stale = await drift([write('none.ndjson', [{ body: order() }])], {
    ...settings,
    approvals: approvals('drift-0123456789abcdef', '2026-05-01'),
  });
  expect(stale.verdict).toBe('pass');
  expect(stale.findings.map(({ rule }) => rule)).toContain('config/approval-stale');
});

test('however many workers read a file, the report is the same', async () => {
  const filler = 'x'.repeat(2000);
  const file = write(
    'workers.ndjson',
    Array.from({ length: 3000 }, (_, index) => ({
      at: `2026-03-01T10:${String(index % 60).padStart(2, '0')}:00Z`,
      body: order({
        table: filler,
        ...(index % 7 === 0 ? { [`odd${index % 21}`]: index } : {}),
        ...(index === 2500 ? { id: 'x' } : {}),
      }),
    })),
  );
  const one = await drift([file], { ...settings, workers: 1 });
  expect(await drift([file], { ...settings, workers: 3 })).toEqual(one);
  expect(driftsOf(one).find(({ rule }) => rule === 'drift/wrong-type')?.place).toEqual({ file, line: 2501 });
});

test('a store gives the same as a file', async () => {
  const location = join(folder, 'captures.sqlite');
  const store = await openStore(location, { create: true });
  const bodies = [order(), order({ tip: 1 }), order({ id: null })];
  await store.append(
    bodies.map((body, index) => ({
      record: {
        id: newRecordId(Date.parse('2026-03-01T10:00:00Z') + index),
        receivedAt: `2026-03-01T10:00:0${index}.000Z`,
        origin: 'live' as const,
        method: 'POST',
        url: '/',
        headers: [],
        body: Buffer.from(JSON.stringify(body)),
        verdict: 'not-judged' as const,
        signature: { state: 'none' as const },
      },
    })),
  );
  await store.close();
  const stored = await drift([location], settings);
  expect(seen(stored)).toEqual(
    seen(
      await drift(
        [
          write(
            'stored.ndjson',
            bodies.map((body) => ({ body })),
          ),
        ],
        settings,
      ),
    ),
  );
  expect(seen(stored)).toHaveLength(2);
});

test('counts of a running receiver feed it', async () => {
  const counts = {
    deliveries: [{ vendor: 'cafe', event: 'order.placed', status: 204, count: 412 }],
    findings: [{ vendor: 'cafe', event: 'order.placed', rule: 'drift/undocumented-property', count: 3 }],
  };
  writeFileSync(join(folder, 'counts.json'), JSON.stringify(counts));
  const result = await drift([], { ...settings, receiverReports: ['counts.json'] });
  expect(result.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    'drift/reported-by-receiver warning',
  ]);
  expect(result.receivers).toMatchObject([{ file: 'counts.json', deliveries: 412 }]);
});
