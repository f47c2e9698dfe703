import { driftRules } from '../../checks/drift-rules.ts';
import { RunError } from '../../findings/run-error.ts';
import { driftPrefix } from '../../config/approvals.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import { isObject } from '../../util/json.ts';
import type { RawDrift } from './drifts.ts';
import type { ReceiverCounts } from './result.ts';

/** What a running receiver counted, and the drifts in it. */
export interface ReceiverReport {
  readonly counts: ReceiverCounts;
  readonly drifts: readonly RawDrift[];
}

/** What a receiver can count that is about drift; a wrong signature is not. */
const rules = new Set([
  'capture/payload',
  'capture/unknown-event',
  'capture/not-json',
  'capture/content-type',
  'capture/method',
]);

/**
 * Reads the JSON of `report.snapshot()` of a running receiver (docs/reporting.md).
 *
 * @param name of the file, for messages
 * @throws RunError when it is none
 */
export function readReceiverReport(text: string, name: string): ReceiverReport {
  const data = parse(text);
  if (!isObject(data) || !Array.isArray(data['deliveries']) || !Array.isArray(data['findings'])) {
    throw new RunError('input', `${name} is no report of a receiver.`, {
      help: 'Write JSON.stringify(report.snapshot()) to the file; docs/reporting.md says more.',
    });
  }
  const deliveries = data['deliveries'].map((entry) => entryOf(entry, name));
  const findings = data['findings'].map((entry) => {
    const { vendor, event, rule = '', count } = entryOf(entry, name);
    return { vendor, event, rule, count };
  });
  const drifting = findings.filter(({ rule }) => rules.has(rule) || rule.startsWith('drift/'));
  return {
    counts: { file: name, deliveries: deliveries.reduce((sum, { count }) => sum + count, 0), findings },
    drifts: drifting.map(({ vendor, event, rule, count }) => ({
      rule: driftRules.reported.id,
      severity: driftRules.reported.severity,
      fingerprint: `${driftPrefix}${digest({ rule, vendor, event }).slice('sha256:'.length).slice(0, 16)}`,
      event,
      path: '',
      what: `A receiver of ${vendor} has counted ${rule} ${count} times for "${event}"`,
      captures: 0,
      of: deliveries.reduce((sum, one) => sum + (one.vendor === vendor && one.event === event ? one.count : 0), 0),
      place: { file: name },
    })),
  };
}

interface Entry {
  readonly vendor: string;
  readonly event: string;
  readonly rule?: string;
  readonly count: number;
}

function entryOf(entry: unknown, name: string): Entry {
  if (isObject(entry)) {
    const { vendor, event, rule, count } = entry;
    if (
      typeof vendor === 'string' &&
      typeof event === 'string' &&
      typeof count === 'number' &&
      (rule === undefined || typeof rule === 'string')
    )
      return { vendor, event, count, ...(rule === undefined ? {} : { rule }) };
  }
  throw new RunError('input', `${name} is no report of a receiver: an entry lacks vendor, event or count.`, {
    help: 'Write JSON.stringify(report.snapshot()) to the file as it is.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
