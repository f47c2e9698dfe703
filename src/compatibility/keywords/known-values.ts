import { isObject } from '../../util/json.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Json } from '../../util/json.ts';
import type { FoundChange, KeywordChanges } from '../change.ts';
import { compareMembers } from './members.ts';
import { pair } from './rows.ts';

/**
 * Known values of a set that may grow: `anyOf` of an `enum` and a type that allows all of its values. A value more or
 * less changes nothing about which payloads are allowed.
 */
export const knownValues: KeywordChanges = {
  keyword: 'anyOf',
  rules: pair(
    { id: 'change/known-value-added', title: 'A known value was added to an open set.', effect: 'nothing' },
    { id: 'change/known-value-removed', title: 'A known value was removed from an open set.', effect: 'nothing' },
  ),
  compare(older, newer): readonly FoundChange[] {
    const before = openSet(older);
    const after = openSet(newer);
    if (before === undefined || after === undefined) return [];
    const at = (index: number, path: readonly (string | number)[] | undefined): readonly (string | number)[] => [
      'anyOf',
      index,
      ...(path ?? []),
    ];
    return compareMembers('enum', 'known-value', 'known value', before.schema, after.schema).map((found) => ({
      ...found,
      ...(found.older === undefined ? {} : { older: at(before.index, found.older) }),
      ...(found.newer === undefined ? {} : { newer: at(after.index, found.newer) }),
    }));
  },
};

/** The schema that lists the known values, when the schema is such a set. */
export function openSet(
  schema: JsonSchemaObject,
): { readonly schema: JsonSchemaObject; readonly index: number } | undefined {
  const options = schema['anyOf'];
  if (!Array.isArray(options)) return undefined;
  const index = options.findIndex((option: Json) => isObject(option) && Array.isArray(option['enum']));
  const listed: Json | undefined = options[index];
  if (!isObject(listed)) return undefined;
  const isOpen = options.some(
    (option: Json) => isObject(option) && Object.keys(option).join() === 'type' && option['type'] === 'string',
  );
  return isOpen ? { schema: listed, index } : undefined;
}
