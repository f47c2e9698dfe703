import type { Effect, FoundChange, KeywordChanges } from '../change.ts';
import { matchSchemas } from '../match-schemas.ts';
import type { Json } from '../../util/json.ts';
import { additionRules, compareAddition } from './presence.ts';
import { pair } from './rows.ts';

/** A keyword that holds a list of schemas, which are compared on their own once they are matched. */
export function schemaList(keyword: string, name: string, added: Effect, removed: Effect): KeywordChanges {
  return {
    keyword,
    rules: [
      ...additionRules(keyword, name),
      ...pair(
        { id: `change/${name}-member-added`, title: `A schema was added to "${keyword}".`, effect: added },
        { id: `change/${name}-member-removed`, title: `A schema was removed from "${keyword}".`, effect: removed },
      ),
    ],
    compare(older, newer): readonly FoundChange[] {
      const before = older[keyword];
      const after = newer[keyword];
      if (!Array.isArray(before) || !Array.isArray(after)) return compareAddition(keyword, name, older, newer);
      const { gone, come } = matchSchemas(before as Json[], after as Json[]);
      return [
        ...gone.map((index) => ({
          rule: `change/${name}-member-removed`,
          message: `A schema was removed from "${keyword}".`,
          older: [keyword, index],
        })),
        ...come.map((index) => ({
          rule: `change/${name}-member-added`,
          message: `A schema was added to "${keyword}".`,
          newer: [keyword, index],
        })),
      ];
    },
  };
}
