import { Undecided } from './undecided.ts';

/** Steps that one direction of a comparison may take: about 200 ms' worth on a common machine. */
export const defaultSteps = 300_000;

/** Nested questions that are followed before a schema counts as too deep; keeps clear of the call stack's end. */
const deepest = 500;

/** Thrown when all steps are spent. */
export class BudgetUsedUp extends Undecided {
  constructor() {
    super('the budget of steps is used up');
  }
}

/** Counts the steps of one decision, so that a verdict is the same on every machine. */
export class Budget {
  #left: number;
  #depth = 0;

  /** @param steps how many steps may be spent in all */
  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws {BudgetUsedUp} when nothing is left */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetUsedUp();
  }

  /**
   * Runs `task` one level deeper.
   * @throws {Undecided} when that is too deep
   */
  deeper<T>(task: () => T): T {
    if (this.#depth >= deepest) throw new Undecided(`the schemas are nested more than ${deepest} levels deep`);
    this.#depth += 1;
    try {
      return task();
    } finally {
      this.#depth -= 1;
    }
  }
}
