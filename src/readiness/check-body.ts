import type { ContractEvent } from '../asyncapi/model.ts';
import { identifyEvent } from '../deliveries/identify-event.ts';
import { TooManySteps } from '../json-schema/explain.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import { show } from '../json-schema/violation.ts';
import type { Headers } from '../signatures/signature-header.ts';
import type { Json } from '../util/json.ts';
import type { PreparedContract } from './prepared-contract.ts';

/** What the contract says of a body before it is sent. Each is a sentence that begins with its place. */
export interface BodyReport {
  /** What breaks the contract. */
  readonly problems: readonly string[];
  /** What the contract lets through but does not describe. */
  readonly notes: readonly string[];
}

/** The JSON value of a body's bytes; undefined when they are none in UTF-8. */
export function payloadOf(body: Uint8Array): Json | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)) as Json;
  } catch {
    return undefined;
  }
}

/**
 * Holds a body against an event: that it is JSON, that the selector finds this event in it, and that it is valid.
 *
 * @param headers those that the delivery is sent with
 */
export function checkBody(
  { contract, validator }: PreparedContract,
  event: ContractEvent,
  body: Uint8Array,
  headers: Headers,
): BodyReport {
  const payload = payloadOf(body);
  if (payload === undefined) return { problems: ['The body is not JSON in UTF-8.'], notes: [] };
  const problems = validator
    .compile(event.payload)
    .violations(payload)
    .map(({ pointer, inner, message }) => `${pointer || 'The body'}${inner === undefined ? ' ' : ': '}${message}.`);
  const { event: found, values, candidates } = identifyEvent(contract, payload, headers);
  if (found !== event && !candidates.includes(event)) {
    const where = contract.selector.map((part) => (part.kind === 'header' ? part.header : part.pointer)).join(', ');
    const names = values.map((value) => (value === undefined ? 'nothing' : show(value))).join(', ');
    const other = found === undefined ? '' : `: that is ${found.name}`;
    problems.unshift(`${where} says ${names}${other}, not ${event.name}.`);
  }
  // What breaks the contract is not described by it either: once is enough.
  return { problems, notes: problems.length > 0 ? [] : notesOn({ validator }, event, payload) };
}

function notesOn({ validator }: Pick<PreparedContract, 'validator'>, event: ContractEvent, payload: Json): string[] {
  try {
    return findUndocumented(validator, event.payload, payload).map(({ kind, pointer, inner = '', value }) =>
      kind === 'property'
        ? `${pointer}${inner} is not described by the contract.`
        : `${pointer}${inner} is ${show(value)}, which is not among the known values.`,
    );
  } catch (error) {
    // The notes are a courtesy: what is too entangled for them is judged by the validator all the same.
    if (error instanceof TooManySteps) return [];
    throw error;
  }
}
