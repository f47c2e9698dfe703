import { anyChar, hasChar } from './char-set.ts';
import type { CharSet } from './char-set.ts';

/** The code points as a machine tells them apart: two are of one class when they are in the same of its sets. */
export class Alphabet {
  /** First code points of the ranges on which the class does not change, ascending, from 0 on. */
  readonly borders: readonly number[];
  readonly #classes: readonly number[];

  /** @param sets the sets of code points that the machine asks for */
  constructor(sets: readonly CharSet[]) {
    const distinct = [...new Set(sets)];
    const borders = new Set([anyChar, ...distinct].flatMap((set) => set.flatMap(([from, to]) => [from, to + 1])));
    this.borders = [...borders].toSorted((left, right) => left - right);
    const numbers = new Map<string, number>();
    this.#classes = this.borders.map((border) => {
      const signature = distinct.map((set) => (hasChar(set, border) ? 1 : 0)).join('');
      const known = numbers.get(signature) ?? numbers.size;
      numbers.set(signature, known);
      return known;
    });
  }

  /** The class of a code point. */
  classOf(char: number): number {
    let low = 0;
    let high = this.borders.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.borders[middle] as number) <= char) low = middle + 1;
      else high = middle;
    }
    return this.#classes[low - 1] ?? -1;
  }
}
