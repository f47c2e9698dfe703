import { parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';

/** Reads what a JSON Pointer leads to; undefined when there is nothing. */
export function readPointer(pointer: string): (roots: Json) => Json | undefined {
  const tokens = parsePointer(pointer);
  return (roots) => {
    let value: Json | undefined = roots;
    for (const token of tokens) {
      if (Array.isArray(value)) value = (value as readonly Json[])[Number(token)];
      else value = isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
    }
    return value;
  };
}

/**
 * Objects with a member changed, below the roots. What does not change is shared with the roots given: an earlier copy of
 * a ticket stays as it was. Objects that are missing on the way are made; a value of undefined removes the member.
 * @param own objects that nobody else has seen: they are changed in place, and copies that are made join them
 */
export function change(
  roots: JsonObject,
  tokens: readonly string[],
  value: Json | undefined,
  own: Set<JsonObject>,
  depth = 0,
): JsonObject {
  const token = tokens[depth] as string;
  if (depth === tokens.length - 1) {
    return value === undefined ? without(roots, token, own) : withMember(roots, token, value, own);
  }
  const inner = Object.hasOwn(roots, token) ? roots[token] : undefined;
  if (value === undefined && !isObject(inner)) return roots;
  const changed = change(isObject(inner) ? inner : {}, tokens, value, own, depth + 1);
  return changed === inner ? roots : withMember(roots, token, changed, own);
}

function withMember(object: JsonObject, key: string, value: Json, own: Set<JsonObject>): JsonObject {
  if (own.has(object)) {
    (object as Record<string, Json>)[key] = value;
    return object;
  }
  const copy = { ...object, [key]: value };
  own.add(copy);
  return copy;
}

function without(object: JsonObject, key: string, own: Set<JsonObject>): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: _, ...others } = object;
  own.add(others);
  return others;
}
