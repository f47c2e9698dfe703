import { formatPointer, parsePointer } from '../json-schema/pointer.ts';
import type { Undocumented } from '../json-schema/strict.ts';
import type { Violation } from '../json-schema/validate.ts';
import { listOf, show } from '../json-schema/violation.ts';
import type { Json } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';

/** The facts that a message tells. */
export interface CheckFacts {
  readonly ok: boolean;
  readonly contract: string;
  readonly event: string;
  readonly profile: 'tolerant' | 'strict';
  readonly violations: readonly Violation[];
  readonly undocumented: readonly Undocumented[];
  readonly payload: Json;
}

/** More would hide what matters. */
const mostListed = 20;

/**
 * What a test prints about a payload.
 *
 * @param other the event that the payload is a valid one of, when it is not of the one that was meant
 */
export function describeCheck(facts: CheckFacts, other: string | undefined): string {
  const { ok, violations, undocumented, profile, payload } = facts;
  const isDriftWrong = profile === 'strict' && undocumented.length > 0;
  const wrong = [
    ...violations.map((violation) => violationLines(violation, undocumented)),
    ...(isDriftWrong ? undocumented.map((one) => driftLines(one)) : []),
  ];
  const notes = isDriftWrong ? [] : undocumented.map(noteLine);
  return [
    headline(facts, wrong.length),
    ...(ok ? [] : hints(payload, other)),
    ...cut(wrong).flatMap((lines) => ['', ...lines]),
    ...(notes.length === 0
      ? []
      : ['', 'Not described by the contract (receivers ignore it; the strict profile does not):']),
    ...cut(notes.map((line) => [line])).flat(),
  ].join('\n');
}

function headline({ ok, contract, event, profile }: CheckFacts, wrong: number): string {
  const how = profile === 'strict' ? ' in the strict profile' : '';
  if (ok) return `The payload is a valid ${event} of ${contract}${how}.`;
  return `The payload is no valid ${event} of ${contract}${how}: ${wrong === 1 ? 'one thing is' : `${wrong} things are`} wrong.`;
}

function hints(payload: Json, other: string | undefined): string[] {
  if (other !== undefined) return [`It is a valid ${other}.`];
  return typeof payload === 'string' && looksLikeJson(payload)
    ? ['It is a text that holds JSON: parse it first, with JSON.parse.']
    : [];
}

function looksLikeJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function violationLines(violation: Violation, undocumented: readonly Undocumented[]): string[] {
  const { expected, got } = expectedAndGot(violation);
  const lines = [`  ${placeOf(violation)}`];
  if (missingProperty(violation) !== undefined) lines.push('    is required, and missing');
  else lines.push(`    expected  ${expected}`, ...(got === undefined ? [] : [`    got       ${got}`]));
  const meant = misspelled(violation, undocumented);
  return meant === undefined ? lines : [...lines, `    Did you misspell it? There is ${show(meant)}.`];
}

function driftLines(one: Undocumented): string[] {
  const expected = one.kind === 'property' ? 'no such property' : `one of the known values: ${listOf(one.known ?? [])}`;
  return [`  ${placeOf(one)}`, `    expected  ${expected}`, `    got       ${show(one.value)}`];
}

function noteLine(one: Undocumented): string {
  const what = one.kind === 'property' ? '' : ` has the value ${show(one.value)}; known are ${listOf(one.known ?? [])}`;
  return `  ${placeOf(one)}${what}`;
}

/** The two halves of a violation's sentence: what was expected, and what was there. */
export function expectedAndGot({ message }: Violation): { expected: string; got: string | undefined } {
  const [, wanted, got] = /^(?:.*?: )??must (?:be )?(.+?), got (.+)$/s.exec(message) ?? [];
  return wanted === undefined || got === undefined ? { expected: message, got: undefined } : { expected: wanted, got };
}

/** Name of the property that is missing, when that is what is wrong. */
export function missingProperty({ keyword, expected }: Violation): string | undefined {
  return keyword === 'required' && typeof expected === 'string' ? expected : undefined;
}

/** Where something is wrong: in the payload, or in the JSON that one of its texts holds. A missing property has a place, too. */
function placeOf(one: Violation | Undocumented): string {
  const name = 'keyword' in one ? missingProperty(one) : undefined;
  const missing = name === undefined ? '' : formatPointer([name]);
  if (one.inner !== undefined) return `${one.pointer} (JSON text) ${one.inner}${missing}`;
  return `${one.pointer}${missing}` || 'the payload itself';
}

/** A property beside a missing one that nobody describes and that has nearly its name. */
function misspelled(violation: Violation, undocumented: readonly Undocumented[]): string | undefined {
  const name = missingProperty(violation);
  if (name === undefined) return undefined;
  const beside = undocumented
    .filter((one) => one.kind === 'property' && one.inner === undefined)
    .map((one) => parsePointer(one.pointer))
    .filter((tokens) => formatPointer(tokens.slice(0, -1)) === violation.pointer);
  return nearest(
    name,
    beside.map((tokens) => tokens.at(-1) ?? ''),
  );
}

function cut(blocks: readonly string[][]): readonly string[][] {
  const hidden = blocks.length - mostListed;
  return hidden <= 0 ? blocks : [...blocks.slice(0, mostListed), [`  ... and ${hidden} more`]];
}
