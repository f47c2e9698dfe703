import { isObject } from '../../util/json.ts';
import type { Effect, FoundChange, KeywordChanges } from '../change.ts';
import { pair } from './rows.ts';

/**
 * A keyword that holds something by name, whose inside is compared on its own.
 * @param one what a name stands for, as in "the property"
 */
export function named(
  keyword: string,
  name: string,
  one: string,
  added: Effect = 'narrows',
  removed: Effect = 'widens',
): KeywordChanges {
  return {
    keyword,
    rules: pair(
      { id: `change/${name}-added`, title: `A ${one} was added to "${keyword}".`, effect: added },
      { id: `change/${name}-removed`, title: `A ${one} was removed from "${keyword}".`, effect: removed },
    ),
    compare(older, newer): readonly FoundChange[] {
      const before = isObject(older[keyword]) ? older[keyword] : {};
      const after = isObject(newer[keyword]) ? newer[keyword] : {};
      const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
      const come = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
      return [
        ...gone.map((key) => ({
          rule: `change/${name}-removed`,
          message: `The ${one} ${JSON.stringify(key)} was removed.`,
          older: [keyword, key],
        })),
        ...come.map((key) => ({
          rule: `change/${name}-added`,
          message: `The ${one} ${JSON.stringify(key)} was added.`,
          newer: [keyword, key],
        })),
      ];
    },
  };
}
