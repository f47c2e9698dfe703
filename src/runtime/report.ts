import type { DeliveryReport, Report, ReportOptions, ReportSnapshot } from './api.ts';
import type { SchemaSet } from './schema-set.ts';
import { redact } from './redact.ts';
import { toPrometheus } from './report/prometheus.ts';
import { createReservoir } from './report/reservoir.ts';
import { createTally } from './report/tally.ts';

/** Upper limits of the buckets of durations, in seconds. */
const limits = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Durations of one vendor: how many are within each limit and not within the one before. */
interface Durations {
  count: number;
  sum: number;
  readonly within: number[];
}

/**
 * A sink for receivers that counts, and keeps some captures without personal data: see `Report`.
 *
 * @throws {TypeError} when an option is out of its range
 */
export function createReport(options: ReportOptions = {}): Report {
  const { sample = 0.01, captures = 100, now = Date.now, random = Math.random } = options;
  if (!(sample >= 0 && sample <= 1)) throw new TypeError(`\`sample\` is a share from 0 to 1, not ${sample}.`);
  if (!(Number.isSafeInteger(captures) && captures >= 0))
    throw new TypeError(`\`captures\` is how many captures are kept at most, not ${captures}.`);

  const deliveries = createTally(() => 0);
  const findings = createTally(() => 0);
  const durations = createTally((): Durations => ({ count: 0, sum: 0, within: limits.map(() => 0) }));
  // What is wrong is rare: it has places of its own, so that it is not lost among what is right.
  const wrong = createReservoir(Math.ceil(captures / 2), random);
  const right = createReservoir(Math.floor(captures / 2), random);

  function count({ vendor, event = 'unknown', status, duration, findings: found }: DeliveryReport): void {
    deliveries.at({ vendor, event, status: String(status) }).value += 1;
    for (const { rule } of found) findings.at({ vendor, event, rule }).value += 1;
    const { value } = durations.at({ vendor });
    const seconds = Number.isFinite(duration) ? Math.max(duration, 0) : 0;
    const bucket = limits.findIndex((limit) => seconds <= limit);
    value.count += 1;
    value.sum += seconds;
    if (bucket >= 0) value.within[bucket] = (value.within[bucket] ?? 0) + 1;
  }

  function keep(report: DeliveryReport): void {
    if (report.redacted === undefined || report.contract === undefined) return;
    (report.findings.length > 0 ? wrong : right).offer(() => toLine(report, now()));
  }

  const snapshot = (): ReportSnapshot => ({
    deliveries: deliveries.all().map(({ labels: { vendor = '', event = '', status = '' }, value }) => ({
      vendor,
      event,
      // What is left when there are too many labels has none.
      status: Number(status) || 0,
      count: value,
    })),
    findings: findings.all().map(({ labels: { vendor = '', event = '', rule = '' }, value }) => ({
      vendor,
      event,
      rule,
      count: value,
    })),
    durations: durations.all().map(({ labels: { vendor = '' }, value }) => ({
      vendor,
      count: value.count,
      sum: value.sum,
      buckets: limits.map((most, index) => ({ most, count: sumOf(value.within.slice(0, index + 1)) })),
    })),
    captures: { waiting: wrong.size + right.size, left: wrong.left + right.left },
  });

  return {
    delivery(report) {
      try {
        count(report);
        keep(report);
      } catch {
        // Whatever is wrong with a report is no reason to trouble the receiver.
      }
    },
    wantsDrift: () => random() < sample,
    redact: (schemas, key, payload) => redact(schemas as SchemaSet, key, payload),
    snapshot,
    prometheus: () => toPrometheus(snapshot()),
    captures: () => [...wrong.take(), ...right.take()].map((line) => `${line}\n`).join(''),
  };
}

/** A line of an `.ndjson` file of captures: a claim to be live, without what was left out or would tell too much. */
function toLine({ vendor, contract, event, redacted }: DeliveryReport, at: number): string {
  return JSON.stringify({
    at: new Date(at).toISOString(),
    origin: 'live',
    vendor,
    contract,
    event,
    body: JSON.stringify(redacted),
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
