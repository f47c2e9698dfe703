import type { DeliveryReport, ReportSink } from '../api.ts';
import type { AllServed } from './served.ts';
import type { AnyOutcome } from './types.ts';

const rules: Readonly<Record<number, string>> = {
  400: 'capture/not-json',
  401: 'capture/signature',
  405: 'capture/method',
  415: 'capture/content-type',
};

/** Tells a sink what was found about a delivery; `outcome` is undefined when something threw before it was known. Returns what the sink does. */
export function tellReport(
  sink: ReportSink,
  served: AllServed,
  outcome: AnyOutcome | undefined,
  status: number,
  duration: number,
): unknown {
  const [{ client }] = served;
  const findings: { rule: string; pointer?: string }[] = [];
  let found: Partial<DeliveryReport> = {};
  if (outcome?.kind === 'unknown-event') findings.push({ rule: 'capture/unknown-event' });
  const rule = outcome?.kind === 'refused' && rules[outcome.status];
  if (rule) findings.push({ rule });
  if (outcome?.kind === 'event' || outcome?.kind === 'invalid') {
    const { contract, name: event, payload } = outcome;
    if (outcome.kind === 'invalid')
      findings.push(...outcome.violations.map(({ pointer }) => ({ rule: 'capture/payload', pointer })));
    const { client, definition } = served.find((each) => each.client.contract === contract) ?? served[0];
    const schema = definition.events[event]?.schema;
    let redacted;
    if (schema !== undefined && sink.wantsDrift?.()) {
      for (const { kind, pointer } of client.events[event]?.undocumented(payload) ?? [])
        findings.push({ rule: kind === 'value' ? 'drift/unknown-value' : 'drift/undocumented-property', pointer });
      redacted = sink.redact?.(definition, schema, payload);
    }
    found = { contract, event, redacted };
  }
  return sink.delivery({
    vendor: client.vendor,
    contract: undefined,
    event: undefined,
    redacted: undefined,
    status,
    duration,
    findings,
    ...found,
  });
}
