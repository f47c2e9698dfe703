import type { ChangeRule, FoundChange } from '../change.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { pair } from './rows.ts';

/** The rules for a place where one side says only `true` or `false`. */
export const booleanRules: readonly ChangeRule[] = [
  ...pair(
    { id: 'change/forbidden', title: 'Nothing is allowed here any more.', effect: 'narrows' },
    { id: 'change/no-longer-forbidden', title: 'Something is allowed here that was forbidden.', effect: 'widens' },
  ),
  ...pair(
    { id: 'change/constrained', title: 'What was open to anything is described.', effect: 'narrows' },
    { id: 'change/unconstrained', title: 'What was described is open to anything.', effect: 'widens' },
  ),
];

/** The change between two schemas of which one is a boolean. */
export function compareBoolean(older: JsonSchema, newer: JsonSchema): readonly FoundChange[] {
  if (older === newer) return [];
  const both = { older: [], newer: [] };
  if (newer === false) return [{ rule: 'change/forbidden', message: 'Nothing is allowed here any more.', ...both }];
  if (older === false)
    return [{ rule: 'change/no-longer-forbidden', message: 'This is no longer forbidden.', ...both }];
  if (older === true)
    return [{ rule: 'change/constrained', message: 'What was open to anything is described.', ...both }];
  return [{ rule: 'change/unconstrained', message: 'What was described is open to anything.', ...both }];
}
