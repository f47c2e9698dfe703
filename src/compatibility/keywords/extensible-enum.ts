import type { KeywordChanges } from '../change.ts';
import { compareMembers } from './members.ts';
import { pair } from './rows.ts';

export const extensibleEnum: KeywordChanges = {
  keyword: 'x-extensible-enum',
  rules: pair(
    { id: 'change/extensible-value-added', title: 'A value was added to "x-extensible-enum".', effect: 'nothing' },
    {
      id: 'change/extensible-value-removed',
      title: 'A value was removed from "x-extensible-enum".',
      effect: 'nothing',
    },
  ),
  compare: (older, newer) => compareMembers('x-extensible-enum', 'extensible-value', 'known value', older, newer),
};
