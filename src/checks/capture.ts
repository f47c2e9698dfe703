import type { Capture } from '../deliveries/capture.ts';
import { frugalLocate } from '../deliveries/frugal-locate.ts';
import type { Rule } from '../findings/rule.ts';
import type { Finding, Place } from '../findings/finding.ts';
import type { Json } from '../util/json.ts';
import { checkSignature, type SignatureOutcome } from './capture-signature.ts';
import type { IdentifiedCapture } from './identified-capture.ts';
import { driftFindings, violationFindings, type Subject } from './deviations.ts';
import type { CheckOptions } from './options.ts';
import { findingOf } from './report.ts';
import { checkUnredacted, payloadTree } from './unredacted.ts';
import { noWatch } from './watch.ts';
import type { RunWatch } from './watch.ts';
import { captureContentType, captureHeaders, captureMethod, capturePayload, captureStatedEvent } from './rules.ts';

/**
 * Holds one capture against its event: method, content type, headers, signature over the raw bytes, payload; in the
 * strict profile also what the contract does not document. Parts that the capture's file does not hold are not checked.
 *
 * @param watch is told between the steps, each of which may take long for a payload of many megabytes
 */
export function checkCaptureOf(
  identified: IdentifiedCapture,
  options: CheckOptions,
  watch: RunWatch = noWatch,
): { signature: SignatureOutcome | undefined; findings: Finding[] } {
  const { capture, payload, checked, event, accepted } = identified;
  const findings: Finding[] = [];
  if (capture.event !== undefined && capture.event !== event.name) {
    const message = `The record says "${capture.event}", the selector says "${event.name}".`;
    findings.push(about(identified, captureStatedEvent, message));
  }
  if (!capture.missing.has('method') && capture.delivery.method !== event.method) {
    const message = `The method is ${capture.delivery.method}; the contract has ${event.method}.`;
    findings.push(about(identified, captureMethod, message));
  }
  if (!capture.missing.has('headers')) checkHeaders(identified, findings);
  const signature = checkSignature(identified, options);
  if (signature?.finding !== undefined) findings.push(signature.finding);
  watch.beat();
  const schema = checked.payload(event.name);
  // Without a usable schema nothing passes; that it is unusable is a finding of its own, at the schema.
  if (schema === undefined) {
    findings.push(about(identified, capturePayload, 'The schema of this event cannot be used, so nothing passes.'));
  } else if (!accepted && !schema.isValid(payload)) {
    findings.push(...violationFindings(capturePayload, schema, payload, bodySubject(identified)));
  }
  const known = { contract: checked.contract.id, event: event.name };
  watch.beat();
  findings.push(...checkUnredacted(capture, payload, payloadTree(checked, event.name), known));
  watch.beat();
  if (options.profile === 'strict') findings.push(...driftFindings(payload, bodySubject(identified)));
  return { signature: signature?.outcome, findings };
}

function bodySubject({ capture, checked, event }: IdentifiedCapture): Subject {
  const locate = frugalLocate(capture);
  return {
    checked,
    event: event.name,
    locate: (pointer): Place => ({ ...capture.place, ...locate(pointer), pointer, in: 'body' }),
    about: { capture: capture.id },
  };
}

function checkHeaders(identified: IdentifiedCapture, findings: Finding[]): void {
  const { capture, checked, event } = identified;
  const contentType = header(capture, 'content-type');
  if (contentType === undefined || mediaType(contentType) !== mediaType(event.contentType)) {
    const message =
      contentType === undefined
        ? `The delivery has no Content-Type; the contract has ${event.contentType}.`
        : `The content type is ${contentType}; the contract has ${event.contentType}.`;
    findings.push(about(identified, captureContentType, message));
  }
  const schema = checked.headers(event.name);
  if (schema === undefined) return;
  const headers = headersAsObject(capture, checked.headerNames(event.name));
  if (schema.isValid(headers)) return;
  const subject: Subject = {
    checked,
    event: event.name,
    locate: (pointer) => ({ ...capture.place, pointer, in: 'headers' }),
    about: { capture: capture.id },
  };
  const withheld = new Set(capture.record?.withheld);
  const found = violationFindings(captureHeaders, schema, headers, subject);
  // What was left out of a record on purpose says nothing about the delivery.
  findings.push(...found.filter(({ place }) => !withheld.has((place.pointer ?? '').slice(1).toLowerCase())));
}

function about({ capture, checked, event }: IdentifiedCapture, rule: Rule, message: string): Finding {
  const { id: contract } = checked.contract;
  return findingOf(rule, message, capture.place, { contract, event: event.name, capture: capture.id });
}

function header({ delivery }: Capture, wanted: string): string | undefined {
  for (const [name, value] of delivery.headers) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) return value;
  }
  return undefined;
}

const mediaTypes = new Map<string, string>();

/** The media type alone: parameters such as `charset` and case do not matter. Source: RFC 9110, section 8.3.1. */
function mediaType(contentType: string): string {
  const known = mediaTypes.get(contentType);
  if (known !== undefined) return known;
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  // A handful of texts comes again and again; a stranger could send a new one each time.
  if (mediaTypes.size < 100) mediaTypes.set(contentType, type);
  return type;
}

/**
 * Headers as an object whose names are written as in the header schema, since names are compared without case; a header
 * that comes more than once is joined by commas. Source: RFC 9110, sections 5.1 and 5.3.
 */
function headersAsObject({ delivery }: Capture, names: ReadonlyMap<string, string>): Json {
  const object: Record<string, string> = {};
  for (const [name, value] of delivery.headers) {
    const key = names.get(name) ?? names.get(name.toLowerCase()) ?? name.toLowerCase();
    object[key] = Object.hasOwn(object, key) ? `${object[key]}, ${value}` : value;
  }
  return object;
}
