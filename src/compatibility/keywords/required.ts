import type { KeywordChanges } from '../change.ts';
import { compareMembers } from './members.ts';
import { pair } from './rows.ts';

/** Without the keyword nothing is required, so that each name is told on its own. */
export const required: KeywordChanges = {
  keyword: 'required',
  rules: pair(
    { id: 'change/required-property-added', title: 'A property became required.', effect: 'narrows' },
    { id: 'change/required-property-removed', title: 'A property is no longer required.', effect: 'widens' },
  ),
  compare: (older, newer) => compareMembers('required', 'required-property', 'required property', older, newer),
};
