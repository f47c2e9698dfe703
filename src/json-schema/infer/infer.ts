import type { Json, JsonObject } from '../../util/json.ts';
import { findEnvelopes } from './envelope.ts';
import { createPool } from './evidence.ts';
import { limits } from './limits.ts';
import { findModels } from './models.ts';
import { addValue, createShape } from './shape.ts';
import type { Budget, Shape } from './shape.ts';
import type { Doubt } from './spot.ts';
import { createWriter } from './write-schema.ts';

export type { Doubt } from './spot.ts';

/** Schemas of groups of values, which share models. */
export interface InferredSchemas {
  /**
   * Draft-07, by group, in the order in which the groups came. References lead to `../<model>.schema.json`, those of
   * models to `<model>.schema.json`.
   */
  readonly groups: ReadonlyMap<string, JsonObject>;
  readonly models: ReadonlyMap<string, JsonObject>;
  /** How many objects each model rests on. */
  readonly modelCounts: ReadonlyMap<string, number>;
  readonly doubts: readonly Doubt[];
}

export interface InferenceOptions {
  /** Content of `x-source` in the schemas, without `required`. */
  readonly source: JsonObject;
  /** Names that models must not have. */
  readonly taken?: readonly string[];
  /** A word for what these groups are about, when they agree on one: a name for a model without one. */
  readonly subject?: (groups: readonly string[]) => string | undefined;
  /** Properties at the root that no envelope holds: those that tell the groups apart. */
  readonly apart?: readonly string[];
}

/** Gathers what values look like; what it keeps does not grow with their number. */
export interface Inference {
  /** Takes a value of a group into account. Any JSON value; nothing in it makes this throw. */
  add(group: string, value: Json): void;
  /** How many values each group has. */
  counts(): ReadonlyMap<string, number>;
  /** The schemas. All values that were added are valid under them, and nothing in them is undocumented. */
  schemas(options: InferenceOptions): InferredSchemas;
}

/** Starts an inference. The same values in the same order give the same schemas. */
export function createInference(): Inference {
  const roots = new Map<string, Shape>();
  const budget: Budget = { places: limits.places };
  return {
    add(group, value) {
      let root = roots.get(group);
      if (root === undefined) roots.set(group, (root = createShape()));
      addValue(root, value, budget);
    },
    counts: () => new Map([...roots].map(([group, { seen }]) => [group, seen])),
    schemas({ source, taken = [], subject = () => undefined, apart = [] }) {
      const classes = findModels(roots);
      const sites = [...new Set(classes.values())].flatMap((each) => each.sites);
      const pool = createPool(sites);
      const envelopes = findEnvelopes(roots, { classes, apart: new Set(apart), subject });
      const writer = createWriter({ pool, classes, source, taken: new Set(taken), subject, envelopes });
      const groups = new Map([...roots].map(([group, shape]) => [group, writer.write(group, shape)]));
      const { models, counts, doubts } = writer.written;
      const sorted = [...models].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return { groups, models: new Map(sorted), modelCounts: counts, doubts };
    },
  };
}
