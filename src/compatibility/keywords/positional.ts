import type { ChangeRule, FoundChange } from '../change.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import { pair } from './rows.ts';

/** The rules for a list of schemas in which each has its place. */
export function positionRules(keyword: string, name: string): readonly ChangeRule[] {
  return pair(
    {
      id: `change/${name}-position-added`,
      title: `Another position was described in "${keyword}".`,
      effect: 'changes',
    },
    {
      id: `change/${name}-position-removed`,
      title: `A position is no longer described in "${keyword}".`,
      effect: 'changes',
    },
  );
}

/** Positions that only one side describes. */
export function comparePositions(
  keyword: string,
  name: string,
  older: JsonSchemaObject,
  newer: JsonSchemaObject,
): readonly FoundChange[] {
  const before = Array.isArray(older[keyword]) ? older[keyword].length : 0;
  const after = Array.isArray(newer[keyword]) ? newer[keyword].length : 0;
  const indexes = Array.from({ length: Math.abs(after - before) }, (_, index) => Math.min(before, after) + index);
  return indexes.map((index) =>
    after > before
      ? { rule: `change/${name}-position-added`, message: `Position ${index} was described.`, newer: [keyword, index] }
      : {
          rule: `change/${name}-position-removed`,
          message: `Position ${index} is no longer described.`,
          older: [keyword, index],
        },
  );
}
