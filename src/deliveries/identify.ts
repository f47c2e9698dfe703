import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { at } from '../json-schema/pointer.ts';
import { TooManySteps } from '../json-schema/explain.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import type { Undocumented } from '../json-schema/strict.ts';
import { SchemaCompileError } from '../json-schema/validate.ts';
import type { Validator, Violation } from '../json-schema/validate.ts';
import { show } from '../json-schema/violation.ts';
import type { Json } from '../util/json.ts';
import { adviceFor } from './advice.ts';
import type { Capture } from './capture.ts';
import { compareVersions } from '../util/versions.ts';
import { hasHeader, proofHeader } from './choose-contract.ts';
import { duplicateKeyWarnings } from './duplicate-key-warning.ts';
import { frugalLocate } from './frugal-locate.ts';
import { identifyEvent } from './identify-event.ts';
import type {
  ContractMatch,
  Deviation,
  IdentifiedDelivery,
  IdentifyResult,
  NearestEvent,
  RulePlace,
} from './identify-result.ts';
import { parseJson } from './json-text.ts';
import { nearestEvents } from './nearest-event.ts';
import { parseInput } from './parse-input.ts';
import type { InputProblem } from './parse-input.ts';

/** Gives the validator of a contract, the same one every time. */
export type ValidatorOf = (contract: Contract) => Validator;

const mostNearest = 3;

/** Further ones are left out: to find the place of each takes a pass over the text. */
const mostDeviations = 100;

/**
 * Says what a pasted text is: which vendor, contract versions and event accept each delivery in it, what deviates and
 * where, and which event comes nearest when none does. The text may be a payload, a raw HTTP message, a curl command
 * line, an HTTP archive, or captures one a line. Bad input is reported in `problems`, never thrown.
 *
 * @param placeOfRule for the advice; the pointer itself when absent
 */
export async function identify(
  input: string | Uint8Array,
  contracts: readonly Contract[],
  validatorOf: ValidatorOf,
  placeOfRule: RulePlace = (_, pointer) => pointer,
): Promise<IdentifyResult> {
  const parsed = await parseInput(input);
  if (parsed.kind === undefined) return { kind: undefined, problems: parsed.problems, deliveries: [] };
  const newestFirst = contracts.toSorted((one, other) => compareVersions(other.version, one.version));
  const problems = [...parsed.problems];
  const deliveries: IdentifiedDelivery[] = [];
  for (const read of parsed.captures) {
    const capture = { ...read, locate: frugalLocate(read) };
    const payload = payloadOf(capture);
    if ('problem' in payload) problems.push(payload.problem);
    else deliveries.push(identifyDelivery(capture, payload.value, newestFirst, validatorOf, placeOfRule));
  }
  return { kind: parsed.kind, problems, deliveries };
}

function payloadOf(capture: Capture): { readonly value: Json } | { readonly problem: InputProblem } {
  const { text } = capture.delivery.body;
  const start = { line: capture.place.line ?? 1 };
  if (text === undefined) return { problem: { message: 'The body is not UTF-8, so it is not JSON.', ...start } };
  if (text.trim() === '') return { problem: { message: 'The delivery has no body.', ...start } };
  const parsed = parseJson(text);
  if ('value' in parsed) return { value: parsed.value as Json };
  const { message, offset } = parsed.problem;
  return { problem: { message: `The body is not JSON: ${message}.`, ...start, ...capture.locate(offset) } };
}

function identifyDelivery(
  capture: Capture,
  payload: Json,
  contracts: readonly Contract[],
  validatorOf: ValidatorOf,
  placeOfRule: RulePlace,
): IdentifiedDelivery {
  const matches = contracts
    .map((contract) => matchContract(capture, payload, contract, validatorOf))
    .toSorted(betterFirst);
  const [first] = matches;
  const warnings = duplicateKeyWarnings(capture);
  if (first?.status === 'accepted' || first?.status === 'deviates') {
    const found = { verdict: first.status, matches, best: first, nearest: [], warnings };
    return { ...found, next: adviceFor(found, capture, placeOfRule) };
  }
  const found = {
    verdict: 'unknown' as const,
    matches,
    best: undefined,
    nearest: nearest(capture, payload, contracts, validatorOf),
    warnings,
  };
  return { ...found, next: adviceFor(found, capture, placeOfRule) };
}

const statusOrder: readonly ContractMatch['status'][] = ['accepted', 'deviates', 'unusable', 'not-its-event'];

/** Keeps the newest first among equals: the sort is stable. */
function betterFirst(one: ContractMatch, other: ContractMatch): number {
  return (
    statusOrder.indexOf(one.status) - statusOrder.indexOf(other.status) ||
    one.deviations.length - other.deviations.length ||
    one.undocumented.length - other.undocumented.length
  );
}

