import type { Random } from '../json-schema/sample/random.ts';
import type { Json, JsonObject } from '../util/json.ts';

/** What an expression sees. */
export interface Scope {
  readonly random: Random;
  /** Virtual time, in milliseconds since 1970. */
  readonly now: number;
  /** `ticket`, `before`, `own`, and the members of the population that belong to the visitor, by kind. */
  readonly roots: JsonObject;
  /** Place in the line, from 1; undefined outside it. */
  readonly position: number | undefined;
  /** Counters by name, common to the whole run. */
  readonly counters: Map<string, number>;
}

/** A value with its expressions; undefined when what it is copied from is not there. */
export type Value = (scope: Scope) => Json | undefined;

/** Something in `scenarios.yaml`, or in how it shall be played, that means nothing; the message says what. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  /** What to do next, where the message does not say it. */
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
