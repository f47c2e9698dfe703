import { valueKey } from '../algebra/value-type.ts';
import type { KeywordChanges } from '../change.ts';
import { both } from './rows.ts';

/** A keyword that says something to people and tools and nothing about which payloads are allowed. */
export function words(keyword: string, name: string): KeywordChanges {
  return {
    keyword,
    rules: both({ id: `change/${name}`, title: `"${keyword}" says something else.`, effect: 'nothing' }),
    compare(older, newer) {
      if (valueKey(older[keyword] ?? null) === valueKey(newer[keyword] ?? null)) return [];
      return [
        {
          rule: `change/${name}`,
          message: `"${keyword}" says something else.`,
          ...(Object.hasOwn(older, keyword) ? { older: [keyword] } : {}),
          ...(Object.hasOwn(newer, keyword) ? { newer: [keyword] } : {}),
        },
      ];
    },
  };
}
