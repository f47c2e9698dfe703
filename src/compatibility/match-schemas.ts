import type { Json } from '../util/json.ts';
import { valueKey } from './algebra/value-type.ts';

/** Which alternative of the older list became which of the newer one. Unmatched ones are gone, or new. */
export interface Matching {
  readonly pairs: readonly (readonly [older: number, newer: number])[];
  readonly gone: readonly number[];
  readonly come: readonly number[];
}

/** Matches two lists of schemas: equal ones first, then ones with the same marks, then by their order when one is left over. */
export function matchSchemas(older: readonly Json[], newer: readonly Json[]): Matching {
  const pairs: (readonly [number, number])[] = [];
  let gone = [...older.keys()];
  let come = [...newer.keys()];
  for (const mark of [valueKey, marksOf]) {
    for (const index of gone) {
      const other = come.find((candidate) => mark(newer[candidate] as Json) === mark(older[index] as Json));
      if (other === undefined) continue;
      pairs.push([index, other]);
      come = come.filter((candidate) => candidate !== other);
    }
    gone = gone.filter((index) => !pairs.some(([matched]) => matched === index));
  }
  if (gone.length === 1 && come.length === 1) {
    pairs.push([gone[0] as number, come[0] as number]);
    return { pairs, gone: [], come: [] };
  }
  return { pairs, gone, come };
}

/** What tells a schema from its neighbours when its details change: reference, title, type, constants of properties. */
function marksOf(schema: Json): string {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return valueKey(schema);
  const members = schema as Readonly<Record<string, Json>>;
  const properties = Object.entries((members['properties'] ?? {}) as Readonly<Record<string, Json>>);
  const constants = properties.flatMap(([name, held]) => {
    const constant = (held as Readonly<Record<string, Json>>)['const'];
    return constant === undefined ? [] : [`${name}=${valueKey(constant)}`];
  });
  const named = ['$ref', 'title', 'type'].map((keyword) => valueKey(members[keyword] ?? null));
  return [...named, ...constants, ...(Object.hasOwn(members, 'enum') ? ['enum'] : [])].join(' ');
}
