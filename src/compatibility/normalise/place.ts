import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Evaluator } from '../algebra/evaluate.ts';
import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';
import type { SchemaDocument } from './document.ts';
import type { Scope } from './scope.ts';

/** What is read beyond the keywords that always assert. */
export interface Reading {
  /** Whether `format`, and a schema for JSON in strings, take part in validation. */
  readonly assertFormats: boolean;
  /** Whether properties that no schema at their place knows are ignored rather than forbidden. */
  readonly ignoreUnknown: boolean;
}

/** A schema that is being translated: its keywords, and how to translate what stands in them. */
export interface Place {
  readonly schema: JsonSchemaObject;
  readonly scope: Scope;
  /** Where in payloads the schema is applied; only when that makes a difference. */
  readonly site: Site | undefined;
  readonly translator: Translating;
  readonly formulas: Formulas;
  /** The value of a keyword that the dialect defines and that is not overridden by `$ref`. */
  get(keyword: string): JsonSchemaObject[string] | undefined;
  /** What a subschema demands of the same value. */
  here(schema: JsonSchema): Formula;
  /** What a subschema demands of a value that `step` leads to, or, without a step, of a name or a text's content. */
  inside(schema: JsonSchema, step?: Step): Formula;
}

/** A place in payloads, as the schemas that speak of the value there. */
export interface Site {
  readonly key: string;
  readonly places: readonly Place[];
}

/** A step from a value to a value in it. */
export type Step =
  | { readonly to: 'property'; readonly name: string }
  | { readonly to: 'properties' }
  | { readonly to: 'item'; readonly index: number }
  | { readonly to: 'items' };

/** What keywords need of the translator of their document. */
export interface Translating {
  readonly document: SchemaDocument;
  readonly formulas: Formulas;
  readonly reading: Reading;
  readonly evaluator: Evaluator;
  /** What a schema demands, with dynamic references as `scope` has them. */
  translate(schema: JsonSchema, scope: Scope, site?: Site): Formula;
  /** A schema with what is needed to translate its keywords. */
  placeOf(schema: JsonSchemaObject, outer: Scope, site?: Site): Place;
  /** A text for a schema in a scope, of its own among both documents. */
  keyOf(place: Place): string;
  /** Names of properties that any schema at the site speaks of; every name where an object may hold anything. */
  knownNames(site: Site): Formula;
}
