import { parsePattern } from './parse-pattern.ts';
import { patternMachine } from './pattern-machine.ts';
import type { Machine } from './machine.ts';
import { BudgetUsedUp } from '../budget.ts';
import { Undecided } from '../undecided.ts';

/** The machines of the patterns of one comparison, each built once. */
export class Patterns {
  readonly #machines = new Map<string, Machine | Undecided>();
  readonly #spend: (steps: number) => void;

  constructor(spend: (steps: number) => void) {
    this.#spend = spend;
  }

  /**
   * The machine that accepts the texts in which the pattern is found, or the reason why there is none.
   */
  machine(source: string): Machine | Undecided {
    const known = this.#machines.get(source);
    if (known !== undefined) return known;
    const made = this.#build(source);
    this.#machines.set(source, made);
    return made;
  }

  #build(source: string): Machine | Undecided {
    try {
      return patternMachine(parsePattern(source), this.#spend);
    } catch (reason) {
      if (reason instanceof Undecided && !(reason instanceof BudgetUsedUp)) return reason;
      throw reason;
    }
  }
}