function matchContract(capture: Capture, payload: Json, contract: Contract, validatorOf: ValidatorOf): ContractMatch {
  const { id, vendor, version } = contract;
  const about = { contract: id, vendor, version, deviations: [], undocumented: [] };
  try {
    const validator = validatorOf(contract);
    const { delivery, missing } = capture;
    const { event, candidates, values } = identifyEvent(
      contract,
      payload,
      missing.has('headers') ? undefined : delivery.headers,
    );
    const matched = event ?? candidates.find(({ payload: name }) => validator.compile(name).isValid(payload));
    if (matched === undefined)
      return { ...about, status: 'not-its-event', event: undefined, reason: notItsEvent(contract, values, candidates) };
    return {
      ...about,
      ...judge(capture, payload, matched, validator),
      ...proofOf(contract, capture),
      event: matched.name,
    };
  } catch (error) {
    if (!(error instanceof SchemaCompileError || error instanceof TooManySteps)) throw error;
    return {
      ...about,
      status: 'unusable',
      event: undefined,
      reason: `A schema of the contract cannot be used: ${error.message}`,
    };
  }
}

function judge(
  capture: Capture,
  payload: Json,
  event: ContractEvent,
  validator: Validator,
): Pick<ContractMatch, 'status' | 'deviations' | 'undocumented'> {
  const violations = validator.compile(event.payload).violations(payload);
  const undocumented = findUndocumented(validator, event.payload, payload);
  return {
    status: violations.length === 0 ? 'accepted' : 'deviates',
    deviations: violations.slice(0, mostDeviations).map((violation) => deviationOf(capture, violation)),
    undocumented: undocumented.slice(0, mostDeviations).map((found) => ({
      ...placed(capture, found.pointer),
      message: undocumentedMessage(found),
    })),
  };
}

function proofOf(contract: Contract, { delivery, missing }: Capture): Pick<ContractMatch, 'proof'> {
  const header = proofHeader(contract);
  if (header === undefined || missing.has('headers')) return {};
  return { proof: { header, present: hasHeader(delivery.headers, header.toLowerCase()) } };
}

function deviationOf(capture: Capture, { pointer, inner, message, schemaPointer }: Violation): Deviation {
  const where = inner === undefined ? '' : `in the JSON text, ${inner === '' ? 'the value' : inner} `;
  return { ...placed(capture, pointer), message: `${where}${message}`, schemaPointer };
}

function undocumentedMessage({ kind, inner, value }: Undocumented): string {
  const where = inner === undefined ? '' : `in the JSON text, ${inner} `;
  if (kind === 'property') return `${where}is not documented`;
  return `${where}is ${show(value)}, which is not among the known values`;
}

function placed(capture: Capture, pointer: string): Pick<Deviation, 'pointer' | 'line' | 'column'> {
  return { pointer, ...capture.locate(pointer) };
}

function notItsEvent(
  contract: Contract,
  values: readonly (string | undefined)[],
  candidates: readonly ContractEvent[],
): string {
  if (contract.selector.length === 0)
    return 'The contract has no selector, and none of its events accepts the payload.';
  if (candidates.length > 0) return 'Several of its events are possible, and none of them accepts the payload.';
  const parts = contract.selector.map((part, index) => {
    const where = part.kind === 'pointer' ? part.pointer : `the header ${part.header}`;
    const value = values[index];
    return value === undefined ? `${where} has no value` : `${where} is ${show(value)}`;
  });
  return `None of its events fits: ${parts.join(' and ')}.`;
}

function nearest(
  capture: Capture,
  payload: Json,
  contracts: readonly Contract[],
  validatorOf: ValidatorOf,
): NearestEvent[] {
  return nearestEvents(payload, contracts, validatorOf)
    .slice(0, mostNearest)
    .map(({ contract, event, violations }) => ({
      contract: contract.id,
      event: event.name,
      deviations: [
        ...selectorDeviations(capture, payload, contract, event),
        ...violations.slice(0, mostDeviations).map((violation) => deviationOf(capture, violation)),
      ],
    }));
}

function selectorDeviations(capture: Capture, payload: Json, contract: Contract, event: ContractEvent): Deviation[] {
  return contract.selector.flatMap((part, index) => {
    const known = event.match[index];
    if (part.kind === 'header' || known === undefined) return [];
    const value = at(payload, part.pointer);
    const isScalar = value !== undefined && typeof value !== 'object';
    if (isScalar && known.includes(String(value))) return [];
    const expected = known.map((text) => JSON.stringify(text)).join(' or ');
    const actual = isScalar ? `is ${show(value)}` : value === undefined ? 'is missing' : 'is not a text';
    return [{ ...placed(capture, part.pointer), message: `${actual}; this event has ${expected}` }];
  });
}
