import type { KeywordChanges } from '../change.ts';
import { comparePositions, positionRules } from './positional.ts';

export const prefixItems: KeywordChanges = {
  keyword: 'prefixItems',
  rules: positionRules('prefixItems', 'prefix-items'),
  compare: (older, newer) => comparePositions('prefixItems', 'prefix-items', older, newer),
};
