import { child } from '../json-schema/pointer.ts';
import type { CompiledSchema } from '../json-schema/validate.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';

/** A place that cannot be changed; the message says why, and begins with the place. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

/**
 * What the value at a place becomes; undefined removes a member. The value is undefined where nothing is yet.
 */
export type Change = (value: Json | undefined) => Json | undefined;

/** Whether the text at a place, given as a JSON Pointer that goes on into texts with JSON, holds JSON by its schema. */
export type HoldsJson = (pointer: string) => boolean;

/**
 * Tells which texts of a payload hold JSON, by what the schema says of another text in their place: one that is no JSON.
 */
export function jsonTextsOf(schema: CompiledSchema, payload: Json): HoldsJson {
  const known = new Map<string, boolean>();
  const ask = (pointer: string): boolean => {
    const probe = changeAt(payload, tokensOf(pointer), () => '{', holds);
    return schema
      .violations(probe)
      .some((found) => found.keyword === 'contentMediaType' && found.pointer + (found.inner ?? '') === pointer);
  };
  const holds: HoldsJson = (pointer) => {
    const answer = known.get(pointer) ?? ask(pointer);
    known.set(pointer, answer);
    return answer;
  };
  return holds;
}

/**
 * A copy of `value` with what stands at `tokens` changed. Objects on the way that are missing are made; a list takes its
 * next item at its length, or at `-`; a text that holds JSON is read and written again.
 *
 * @throws {EditError} when the way leads through something that has no members
 */
export function changeAt(
  value: Json | undefined,
  tokens: readonly string[],
  change: Change,
  holdsJson: HoldsJson,
  pointer = '',
): Json {
  const made = changed(value, tokens, change, holdsJson, pointer);
  if (made === undefined) throw new EditError('The payload as a whole cannot be removed.');
  return made;
}

function changed(
  value: Json | undefined,
  [token, ...rest]: readonly string[],
  change: Change,
  holdsJson: HoldsJson,
  pointer: string,
): Json | undefined {
  if (token === undefined) return change(value);
  if (typeof value === 'string' && holdsJson(pointer)) {
    const content = parse(value, pointer);
    return JSON.stringify(changed(content, [token, ...rest], change, holdsJson, pointer));
  }
  if (Array.isArray(value)) return changedList(value, [token, ...rest], change, holdsJson, pointer);
  if (value !== undefined && !isObject(value)) throw new EditError(`${pointer || 'The payload'} has no members.`);
  const place = child(pointer, token);
  const former = value !== undefined && Object.hasOwn(value, token) ? value[token] : undefined;
  const next = changed(former, rest, change, holdsJson, place);
  // Made of entries: a member named `__proto__` must become an own property, in its place.
  const entries = Object.entries(value ?? {}).flatMap(([name, member]): [string, Json][] => {
    if (name !== token) return [[name, member]];
    return next === undefined ? [] : [[name, next]];
  });
  if (former === undefined && next !== undefined) entries.push([token, next]);
  return Object.fromEntries(entries);
}

function changedList(
  list: readonly Json[],
  [token, ...rest]: readonly [string, ...string[]],
  change: Change,
  holdsJson: HoldsJson,
  pointer: string,
): Json {
  const index = token === '-' ? list.length : /^(?:0|[1-9]\d{0,8})$/.test(token) ? Number(token) : -1;
  if (index < 0 || index > list.length) {
    throw new EditError(`${pointer || 'The payload'} is a list of ${list.length}, and has no place "${token}".`);
  }
  const next = changed(list[index], rest, change, holdsJson, child(pointer, index));
  return [...list.slice(0, index), ...(next === undefined ? [] : [next]), ...list.slice(index + 1)];
}

function parse(text: string, pointer: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new EditError(`${pointer} should hold JSON, and does not.`);
  }
}

/** The tokens of a pointer that is known to be one. */
function tokensOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
