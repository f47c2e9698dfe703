import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { loadContract } from '../../src/api/load-contract.ts';
import { checkRules } from '../../src/checks/rules.ts';
import type { DeliveryReport, Report, ReportOptions } from '../../src/runtime/api.ts';
import { createReport } from '../../src/runtime/report.ts';
import { findUndocumented } from '../../src/runtime/undocumented.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { schemaSetOf } from './schema-set.ts';

const one: DeliveryReport = {
  vendor: 'acme',
  contract: 'acme@1.0.0',
  event: 'ping',
  status: 204,
  duration: 0.003,
  findings: [],
  redacted: undefined,
};

/** A report that wants to see every delivery, on one day. */
function report(options: ReportOptions = {}): Report {
  return createReport({ sample: 1, now: () => Date.UTC(2024, 1, 29), ...options });
}

function linesOf(text: string): { body: string; event: string }[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { body: string; event: string });
}

describe('counts', () => {
  it('deliveries by event and status, findings by event and rule, durations by vendor', () => {
    const counting = report();
    counting.delivery(one);
    counting.delivery(one);
    counting.delivery({ ...one, status: 500, duration: 20 });
    counting.delivery({ ...one, event: undefined, status: 401, findings: [{ rule: 'capture/signature' }] });
    counting.delivery({ ...one, findings: [{ rule: 'capture/payload', pointer: '/a' }, { rule: 'capture/payload' }] });
    const { deliveries, findings, durations } = counting.snapshot();
    expect(deliveries).toEqual([
      { vendor: 'acme', event: 'ping', status: 204, count: 3 },
      { vendor: 'acme', event: 'ping', status: 500, count: 1 },
      { vendor: 'acme', event: 'unknown', status: 401, count: 1 },
    ]);
    expect(findings).toEqual([
      { vendor: 'acme', event: 'unknown', rule: 'capture/signature', count: 1 },
      { vendor: 'acme', event: 'ping', rule: 'capture/payload', count: 2 },
    ]);
    expect(durations).toMatchObject([{ vendor: 'acme', count: 5 }]);
    expect(durations[0]?.sum).toBeCloseTo(20.012);
    expect(durations[0]?.buckets.slice(0, 4)).toEqual([
      { most: 0.001, count: 0 },
      { most: 0.0025, count: 0 },
      { most: 0.005, count: 4 },
      { most: 0.01, count: 4 },
    ]);
  });

  it('as text for Prometheus', () => {
    const counting = report();
    counting.delivery({ ...one, vendor: 'a"\\\nb', findings: [{ rule: 'drift/unknown-value' }] });
    const label = String.raw`vendor="a\"\\\nb"`;
    const lines = counting.prometheus().split('\n');
    expect(lines.filter((line) => !line.includes('_bucket'))).toEqual([
      '# HELP counterfoil_deliveries_total Deliveries, by the event recognised and the status of the answer.',
      '# TYPE counterfoil_deliveries_total counter',
      `counterfoil_deliveries_total{${label},event="ping",status="204"} 1`,
      '# HELP counterfoil_findings_total Findings about deliveries, by event and rule.',
      '# TYPE counterfoil_findings_total counter',
      `counterfoil_findings_total{${label},event="ping",rule="drift/unknown-value"} 1`,
      '# HELP counterfoil_delivery_duration_seconds Time from the first look at a delivery to its answer.',
      '# TYPE counterfoil_delivery_duration_seconds histogram',
      `counterfoil_delivery_duration_seconds_sum{${label}} 0.003`,
      `counterfoil_delivery_duration_seconds_count{${label}} 1`,
      '',
    ]);
    const buckets = lines.filter((line) => line.includes('_bucket'));
    expect(buckets.map((line) => / (\d+)$/.exec(line)?.[1])).toEqual([
      '0',
      '0',
      ...Array.from({ length: 12 }, () => '1'),
    ]);
    expect(buckets.at(-1)).toBe(`counterfoil_delivery_duration_seconds_bucket{${label},le="+Inf"} 1`);
    expect(
      lines.filter((line) => line !== '' && !/^# |^\w+\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)+\} [\d.]+$/.test(line)),
    ).toEqual([]);
  });

  it('nothing at first', () => {
    expect(report().snapshot()).toEqual({
      deliveries: [],
      findings: [],
      durations: [],
      captures: { waiting: 0, left: 0 },
    });
    expect(
      report()
        .prometheus()
        .split('\n')
        .every((line) => line === '' || line.startsWith('#')),
    ).toBe(true);
    expect(report().captures()).toBe('');
  });
});

describe('is bounded', () => {
  it('in its labels, whatever they are', () => {
    const counting = report();
    for (let index = 0; index < 5000; index++)
      counting.delivery({
        ...one,
        vendor: `v${index}`,
        event: 'x'.repeat(10_000) + index,
        status: index,
        findings: [{ rule: `r${index}` }],
      });
    const { deliveries, findings, durations } = counting.snapshot();
    for (const list of [deliveries, findings, durations]) {
      expect(list).toHaveLength(1001);
      expect(list.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    }
    expect(deliveries.at(-1)).toEqual({ vendor: 'unknown', event: 'unknown', status: 0, count: 4000 });
    expect(counting.prometheus().length).toBeLessThan(2_000_000);
  });

  it('in its captures, with places for what has findings', () => {
    const keeping = report({ captures: 10 });
    for (let index = 0; index < 1000; index++) keeping.delivery({ ...one, redacted: index });
    for (let index = 0; index < 3; index++)
      keeping.delivery({ ...one, redacted: `wrong ${index}`, findings: [{ rule: 'capture/payload' }] });
    expect(keeping.snapshot().captures).toEqual({ waiting: 8, left: 995 });
    const bodies = linesOf(keeping.captures()).map(({ body }) => JSON.parse(body) as Json);
    expect(bodies.slice(0, 3)).toEqual(['wrong 0', 'wrong 1', 'wrong 2']);
    expect(bodies).toHaveLength(8);
    expect(keeping.captures()).toBe('');
    expect(keeping.snapshot().captures).toEqual({ waiting: 0, left: 995 });
  });

  it('in the length of a capture', () => {
    const keeping = report();
    keeping.delivery({ ...one, redacted: 'x'.repeat(70_000) });
    keeping.delivery({ ...one, redacted: 'x' });
    expect(linesOf(keeping.captures())).toHaveLength(1);
    expect(keeping.snapshot().captures).toEqual({ waiting: 0, left: 1 });
  });

  it('and each capture has the same chance', () => {
    const chosen = Array.from({ length: 20 }, () => 0);
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 4000; round++) {
      const keeping = report({ captures: 10, random });
      for (let index = 0; index < 20; index++) keeping.delivery({ ...one, redacted: index });
      for (const { body } of linesOf(keeping.captures())) chosen[Number(body)] = (chosen[Number(body)] ?? 0) + 1;
    }
    // Five of twenty in 4000 rounds: 1000 times each, give or take four standard deviations.
    expect(chosen.filter((times) => Math.abs(times - 1000) > 110)).toEqual([]);
  });
});

describe('samples', () => {
  it('the share that it is told', () => {
    expect(createReport({ sample: 0 }).wantsDrift?.()).toBe(false);
    expect(createReport({ sample: 1 }).wantsDrift?.()).toBe(true);
    expect(createReport({ sample: 0.2, random: () => 0.19 }).wantsDrift?.()).toBe(true);
    expect(createReport({ sample: 0.2, random: () => 0.2 }).wantsDrift?.()).toBe(false);
    expect(createReport({ random: () => 0.02 }).wantsDrift?.()).toBe(false);
  });

  test.each([{ sample: -0.1 }, { sample: 1.1 }, { sample: Number.NaN }, { captures: -1 }, { captures: 0.5 }])(
    '%j is refused',
    (options) => expect(() => createReport(options)).toThrow(TypeError),
  );
});

describe('never throws', () => {
  test.each<[string, object]>([
    ['an empty report', {}],
    ['what no number is', { ...one, duration: Number.NaN, status: undefined }],
    ['no findings', { ...one, findings: undefined }],
    ['what cannot be written', { ...one, redacted: 1n }],
  ])('%s', (_, given) => {
    const counting = report({ now: () => Number.NaN });
    expect(() => counting.delivery(given as DeliveryReport)).not.toThrow();
    expect(() => counting.prometheus() + counting.captures()).not.toThrow();
  });
});

describe('captures', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'counterfoil-report-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('show drift to `counterfoil check`, and nobody', async () => {
    const { contract } = await loadContract('qminder@1.0.0');
    const event = contract?.events.find(({ name }) => name === 'ticket_created');
    const set = schemaSetOf(contract?.schemas ?? { dialect: 'draft-07', definitions: {} }, [event?.payload ?? '']);
    const documented = event?.examples[0]?.payload as { data: JsonObject } & JsonObject;
    const changed: Json = { ...documented, data: { ...documented.data, status: 'ON_HOLD', colour: 'Jane likes blue' } };
    const keeping = report();
    for (const payload of [documented, changed]) {
      const key = event?.payload ?? '';
      keeping.delivery({
        ...one,
        vendor: 'qminder',
        contract: 'qminder@1.0.0',
        event: 'ticket_created',
        findings: findUndocumented(set, key, payload).map(({ pointer }) => ({ rule: 'drift/unknown-value', pointer })),
        redacted: keeping.redact?.(set, key, payload),
      });
    }
    const text = keeping.captures();
    expect(text).not.toMatch(/Jane|Eyre|12125551234|name@/);
    writeFileSync(join(folder, 'qminder.ndjson'), text);
    const result = await checkContracts(['qminder@1.0.0'], {
      captures: [join(folder, '*.ndjson')],
      profile: 'strict',
      cwd: folder,
    });
    const findings = result.findings.filter(({ rule }) => !rule.startsWith('lint/'));
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'warning drift/unknown-value',
      'warning drift/undocumented-property',
    ]);
    expect(result.contracts).toMatchObject([{ captures: { liveClaimed: { passed: 2, total: 2 } } }]);
  });
});

test('the rules that receivers report are rules of the tool', () => {
  const known = new Set(checkRules.map(({ id }) => id));
  const reported = [
    'capture/payload',
    'capture/unknown-event',
    'capture/signature',
    'capture/not-json',
    'capture/method',
  ];
  expect(
    [...reported, 'drift/undocumented-property', 'drift/unknown-value'].filter((rule) => !known.has(rule)),
  ).toEqual([]);
});
