import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { nullType } from './type.ts';
import type { Member, Type } from './type.ts';

/** The type of one value. */
export function readValue(value: Json): Type {
  if (value === null) return nullType;
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, held]): [string, Member] => [
      name,
      { type: readValue(held), isOptional: false, doc: [] },
    ]);
    return { kind: 'object', bases: [], members: new Map(members), rest: undefined };
  }
  if (typeof value === 'object')
    return { kind: 'tuple', items: value.map(readValue), least: value.length, rest: undefined };
  // A number that is too great for JavaScript has no literal.
  return typeof value === 'number' && !Number.isFinite(value) ? { kind: 'number' } : { kind: 'literal', value };
}
