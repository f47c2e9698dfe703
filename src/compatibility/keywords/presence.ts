import { valueKey } from '../algebra/value-type.ts';
import type { ChangeRule, Effect, FoundChange, KeywordChanges } from '../change.ts';
import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import { both, pair } from './rows.ts';

/** The rules for a keyword that can be added, removed and changed as a whole. */
function presenceRules(keyword: string, name: string, changed: Effect): readonly ChangeRule[] {
  return [
    ...additionRules(keyword, name, changed === 'nothing' ? 'nothing' : 'narrows'),
    ...both({ id: `change/${name}-changed`, title: `"${keyword}" was changed.`, effect: changed }),
  ];
}

/** The rules for a keyword whose changes are found inside it, once both sides have it. */
export function additionRules(keyword: string, name: string, added: Effect = 'narrows'): readonly ChangeRule[] {
  return pair(
    { id: `change/${name}-added`, title: `"${keyword}" was added.`, effect: added },
    {
      id: `change/${name}-removed`,
      title: `"${keyword}" was removed.`,
      effect: added === 'narrows' ? 'widens' : added,
    },
  );
}

/** Whether the keyword was added or removed. */
export function compareAddition(
  keyword: string,
  name: string,
  older: JsonSchemaObject,
  newer: JsonSchemaObject,
): readonly FoundChange[] {
  const had = Object.hasOwn(older, keyword);
  const has = Object.hasOwn(newer, keyword);
  if (had && !has) return [{ rule: `change/${name}-removed`, message: `"${keyword}" was removed.`, older: [keyword] }];
  if (has && !had) return [{ rule: `change/${name}-added`, message: `"${keyword}" was added.`, newer: [keyword] }];
  return [];
}

/** A keyword that is compared as a whole. */
export function whole(keyword: string, name: string, changed: Effect = 'changes'): KeywordChanges {
  return {
    keyword,
    rules: presenceRules(keyword, name, changed),
    compare(older, newer): readonly FoundChange[] {
      const before = older[keyword];
      const after = newer[keyword];
      if (before === undefined || after === undefined) return compareAddition(keyword, name, older, newer);
      if (valueKey(before) === valueKey(after)) return [];
      const words = `from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
      return [
        {
          rule: `change/${name}-changed`,
          message: `"${keyword}" changed ${words}.`,
          older: [keyword],
          newer: [keyword],
        },
      ];
    },
  };
}

/** A keyword that holds one schema, whose inside is compared on its own. */
export function schemaIn(keyword: string, name: string, added: Effect = 'narrows'): KeywordChanges {
  return {
    keyword,
    rules: additionRules(keyword, name, added),
    compare: (older, newer) => compareAddition(keyword, name, older, newer),
  };
}
