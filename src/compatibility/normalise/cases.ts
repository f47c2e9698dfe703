import type { JsonSchema } from '../../json-schema/schema.ts';
import type { Formula } from '../algebra/formula.ts';
import { Undecided } from '../undecided.ts';
import { referenced, schemas } from './logic-keywords.ts';
import { hasProperty, objectAt } from './object-keywords.ts';
import type { Place } from './place.ts';

/** Ways in which subschemas can hold together that are told apart. */
const mostCases = 256;

/** Schemas that hold of a value at once when `condition` does. */
export interface Case {
  readonly condition: Formula;
  readonly places: readonly Place[];
}

/** Whether it makes a difference that a schema holds, its subschemas for the same value apart. */
export type Matters = (place: Place) => boolean;

/**
 * Which schemas hold of a value that `place` accepts: the schema itself and those that it applies to the same value, by
 * cases. At least one condition holds of each such value; where several do, each names schemas that do hold, and one
 * names all of them. Only schemas that matter are named.
 * @param known what was found for schemas so far: many may apply the same one
 * @throws {Undecided} when there are too many cases
 */
export function holdingCases(
  place: Place,
  matters: Matters,
  known = new Map<string, readonly Case[]>(),
): readonly Case[] {
  const key = place.translator.keyOf(place);
  const found = known.get(key) ?? findCases(place, matters, known);
  known.set(key, found);
  return found;
}

function findCases(place: Place, matters: Matters, known: Map<string, readonly Case[]>): readonly Case[] {
  const below = (schema: JsonSchema, scope = place.scope): readonly Case[] =>
    typeof schema === 'boolean'
      ? [neutral(place)]
      : holdingCases(place.translator.placeOf(schema, scope), matters, known);
  let cases: readonly Case[] = [{ ...neutral(place), places: matters(place) ? [place] : [] }];
  for (const [schema, scope] of referenced(place)) cases = together(place, cases, below(schema, scope));
  for (const schema of schemas(place, 'allOf')) cases = together(place, cases, below(schema));
  for (const schema of schemas(place, 'anyOf')) {
    cases = together(place, cases, optional(place, place.here(schema), below(schema)));
  }
  if (place.get('oneOf') !== undefined) cases = together(place, cases, oneOfCases(place, below));
  for (const [name, schema] of dependentSchemas(place)) {
    cases = together(place, cases, optional(place, hasProperty(place, name), below(schema)));
  }
  return together(place, cases, conditionalCases(place, below));
}

type Below = (schema: JsonSchema) => readonly Case[];

function oneOfCases(place: Place, below: Below): readonly Case[] {
  const options = schemas(place, 'oneOf').flatMap((schema) => under(place, place.here(schema), below(schema)));
  return options.every(isNeutral) ? [neutral(place)] : options;
}

function conditionalCases(place: Place, below: Below): readonly Case[] {
  const condition = place.get('if') as JsonSchema | undefined;
  if (condition === undefined) return [neutral(place)];
  const then = together(place, below(condition), below((place.get('then') ?? true) as JsonSchema));
  const otherwise = below((place.get('else') ?? true) as JsonSchema);
  if (then.every(isNeutral) && otherwise.every(isNeutral)) return [neutral(place)];
  const when = place.here(condition);
  return [...under(place, when, then), ...under(place, place.formulas.not(when), otherwise)];
}

/** Schemas that apply when a property is there, by the property's name. */
export function dependentSchemas(place: Place): [string, JsonSchema][] {
  return ['dependentSchemas', 'dependencies'].flatMap((keyword) =>
    Object.entries(objectAt(place, keyword))
      .filter(([, schema]) => !Array.isArray(schema) && typeof schema !== 'string')
      .map(([name, schema]): [string, JsonSchema] => [name, schema as JsonSchema]),
  );
}

function neutral({ formulas }: Place): Case {
  return { condition: formulas.anything, places: [] };
}

function isNeutral(one: Case): boolean {
  return one.places.length === 0;
}

/** The cases of a subschema that may fail without harm. */
function optional(place: Place, condition: Formula, cases: readonly Case[]): readonly Case[] {
  if (cases.every(isNeutral)) return [neutral(place)];
  return [...under(place, condition, cases), { condition: place.formulas.not(condition), places: [] }];
}

function under({ formulas }: Place, condition: Formula, cases: readonly Case[]): readonly Case[] {
  return cases.map((one) => ({ ...one, condition: formulas.and([condition, one.condition]) }));
}

/** Every case of one with every case of the other; those that name the same schemas become one. */
export function together(
  { formulas, translator }: Place,
  left: readonly Case[],
  right: readonly Case[],
): readonly Case[] {
  const merged = new Map<string, Case>();
  for (const one of left) {
    for (const other of right) {
      formulas.spend(one.places.length + other.places.length);
      const places = new Map([...one.places, ...other.places].map((place) => [translator.keyOf(place), place]));
      const key = [...places.keys()].toSorted().join('|');
      const condition = formulas.and([one.condition, other.condition]);
      const known = merged.get(key)?.condition;
      merged.set(key, {
        condition: known === undefined ? condition : formulas.or([known, condition]),
        places: [...places.values()],
      });
      if (merged.size > mostCases) throw new Undecided('too many subschemas can hold together in too many ways');
    }
  }
  return [...merged.values()];
}
