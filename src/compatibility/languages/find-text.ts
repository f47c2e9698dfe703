import { inverse } from './machine.ts';
import type { Machine } from './machine.ts';

/** Readable characters first, so that witnesses are. */
const readable: readonly number[] = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?@#/\\+*=%&$()[]{}<>|~^\'"`',
].map((letter) => letter.codePointAt(0) as number);

interface Visit {
  readonly states: readonly number[];
  readonly from: Visit | undefined;
  readonly char: number;
}

/**
 * A shortest text that all of `machines` accept, or undefined when there is none: the search is exhaustive.
 * @param spend is told of each step taken, and ends the search by throwing
 */
export function findText(machines: readonly Machine[], spend: (steps: number) => void): string | undefined {
  const chars = representatives(machines);
  const start: Visit = { states: machines.map((machine) => machine.start), from: undefined, char: 0 };
  const seen = new Set<string>([start.states.join()]);
  const waiting: Visit[] = [start];
  for (const visit of waiting) {
    if (machines.every((machine, index) => machine.accepts(visit.states[index] as number))) return textOf(visit);
    spend(1 + (chars.length >> 3));
    for (const char of chars) {
      const states = machines.map((machine, index) => machine.next(visit.states[index] as number, char));
      if (machines.some((machine, index) => machine.settled(states[index] as number) === false)) continue;
      const key = states.join();
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ states, from: visit, char });
    }
  }
  return undefined;
}

/** Whether every text that `inner` accepts is accepted by `outer`. */
export function containsTexts(outer: Machine, inner: Machine, spend: (steps: number) => void): boolean {
  return findText([inner, inverse(outer)], spend) === undefined;
}

/** One code point of each class that the machines together tell apart. */
function representatives(machines: readonly Machine[]): number[] {
  const borders = machines.flatMap((machine) => machine.borders);
  const found = new Map<string, number>();
  for (const char of [...readable, 0, ...borders]) {
    if ((char >= 0xd800 && char <= 0xdfff) || char > 0x10ffff) continue;
    const signature = machines.map((machine) => machine.classOf(char)).join();
    if (!found.has(signature)) found.set(signature, char);
  }
  return [...found.values()];
}

function textOf(last: Visit): string {
  const letters: string[] = [];
  for (let visit: Visit | undefined = last; visit?.from !== undefined; visit = visit.from) {
    letters.push(String.fromCodePoint(visit.char));
  }
  return letters.toReversed().join('');
}
