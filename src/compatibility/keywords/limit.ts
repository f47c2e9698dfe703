import type { Effect, FoundChange, KeywordChanges } from '../change.ts';
import { both, pair } from './rows.ts';

/**
 * A keyword that holds one number.
 * @param added what adding the keyword does; it has a default that another number may lie below or above
 * @param side `least`: a greater number allows less; `most`: a greater number allows more
 */
export function limit(
  keyword: string,
  name: string,
  side: 'least' | 'most',
  added: Effect = 'narrows',
): KeywordChanges {
  const removed = added === 'narrows' ? 'widens' : added;
  const [raised, lowered] = side === 'least' ? (['narrows', 'widens'] as const) : (['widens', 'narrows'] as const);
  return {
    keyword,
    rules: [
      ...pair(
        { id: `change/${name}-added`, title: `"${keyword}" was added.`, effect: added },
        { id: `change/${name}-removed`, title: `"${keyword}" was removed.`, effect: removed },
      ),
      ...pair(
        { id: `change/${name}-raised`, title: `"${keyword}" was raised.`, effect: raised },
        { id: `change/${name}-lowered`, title: `"${keyword}" was lowered.`, effect: lowered },
      ),
      ...both({ id: `change/${name}-changed`, title: `"${keyword}" holds another kind of value.`, effect: 'changes' }),
    ],
    compare(older, newer): readonly FoundChange[] {
      const before = older[keyword];
      const after = newer[keyword];
      if (before === after) return [];
      const change = (verb: string, message: string): readonly FoundChange[] => [
        {
          rule: `change/${name}-${verb}`,
          message: `"${keyword}" ${message}.`,
          ...(before === undefined ? {} : { older: [keyword] }),
          ...(after === undefined ? {} : { newer: [keyword] }),
        },
      ];
      if (before === undefined) return change('added', `was added: ${JSON.stringify(after)}`);
      if (after === undefined) return change('removed', `was removed: it was ${JSON.stringify(before)}`);
      const words = `from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
      if (typeof before !== 'number' || typeof after !== 'number') return change('changed', `changed ${words}`);
      return after > before ? change('raised', `was raised ${words}`) : change('lowered', `was lowered ${words}`);
    },
  };
}
