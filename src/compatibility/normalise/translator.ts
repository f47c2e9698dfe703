import { keywordsOf, upTo } from '../../json-schema/keywords.ts';
import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';
import { Undecided } from '../undecided.ts';
import { arrayKeywords } from './array-keywords.ts';
import type { SchemaDocument } from './document.ts';
import { logicKeywords } from './logic-keywords.ts';
import { objectKeywords } from './object-keywords.ts';
import { scalarKeywords } from './scalar-keywords.ts';
import { enter, outermost } from './scope.ts';
import type { Scope } from './scope.ts';
import { unevaluatedKeywords } from './unevaluated.ts';

/** What is read beyond the keywords that always assert. */
export interface Reading {
  /** Whether `format`, and a schema for JSON in strings, take part in validation. */
  readonly assertFormats: boolean;
  /** Names that a receiver does not know and therefore ignores, for `additionalProperties: false` and its like. */
  readonly ignored?: (schema: JsonSchemaObject) => Formula;
}

/** A schema that is being translated: its keywords, and how to translate what stands in them. */
export interface Place {
  readonly schema: JsonSchemaObject;
  readonly scope: Scope;
  readonly translator: Translator;
  readonly formulas: Formulas;
  /** The value of a keyword that the dialect defines and that is not overridden by `$ref`. */
  get(keyword: string): JsonSchemaObject[string] | undefined;
  /** What a subschema demands of the same value. */
  here(schema: JsonSchema): Formula;
  /** What a subschema demands of an item, a property or a property's name. */
  inside(schema: JsonSchema): Formula;
}

/** Translates the schemas of one document into formulas. */
export class Translator {
  readonly document: SchemaDocument;
  readonly formulas: Formulas;
  readonly reading: Reading;
  readonly #name: string;
  readonly #numbers = new Map<JsonSchemaObject, number>();
  readonly #done = new Map<string, Formula>();
  readonly #open = new Map<string, number>();
  #level = 0;

  /** @param name tells this document's references from the other's */
  constructor(document: SchemaDocument, formulas: Formulas, reading: Reading, name: string) {
    this.document = document;
    this.formulas = formulas;
    this.reading = reading;
    this.#name = name;
  }

  /**
   * What the document's root demands.
   * @throws {Undecided} when a reference leads nowhere, or only to itself, or a keyword is not understood
   */
  translateRoot(): Formula {
    return this.translate(this.document.root, outermost);
  }

  /** What a schema demands, with dynamic references as `scope` has them. */
  translate(schema: JsonSchema, scope: Scope): Formula {
    if (typeof schema === 'boolean') return schema ? this.formulas.anything : this.formulas.nothing;
    const place = this.placeOf(schema, scope);
    const key = this.keyOf(place);
    const done = this.#done.get(key);
    if (done !== undefined) return done;
    const level = this.#open.get(key);
    if (level === this.#level) throw new Undecided('a reference leads only to itself');
    if (level !== undefined) return this.formulas.reference(key);
    this.#open.set(key, this.#level);
    const formula = this.#translateNew(place);
    this.#open.delete(key);
    this.#done.set(key, formula);
    return formula;
  }

  /** What a reference between formulas stands for; undefined when it is another document's. */
  resolve(target: string): Formula | undefined {
    return this.#done.get(target);
  }

  /** A text for a schema in a scope, of its own among both documents. */
  keyOf({ schema, scope }: Place): string {
    const number = this.#numbers.get(schema) ?? this.#numbers.size;
    this.#numbers.set(schema, number);
    return `${this.#name}${number} ${scope.key}`;
  }

  /** A schema with what is needed to translate its keywords. */
  placeOf(schema: JsonSchemaObject, outer: Scope): Place {
    const scope = enter(outer, this.document.resourceOf(schema));
    const keywords = keywordsOf(this.document.dialect);
    const refersOnly = upTo(this.document.dialect, 'draft-07') && Object.hasOwn(schema, '$ref');
    return {
      schema,
      scope,
      translator: this,
      formulas: this.formulas,
      get: (keyword) => {
        if (!Object.hasOwn(schema, keyword) || !keywords.has(keyword)) return undefined;
        return refersOnly && keyword !== '$ref' ? undefined : schema[keyword];
      },
      here: (subschema) => this.translate(subschema, scope),
      inside: (subschema) => this.#inside(subschema, scope),
    };
  }

  #translateNew(place: Place): Formula {
    return this.formulas.and([
      ...scalarKeywords(place),
      ...arrayKeywords(place),
      ...objectKeywords(place),
      ...logicKeywords(place),
      ...unevaluatedKeywords(place),
    ]);
  }

  #inside(schema: JsonSchema, scope: Scope): Formula {
    this.#level += 1;
    if (this.#level > 2_000) throw new Undecided('the schemas are nested too deeply');
    const formula = this.translate(schema, scope);
    this.#level -= 1;
    return formula;
  }
}
