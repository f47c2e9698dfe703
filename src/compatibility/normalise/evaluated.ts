import type { JsonSchema } from '../../json-schema/schema.ts';
import type { Formula } from '../algebra/formula.ts';
import { Undecided } from '../undecided.ts';
import { itemKeywords } from './array-keywords.ts';
import { referenced, schemas } from './logic-keywords.ts';
import { describedNames, hasProperty, objectAt } from './object-keywords.ts';
import type { Place } from './translator.ts';

/** Ways in which subschemas can hold together that are told apart. */
const mostCases = 256;

/** What a schema evaluates when `condition` holds. Source: JSON Schema Core 2020-12, section 11. */
export interface Case {
  readonly condition: Formula;
  /** Names of properties, as a formula. */
  readonly names: Formula;
  /** Items before this index. */
  readonly upTo: number;
  /** Items that satisfy this, wherever they stand. */
  readonly matching: Formula;
}

/** Which kind of evaluation is asked for; the other's keywords make no difference. */
type Aspect = 'properties' | 'items';

/**
 * What the schema evaluates, by cases: in any value that it accepts, at least one condition holds, and what the value's
 * properties or items are evaluated by is what the cases whose condition holds say.
 * @param withOwn whether `unevaluatedProperties` and `unevaluatedItems` of the schema itself count
 */
export function evaluatedCases(place: Place, aspect: Aspect, withOwn: boolean): readonly Case[] {
  const { formulas } = place;
  const below = (schema: JsonSchema, scope = place.scope): readonly Case[] => {
    if (typeof schema === 'boolean') return [neutral(place)];
    return evaluatedCases(place.translator.placeOf(schema, scope), aspect, true);
  };
  let cases: readonly Case[] = [own(place, aspect, withOwn)];
  for (const [schema, scope] of referenced(place)) cases = together(place, cases, below(schema, scope));
  for (const schema of schemas(place, 'allOf')) cases = together(place, cases, below(schema));
  for (const schema of schemas(place, 'anyOf')) {
    cases = together(place, cases, optional(place, place.here(schema), below(schema)));
  }
  if (place.get('oneOf') !== undefined) {
    cases = together(
      place,
      cases,
      schemas(place, 'oneOf').flatMap((schema) => under(place, place.here(schema), below(schema))),
    );
  }
  for (const [name, schema] of [
    ...Object.entries(objectAt(place, 'dependentSchemas')),
    ...Object.entries(objectAt(place, 'dependencies')),
  ]) {
    if (Array.isArray(schema) || typeof schema === 'string') continue;
    cases = together(place, cases, optional(place, hasProperty(place, name), below(schema as JsonSchema)));
  }
  const condition = place.get('if');
  if (condition !== undefined) {
    const when = place.here(condition as JsonSchema);
    const then = below((place.get('then') ?? true) as JsonSchema);
    const otherwise = below((place.get('else') ?? true) as JsonSchema);
    cases = together(place, cases, [
      ...under(place, when, together(place, below(condition as JsonSchema), then)),
      ...under(place, formulas.not(when), otherwise),
    ]);
  }
  return cases;
}

function neutral({ formulas }: Place): Case {
  return { condition: formulas.anything, names: formulas.nothing, upTo: 0, matching: formulas.nothing };
}

/** What the schema's own keywords evaluate, subschemas for the same value apart. */
function own(place: Place, aspect: Aspect, withOwn: boolean): Case {
  const { formulas, get } = place;
  if (aspect === 'properties') {
    const all = get('additionalProperties') !== undefined || (withOwn && get('unevaluatedProperties') !== undefined);
    return { ...neutral(place), names: all ? formulas.types(['string']) : describedNames(place) };
  }
  const { prefix, rest } = itemKeywords(place);
  const all = rest !== undefined || (withOwn && get('unevaluatedItems') !== undefined);
  const contains = place.translator.document.dialect === '2020-12' ? get('contains') : undefined;
  return {
    ...neutral(place),
    upTo: all ? Infinity : prefix.length,
    matching: contains === undefined ? formulas.nothing : place.inside(contains as JsonSchema),
  };
}

/** The cases of a subschema that may fail without harm. */
function optional(place: Place, condition: Formula, cases: readonly Case[]): readonly Case[] {
  if (
    cases.every(
      (one) => one.names === place.formulas.nothing && one.upTo === 0 && one.matching === place.formulas.nothing,
    )
  ) {
    return [neutral(place)];
  }
  return [...under(place, condition, cases), { ...neutral(place), condition: place.formulas.not(condition) }];
}

function under({ formulas }: Place, condition: Formula, cases: readonly Case[]): readonly Case[] {
  return cases.map((one) => ({ ...one, condition: formulas.and([condition, one.condition]) }));
}

/** Every case of one with every case of the other; those that evaluate the same become one. */
function together({ formulas }: Place, left: readonly Case[], right: readonly Case[]): readonly Case[] {
  const merged = new Map<string, Case>();
  for (const one of left) {
    for (const other of right) {
      const names = formulas.or([one.names, other.names]);
      const upTo = Math.max(one.upTo, other.upTo);
      const matching = formulas.or([one.matching, other.matching]);
      const key = `${names.id} ${upTo} ${matching.id}`;
      const condition = formulas.and([one.condition, other.condition]);
      const known = merged.get(key);
      merged.set(key, {
        condition: known === undefined ? condition : formulas.or([known.condition, condition]),
        names,
        upTo,
        matching,
      });
      if (merged.size > mostCases) throw new Undecided('too many cases of what is evaluated');
    }
  }
  return [...merged.values()];
}
