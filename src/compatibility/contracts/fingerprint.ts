import { digest } from '../../json-schema/canonicalize.ts';
import type { Change, Direction } from './model.ts';

/**
 * A name for one change that hurts in one direction: the first 16 hex digits of the SHA-256 over rule, vendor, event,
 * place in the contract, direction, and what stood and stands there without words. No line, no file, no version and no
 * message takes part, so it survives rebases and rewording; a different change at the same place has a different name.
 */
export function fingerprintOf(change: Change, vendor: string, direction: Direction): string {
  const { rule, owner = null, pointer, older = null, newer = null } = change;
  const name = digest({ rule, vendor, event: owner, pointer, direction, older, newer });
  return name.slice('sha256:'.length, 'sha256:'.length + fingerprintLength);
}

export const fingerprintLength = 16;
