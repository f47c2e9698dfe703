import type { KeywordChanges } from '../change.ts';
import { comparePositions, positionRules } from './positional.ts';
import { additionRules, compareAddition } from './presence.ts';
import { both } from './rows.ts';

/** `items` holds one schema or, up to 2019-09, one for each position. */
export const items: KeywordChanges = {
  keyword: 'items',
  rules: [
    ...additionRules('items', 'items'),
    ...positionRules('items', 'items'),
    ...both({
      id: 'change/items-form',
      title: '"items" holds one schema instead of several, or the reverse.',
      effect: 'changes',
    }),
  ],
  compare(older, newer) {
    if (!Object.hasOwn(older, 'items') || !Object.hasOwn(newer, 'items'))
      return compareAddition('items', 'items', older, newer);
    const lists = [older, newer].filter((side) => Array.isArray(side['items'])).length;
    if (lists === 2) return comparePositions('items', 'items', older, newer);
    if (lists === 0) return [];
    return [
      {
        rule: 'change/items-form',
        message: '"items" changed between one schema and one for each position.',
        older: ['items'],
        newer: ['items'],
      },
    ];
  },
};
