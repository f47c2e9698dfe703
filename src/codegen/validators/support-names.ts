import { numberFormatFunctions, stringFormatFunctions } from '../schemas/format-functions.ts';

/** All functions of the runtime that generated validators may import: what `src/runtime/support.ts` exports. */
export const supportNames: ReadonlySet<string> = new Set([
  'guard',
  'hasRepeats',
  'holdsJson',
  'isEqual',
  'isMultiple',
  'lengthOf',
  'linear',
  'remember',
  ...stringFormatFunctions.values(),
  ...numberFormatFunctions.values(),
]);
