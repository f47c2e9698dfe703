import type { ContractEvent } from '../asyncapi/model.ts';
import { identifyEvent } from '../deliveries/identify-event.ts';
import { TooManySteps } from '../json-schema/explain.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import type { Undocumented } from '../json-schema/strict.ts';
import { SchemaCompileError } from '../json-schema/validate.ts';
import type { Violation } from '../json-schema/validate.ts';
import type { Json } from '../util/json.ts';
import { findContract, findEvent } from './contracts.ts';
import type { TestContract } from './contracts.ts';
import { describeCheck } from './describe-check.ts';
import { asJson } from './plain.ts';
import { TestSetupError } from './setup-error.ts';
import type { ContractOptions, ContractReference, EventNameOf } from './types.ts';

export interface CheckEventOptions extends ContractOptions {
  /** `tolerant` accepts what receivers can work with; `strict` nothing that the contract does not describe. `tolerant` when absent. */
  readonly profile?: 'tolerant' | 'strict';
}

/** What was found out about a payload. */
export interface EventCheck {
  /** Whether it is a payload of the event. */
  readonly ok: boolean;
  /** `<vendor>@<version>`. */
  readonly contract: string;
  readonly event: string;
  readonly profile: 'tolerant' | 'strict';
  /** What is wrong with it and what the contract does not describe, in several lines for a person. */
  readonly message: string;
  /** How it breaks the contract. */
  readonly violations: readonly Violation[];
  /** What the contract does not describe, apart from what breaks it: wrong in the strict profile only. */
  readonly undocumented: readonly Undocumented[];
  /** The payload as JSON. */
  readonly payload: Json;
}

/**
 * Holds a payload against an event of a contract.
 *
 * @param payload parsed JSON; a property that is undefined counts as absent
 * @throws {TestSetupError} when there is no such contract or event, so that a slip of the pen never passes a test that
 *   expects a payload to be refused
 */
export function checkEvent<const Reference extends ContractReference>(
  contract: Reference,
  event: EventNameOf<Reference>,
  payload: unknown,
  options: CheckEventOptions = {},
): EventCheck {
  const { profile = 'tolerant' } = options;
  const found = findContract(contract, options);
  const wanted = findEvent(found, event);
  const { json, problems } = asJson(payload);
  const violations = [
    ...problems.map(({ pointer, what }) => notJson(pointer, what)),
    ...(problems.length > 0 ? [] : violationsOf(found, wanted, json)),
  ];
  const broken = new Set(violations.map(placeKey));
  const undocumented =
    problems.length > 0 ? [] : undocumentedOf(found, wanted, json).filter((one) => !broken.has(placeKey(one)));
  const ok = violations.length === 0 && (profile === 'tolerant' || undocumented.length === 0);
  const facts = {
    ok,
    contract: found.contract.id,
    event: wanted.name,
    profile,
    violations,
    undocumented,
    payload: json,
  };
  const other = ok ? undefined : otherEvent(found, wanted, json);
  return { ...facts, message: describeCheck(facts, other) };
}

function notJson(pointer: string, what: string): Violation {
  return {
    pointer,
    schemaPointer: '',
    keyword: 'json',
    message: `must be a value of JSON, got ${what}`,
    expected: 'JSON',
    actual: what,
  };
}

function violationsOf(
  { contract, validator }: TestContract,
  event: ContractEvent,
  payload: Json,
): readonly Violation[] {
  const violations = distinct(usable(() => validator.compile(event.payload).violations(payload)));
  if (violations.length > 0) return violations;
  const { event: recognised, values } = identifyEvent(contract, payload, undefined);
  if (recognised === undefined || recognised === event) return [];
  const message = `must be recognised as ${event.name}, got what the contract takes for ${recognised.name}`;
  return [
    {
      pointer: '',
      schemaPointer: '',
      keyword: 'selector',
      message,
      expected: event.name,
      actual: values.map((value) => value ?? null),
    },
  ];
}

function placeKey({ pointer, inner = '' }: { readonly pointer: string; readonly inner?: string }): string {
  return `${pointer}\n${inner}`;
}

/** Schemas that are put together often demand the same thing twice. */
function distinct(violations: readonly Violation[]): Violation[] {
  return [...new Map(violations.map((one) => [`${placeKey(one)}\n${one.message}`, one])).values()];
}

function undocumentedOf({ validator }: TestContract, event: ContractEvent, payload: Json): readonly Undocumented[] {
  try {
    return findUndocumented(validator, event.payload, payload);
  } catch (error) {
    // Such a payload has been found to be wrong, or it is beyond what the strict profile can follow.
    if (error instanceof TooManySteps) return [];
    throw error;
  }
}

/** The event of which the payload is a valid one, when it is not the one that was meant. */
function otherEvent({ contract, validator }: TestContract, meant: ContractEvent, payload: Json): string | undefined {
  const { event } = identifyEvent(contract, payload, undefined);
  const isOther = event !== undefined && event !== meant;
  return isOther && validator.compile(event.payload).isValid(payload) ? event.name : undefined;
}

function usable<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SchemaCompileError) throw new TestSetupError(error.message, { cause: error });
    throw error;
  }
}
