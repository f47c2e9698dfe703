import type { Node } from './parse.ts';
import { rangesOf } from './ranges.ts';

/** Patterns with more sets than this are not looked into: the work grows with the square of their number. */
const mostSets = 200;

/** Repetitions that a pattern counts are written out up to this many times. */
const mostCopies = 20;

/**
 * Whether at every place of a text at most one set of the pattern can take the next character, and there is one way only
 * to get from a set to the next: `^[a-z]+(?:-[a-z]+)*$`, but neither `^(?:a+)+$` nor `^\d*\d$`. Then a backtracking engine
 * has, at each character, nothing to go back to that does not fail at once, and takes linear time from a given start.
 * Source: Brüggemann-Klein and Wood, "One-unambiguous regular languages", 1998, with ways counted as well.
 */
export function isDeterministic(pattern: Node): boolean {
  const machine: Machine = { sets: [], next: [], isAmbiguous: false };
  const { first } = add(machine, pattern);
  return !machine.isAmbiguous && [first, ...machine.next].every((places) => areDisjoint(machine, places));
}

interface Machine {
  readonly sets: string[];
  /** The places that can come after each. */
  readonly next: number[][];
  isAmbiguous: boolean;
}

/** A part of a pattern: whether it can match nothing, and the places that it can begin and end with. */
interface Part {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const empty: Part = { isNullable: true, first: [], last: [] };

function add(machine: Machine, node: Node): Part {
  // Too many sets, or two ways through the same text: the answer is known.
  if (machine.isAmbiguous) return empty;
  switch (node.kind) {
    case 'set':
      return addSet(machine, node.source);
    case 'assertion':
      return empty;
    case 'sequence':
      return node.parts.reduce<Part>((whole, part) => concat(machine, whole, add(machine, part)), empty);
    case 'choice': {
      const options = node.options.map((option) => add(machine, option));
      if (options.filter(({ isNullable }) => isNullable).length > 1) machine.isAmbiguous = true;
      return {
        isNullable: options.some(({ isNullable }) => isNullable),
        first: options.flatMap(({ first }) => first),
        last: options.flatMap(({ last }) => last),
      };
    }
    case 'repeat':
      return addRepeat(machine, node.body, node.min, node.max);
  }
}

function addSet(machine: Machine, source: string): Part {
  const place = machine.sets.push(source) - 1;
  machine.next.push([]);
  if (machine.sets.length > mostSets) machine.isAmbiguous = true;
  return { isNullable: false, first: [place], last: [place] };
}

function addRepeat(machine: Machine, body: Node, min: number, max: number): Part {
  let whole = empty;
  const copies = Math.min(min, mostCopies);
  for (let count = 0; count < copies; count += 1) {
    const part = add(machine, body);
    if (part.isNullable && max > 1) machine.isAmbiguous = true;
    whole = concat(machine, whole, part);
  }
  if (max === copies) return whole;
  const part = add(machine, body);
  if (part.isNullable) machine.isAmbiguous = true;
  if (max - copies > 1) link(machine, part.last, part.first);
  return concat(machine, whole, { ...part, isNullable: true });
}

function concat(machine: Machine, left: Part, right: Part): Part {
  link(machine, left.last, right.first);
  return {
    isNullable: left.isNullable && right.isNullable,
    first: left.isNullable ? [...left.first, ...right.first] : left.first,
    last: right.isNullable ? [...left.last, ...right.last] : right.last,
  };
}

function link(machine: Machine, from: readonly number[], to: readonly number[]): void {
  for (const place of from) {
    const next = machine.next[place] as number[];
    for (const other of to) {
      if (next.includes(other)) machine.isAmbiguous = true;
      next.push(other);
    }
  }
}

function areDisjoint({ sets }: Machine, places: readonly number[]): boolean {
  if (places.length < 2) return true;
  const ranges = places.flatMap((place) => rangesOf(sets[place] as string)).toSorted(([a], [b]) => a - b);
  return ranges.every(([from], index) => index === 0 || from > (ranges[index - 1]?.[1] ?? -1));
}
