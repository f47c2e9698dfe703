import type { JsonSchema } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Formula } from '../algebra/formula.ts';
import { itemKeywords } from './array-keywords.ts';
import { dependentSchemas } from './cases.ts';
import { referenced, schemas } from './logic-keywords.ts';
import { describedNames, matchingNames, objectAt } from './object-keywords.ts';
import type { Scope } from './scope.ts';
import type { Place, Site, Step, Translating } from './place.ts';

/** Finds which schemas of a document speak of which places in payloads. */
export class Sites {
  readonly #translator: Translating;
  readonly #known = new Map<string, Formula>();
  readonly #spread = new Map<string, readonly Place[]>();

  constructor(translator: Translating) {
    this.#translator = translator;
  }

  /** The site of the values that `schema` is applied to. */
  of(schema: JsonSchema, scope: Scope): Site {
    return this.#site([[schema, scope]]);
  }

  /** The site that a step leads to, as the schemas of `places` describe it. Empty when they do not. */
  child(places: readonly Place[], step: Step): Site {
    return this.#site(places.flatMap((place) => below(place, step).map((schema) => [schema, place.scope] as const)));
  }

  /** All schemas that may be applied to a value at the site: also under `not`, and in alternatives that do not hold. */
  spread(site: Site): readonly Place[] {
    const known = this.#spread.get(site.key);
    if (known !== undefined) return known;
    const reached = new Map(site.places.map((place) => [this.#translator.keyOf(place), place]));
    for (const place of reached.values()) {
      for (const [schema, scope] of samePlace(place)) {
        if (typeof schema === 'boolean') continue;
        const next = this.#translator.placeOf(schema, scope);
        reached.set(this.#translator.keyOf(next), next);
      }
    }
    const places = [...reached.values()];
    this.#spread.set(site.key, places);
    return places;
  }

  /** Names of properties that any schema at the site speaks of; every name where an object may hold anything. */
  knownNames(site: Site): Formula {
    const known = this.#known.get(site.key);
    if (known !== undefined) return known;
    const { formulas } = this.#translator;
    const places = this.spread(site);
    const made = places.some(describesProperties) ? formulas.or(places.map(declaredNames)) : formulas.types(['string']);
    this.#known.set(site.key, made);
    return made;
  }

  #site(parts: readonly (readonly [JsonSchema, Scope])[]): Site {
    const places = new Map<string, Place>();
    for (const [schema, scope] of parts) {
      if (typeof schema === 'boolean') continue;
      const place = this.#translator.placeOf(schema, scope);
      places.set(this.#translator.keyOf(place), place);
    }
    const keys = [...places.keys()].toSorted();
    return { key: keys.join('|'), places: keys.map((key) => places.get(key) as Place) };
  }
}

/** Whether the schema itself describes any property. Where none does, an object may hold anything. */
export function describesProperties(place: Place): boolean {
  return describesRest(place) || describedNames(place) !== place.formulas.nothing;
}

/** Names that the schema itself speaks of: it describes or demands them, or describes all others. */
export function declaredNames(place: Place): Formula {
  const { formulas } = place;
  if (describesRest(place)) return formulas.types(['string']);
  const required = place.get('required');
  const dependent = [
    ...Object.entries(objectAt(place, 'dependentRequired')),
    ...Object.entries(objectAt(place, 'dependencies')),
  ];
  const names = [
    ...(Array.isArray(required) ? required : []),
    ...dependent.flatMap(([name, needs]) => [name, ...(Array.isArray(needs) ? needs : [])]),
  ];
  return formulas.or([describedNames(place), formulas.among(names)]);
}

function describesRest(place: Place): boolean {
  return ['additionalProperties', 'unevaluatedProperties'].some((keyword) => says(place.get(keyword)));
}

/** Whether a schema says anything of a value: `true`, `{}` and `false` describe nothing that is sent. */
function says(schema: unknown): boolean {
  return isObject(schema) && Object.keys(schema).length > 0;
}

function samePlace(place: Place): (readonly [JsonSchema, Scope])[] {
  const single = ['not', 'if', 'then', 'else'].flatMap((keyword) => schemaAt(place, keyword));
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => schemas(place, keyword));
  const dependent = dependentSchemas(place).map(([, schema]) => schema);
  return [...referenced(place), ...[...single, ...lists, ...dependent].map((schema) => [schema, place.scope] as const)];
}

/** What the schema itself applies to the value that the step leads to; for many, to any of them. */
function below(place: Place, step: Step): JsonSchema[] {
  const rest = ['additionalProperties', 'unevaluatedProperties'].flatMap((keyword) => schemaAt(place, keyword));
  const patterns = Object.entries(objectAt(place, 'patternProperties')) as [string, JsonSchema][];
  switch (step.to) {
    case 'property': {
      const own = objectAt(place, 'properties');
      const direct = Object.hasOwn(own, step.name) ? [own[step.name] as JsonSchema] : [];
      const matching = patterns.filter(([source]) => mayMatch(place, source, step.name)).map(([, schema]) => schema);
      return direct.length > 0 || matching.length > 0 ? [...direct, ...matching] : rest;
    }
    case 'properties':
      return [...patterns.map(([, schema]) => schema), ...rest];
    case 'item': {
      const { prefix } = itemKeywords(place);
      const own = prefix[step.index];
      return own === undefined ? restOfItems(place) : [own];
    }
    case 'items':
      return [...itemKeywords(place).prefix, ...restOfItems(place)];
  }
}

/** `contains` adds to what is described; alone it describes some items and says nothing of the others. */
function restOfItems(place: Place): JsonSchema[] {
  const { rest } = itemKeywords(place);
  const described = [...(rest === undefined ? [] : [rest]), ...schemaAt(place, 'unevaluatedItems')];
  return described.length === 0 ? [] : [...described, ...schemaAt(place, 'contains')];
}

function schemaAt(place: Place, keyword: string): JsonSchema[] {
  const schema = place.get(keyword);
  return schema === undefined ? [] : [schema as JsonSchema];
}

function mayMatch(place: Place, source: string, name: string): boolean {
  return place.translator.evaluator.satisfies(name, matchingNames(place, source));
}
