import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import type { Delivery } from '../../deliveries/delivery.ts';
import { child, parsePointer } from '../../json-schema/pointer.ts';
import type { CompiledSchema, Validator, Violation } from '../../json-schema/validate.ts';
import type { Json } from '../../util/json.ts';
import type { JudgedViolation } from '../engine.ts';
import { authenticatingHeaders, describedHeaders } from '../openapi/header-schema.ts';

/** Judges deliveries of one event. */
export type EventJudge = (payload: Json, headers: Delivery['headers']) => readonly JudgedViolation[];

/**
 * Compiles the schemas of an event.
 *
 * @throws {SchemaCompileError} when one of them cannot be used
 */
export function createEventJudge(contract: Contract, event: ContractEvent, validator: Validator): EventJudge {
  const payloadSchema = validator.compile(event.payload);
  const judgeHeaders =
    event.headers === undefined ? undefined : createHeaderJudge(contract, event, validator.compile(event.headers));
  return (payload, headers) => {
    const found = payloadSchema.violations(payload);
    const inHeaders = judgeHeaders?.(headers) ?? [];
    if (found.length === 0) return inHeaders;
    return [...inHeaders, ...found.map((violation) => told('body', violation))];
  };
}

function createHeaderJudge(
  contract: Contract,
  event: ContractEvent,
  schema: CompiledSchema,
): (headers: Delivery['headers']) => readonly JudgedViolation[] {
  const names = new Map([...describedHeaders(contract, event)].map(([key, { name }]) => [key, name]));
  const proving = new Set(authenticatingHeaders(contract.authentication));
  return (headers) =>
    schema
      .violations(asObject(headers, names))
      .filter((violation) => !proving.has(headerOf(violation)))
      .map((violation) => told('headers', violation));
}

/**
 * Headers with their names as the header schema writes them, since names are compared without case; a header that comes
 * more than once is joined by commas. Source: RFC 9110, sections 5.1 and 5.3.
 */
function asObject(headers: Delivery['headers'], names: ReadonlyMap<string, string>): Json {
  const values = new Map<string, string>();
  for (const [given, value] of headers) {
    const lower = given.toLowerCase();
    const name = names.get(lower) ?? lower;
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return Object.fromEntries(values);
}

/** The header that a violation is about, in lower case; empty when it is about several. */
function headerOf({ pointer, keyword, expected }: Violation): string {
  const isAbsent = keyword === 'required' && pointer === '' && typeof expected === 'string';
  return (parsePointer(isAbsent ? child('', expected) : pointer)[0] ?? '').toLowerCase();
}

function told(where: JudgedViolation['in'], violation: Violation): JudgedViolation {
  const { pointer, inner, keyword, message, expected, actual } = violation;
  return { in: where, pointer, ...(inner === undefined ? {} : { inner }), keyword, message, expected, actual };
}
