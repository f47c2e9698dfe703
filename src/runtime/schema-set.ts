import type { Json, Violation } from './api.ts';
import type { Place } from './explain/place.ts';

/** What it takes to read a payload by its schema: `explain`, `findUndocumented` and `redact` get it as it is. */
export interface SchemaSet {
  /** The contract's schemas made ready, by key; see `RuntimeSchema`. */
  readonly schemas: Readonly<Record<string, RuntimeSchema>>;
  /** How values break the keywords of these schemas that not every contract has, by keyword. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** Patterns that the engine of the platform could take for ever to find, by source; without a prototype. */
  readonly patterns?: Readonly<Record<string, { readonly test: (text: string) => boolean }>>;
}

/**
 * A schema as `src/codegen/schemas/` writes it: prepared, and in fewer keywords than dialects have. Lists of items are
 * `prefixItems`; dependencies and `unevaluated...` are stated with others; `$ref` and `jsonText` hold keys of other
 * schemas. `known` lists the known values of an open set; `personal: true` marks what `x-personal-data` covers.
 */
export type RuntimeSchema = boolean | { readonly [keyword: string]: Json };

/** A schema that is no boolean. */
export type SchemaObject = Exclude<RuntimeSchema, boolean>;

/** How a value breaks one keyword: in a message, or by what is wrong below. Not at all when that is false or empty. */
export type Rule = (
  value: never,
  demand: never,
  place: Place,
  run: Run,
  schema: SchemaObject,
  keyword: string,
) => string | false | readonly Violation[];

/** One run over one value. */
export interface Run {
  readonly set: SchemaSet;
  /**
   * How `value` breaks `schema`, which stands under `keyword`; without a schema not at all.
   *
   * @throws {Error} when the run has taken too many steps
   */
  readonly apply: (
    schema: RuntimeSchema | undefined,
    value: unknown,
    place: Place,
    keyword?: string,
  ) => readonly Violation[];
  /** Which schema had its say about which value. Rules take out again what turned out not to be meant. */
  readonly notes: Note[];
}

export interface Note {
  readonly place: Place;
  readonly schema: SchemaObject;
  readonly value: unknown;
}
