import { digest } from '../../json-schema/canonicalize.ts';
import type { Change } from './model.ts';

/**
 * A name for one change: the first 16 hex digits of the SHA-256 over rule, vendor, event, place in the contract, whom it
 * hurts, what stood and stands there without words, and all that may take part in it. No line, no file, no version and no
 * message takes part, so it survives rebases and rewording; another change that could hurt the same side gives it another
 * name, so that no approval covers what nobody has looked at.
 */
export function fingerprintOf(change: Change, vendor: string): string {
  const { rule, owner = null, pointer, hurts, older = null, newer = null, cause = null } = change;
  const name = digest({ rule, vendor, event: owner, pointer, hurts: [...hurts], older, newer, cause });
  return name.slice(prefix.length, prefix.length + length);
}

const prefix = 'sha256:';
const length = 16;
