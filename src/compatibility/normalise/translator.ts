import { keywordsOf, upTo } from '../../json-schema/keywords.ts';
import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Evaluator } from '../algebra/evaluate.ts';
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
import { Sites } from './sites.ts';
import type { Place, Reading, Site, Step, Translating } from './place.ts';
import { unevaluatedKeywords } from './unevaluated.ts';

/** Translates the schemas of one document into formulas. */
export class Translator implements Translating {
  readonly document: SchemaDocument;
  readonly formulas: Formulas;
  readonly reading: Reading;
  readonly evaluator: Evaluator;
  readonly sites: Sites;
  readonly #name: string;
  readonly #numbers = new Map<JsonSchemaObject, number>();
  readonly #done = new Map<string, Formula>();
  readonly #open = new Map<string, number>();
  readonly #places = new Map<string, Place>();
  #level = 0;
  /** Why the root could not be translated: it cannot be the next time either. */
  #failure: Error | undefined;

  /** @param name tells this document's references from the other's */
  constructor(document: SchemaDocument, formulas: Formulas, evaluator: Evaluator, reading: Reading, name: string) {
    this.document = document;
    this.formulas = formulas;
    this.evaluator = evaluator;
    this.reading = reading;
    this.sites = new Sites(this);
    this.#name = name;
  }

  /** The site of whole payloads. */
  get rootSite(): Site {
    return this.sites.of(this.document.root, outermost);
  }

  /**
   * What the document's root demands.
   * @throws {Undecided} when a reference leads nowhere, or only to itself, or a keyword is not understood
   */
  translateRoot(): Formula {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return this.translate(this.document.root, outermost, this.reading.ignoreUnknown ? this.rootSite : undefined);
    } catch (reason) {
      this.#failure =
        reason instanceof RangeError ? new Undecided('the schemas are nested too deeply') : (reason as Error);
      throw this.#failure;
    }
  }

  /** What a schema demands, with dynamic references as `scope` has them. */
  translate(schema: JsonSchema, scope: Scope, site?: Site): Formula {
    if (typeof schema === 'boolean') return schema ? this.formulas.anything : this.formulas.nothing;
    const place = this.placeOf(schema, scope, site);
    const key = site === undefined ? this.keyOf(place) : `${this.keyOf(place)} @ ${site.key}`;
    const done = this.#done.get(key);
    if (done !== undefined) return done;
    const level = this.#open.get(key);
    if (level === this.#level) throw new Undecided('a reference leads only to itself');
    if (level !== undefined) return this.formulas.reference(key);
    this.#open.set(key, this.#level);
    this.#places.set(key, place);
    try {
      const formula = this.#translateNew(place);
      this.#done.set(key, formula);
      return formula;
    } finally {
      this.#open.delete(key);
    }
  }

  /** What a reference between formulas stands for; undefined when it is another document's. */
  resolve(target: string): Formula | undefined {
    const done = this.#done.get(target);
    if (done !== undefined) return done;
    // A translation that a used-up budget ended is taken up again.
    const place = this.#places.get(target);
    return place === undefined ? undefined : this.translate(place.schema, place.scope, place.site);
  }

  /** Names of properties that any schema at the site speaks of; every name where an object may hold anything. */
  knownNames(site: Site): Formula {
    return this.sites.knownNames(site);
  }

  /** A text for a schema in a scope, of its own among both documents. */
  keyOf({ schema, scope }: Place): string {
    const number = this.#numbers.get(schema) ?? this.#numbers.size;
    this.#numbers.set(schema, number);
    return `${this.#name}${number} ${scope.key}`;
  }

  /** A schema with what is needed to translate its keywords. */
  placeOf(schema: JsonSchemaObject, outer: Scope, site?: Site): Place {
    const scope = enter(outer, this.document.resourceOf(schema));
    const keywords = keywordsOf(this.document.dialect);
    const refersOnly = upTo(this.document.dialect, 'draft-07') && Object.hasOwn(schema, '$ref');
    return {
      schema,
      scope,
      site,
      translator: this,
      formulas: this.formulas,
      get: (keyword) => {
        if (!Object.hasOwn(schema, keyword) || !keywords.has(keyword)) return undefined;
        return refersOnly && keyword !== '$ref' ? undefined : schema[keyword];
      },
      here: (subschema) => this.translate(subschema, scope, site),
      inside: (subschema, step) => this.#inside(subschema, scope, this.#siteBelow(subschema, scope, site, step)),
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

  #siteBelow(schema: JsonSchema, scope: Scope, site: Site | undefined, step: Step | undefined): Site | undefined {
    if (site === undefined) return undefined;
    return step === undefined ? this.sites.of(schema, scope) : this.sites.child(this.sites.spread(site), step);
  }

  #inside(schema: JsonSchema, scope: Scope, site: Site | undefined): Formula {
    if (this.#level >= 2_000) throw new Undecided('the schemas are nested too deeply');
    this.#level += 1;
    try {
      return this.translate(schema, scope, site);
    } finally {
      this.#level -= 1;
    }
  }
}
