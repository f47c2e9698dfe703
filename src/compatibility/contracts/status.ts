import type { Change, Direction, Judgement } from './model.ts';
import { payloadUndecided } from './rules.ts';

/** The verdict on one direction that follows from the changes: a proven break weighs more than what is undecided. */
export function statusOf(direction: Direction, changes: readonly Change[]): Judgement['status'] {
  const hurting = changes.filter(({ hurts }) => hurts.includes(direction));
  if (hurting.length === 0) return 'compatible';
  return hurting.every(({ rule }) => rule === payloadUndecided.id) ? 'undecided' : 'incompatible';
}
