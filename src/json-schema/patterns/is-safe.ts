import { isDeterministic } from './is-deterministic.ts';
import type { Node } from './parse.ts';

/** How many ways the bounded parts of a pattern may have to match the same text. */
const mostWays = 64;

/**
 * Whether a backtracking engine runs a pattern in linear time for certain: because there are few ways to match, or, after
 * a `^` at its start, because there is never more than one way to go on.
 */
export function isSafe(pattern: Node): boolean {
  return hasFewWays(pattern) || (isAnchored(pattern) && isDeterministic(pattern));
}

/**
 * At most one part repeats without a bound, right after the start of the text or after parts of fixed choices, nothing
 * repeats around a choice or another repetition, and the bounded parts can match in few ways only. Without `^` at its
 * start a pattern is tried at every position, so that there nothing may repeat without a bound.
 */
function hasFewWays(pattern: Node): boolean {
  const found = { unbounded: 0, ways: 1, isNested: false };
  count(pattern, false, found);
  if (found.isNested || found.ways > mostWays) return false;
  return found.unbounded === 0 || (found.unbounded === 1 && isAnchored(pattern));
}

function count(node: Node, isRepeated: boolean, found: { unbounded: number; ways: number; isNested: boolean }): void {
  switch (node.kind) {
    case 'sequence':
      for (const part of node.parts) count(part, isRepeated, found);
      return;
    case 'choice':
      found.isNested ||= isRepeated;
      found.ways *= node.options.length;
      for (const option of node.options) count(option, isRepeated, found);
      return;
    case 'repeat':
      found.isNested ||= isRepeated;
      if (node.max === Infinity) found.unbounded++;
      else found.ways *= node.max - node.min + 1;
      count(node.body, true, found);
      return;
    default:
  }
}

function isAnchored(node: Node): boolean {
  if (node.kind === 'assertion') return node.source === '^';
  return node.kind === 'sequence' && node.parts[0] !== undefined && isAnchored(node.parts[0]);
}
