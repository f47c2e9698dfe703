/** A seeded source of choices: the same seed makes the same pairs. Source: the mulberry32 generator. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.integer(0, values.length - 1)] as Value;
  }

  /** The values in another order. */
  shuffle<Value>(values: readonly Value[]): Value[] {
    const left = [...values];
    const shuffled: Value[] = [];
    while (left.length > 0) shuffled.push(...left.splice(this.integer(0, left.length - 1), 1));
    return shuffled;
  }

  word(): string {
    return Array.from({ length: this.integer(2, 6) }, () => this.pick([...'abcdefghijklmnopqrstuvwxyz'])).join('');
  }

  /** Different words. */
  words(count: number): string[] {
    const words = new Set<string>();
    while (words.size < count) words.add(this.word());
    return [...words];
  }
}
