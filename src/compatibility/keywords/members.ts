import { valueKey } from '../algebra/value-type.ts';
import type { Effect, FoundChange, KeywordChanges } from '../change.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Json } from '../../util/json.ts';
import { additionRules, compareAddition } from './presence.ts';
import { pair } from './rows.ts';

/** A keyword that holds a set: a list whose order says nothing. */
export interface SetKeyword {
  readonly keyword: string;
  readonly name: string;
  /** What stands in the list, as in "the value". */
  readonly one: string;
  readonly added: Effect;
  readonly removed: Effect;
}

/** Compares a set member by member. */
export function setOf({ keyword, name, one, added, removed }: SetKeyword): KeywordChanges {
  return {
    keyword,
    rules: [
      ...additionRules(keyword, keyword),
      ...pair(
        { id: `change/${name}-added`, title: `A ${one} was added to "${keyword}".`, effect: added },
        { id: `change/${name}-removed`, title: `A ${one} was removed from "${keyword}".`, effect: removed },
      ),
    ],
    compare(older, newer): readonly FoundChange[] {
      if (!Object.hasOwn(older, keyword) || !Object.hasOwn(newer, keyword))
        return compareAddition(keyword, keyword, older, newer);
      return compareMembers(keyword, name, one, older, newer);
    },
  };
}

/** Members of a list that only one side has. A single value counts as a list of one. */
export function compareMembers(
  keyword: string,
  name: string,
  one: string,
  older: JsonSchemaObject,
  newer: JsonSchemaObject,
): readonly FoundChange[] {
  const before = keyed(older[keyword]);
  const after = keyed(newer[keyword]);
  const path = (side: JsonSchemaObject, index: number): readonly (string | number)[] =>
    Array.isArray(side[keyword]) ? [keyword, index] : [keyword];
  const gone = before.flatMap(([key], index) => (after.some(([other]) => other === key) ? [] : [{ key, index }]));
  const come = after.flatMap(([key], index) => (before.some(([other]) => other === key) ? [] : [{ key, index }]));
  return [
    ...gone.map(({ key, index }) => ({
      rule: `change/${name}-removed`,
      message: `The ${one} ${key} was removed.`,
      older: path(older, index),
    })),
    ...come.map(({ key, index }) => ({
      rule: `change/${name}-added`,
      message: `The ${one} ${key} was added.`,
      newer: path(newer, index),
    })),
  ];
}

function keyed(value: Json | undefined): (readonly [string, Json])[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((member: Json) => [valueKey(member), member] as const);
}
