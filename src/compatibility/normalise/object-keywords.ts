import type { JsonSchema } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';
import type { Place } from './place.ts';

/** The keywords for objects, `unevaluatedProperties` apart. */
export function objectKeywords(place: Place): Formula[] {
  return [...sizes(place), ...required(place), ...properties(place), ...dependencies(place)];
}

/** The property is there. */
export function hasProperty({ formulas }: Place, name: string): Formula {
  return formulas.atom('object', { kind: 'property', name, some: true, formula: formulas.anything });
}

/** Names that `properties` and `patternProperties` of the schema describe, as a formula over names. */
export function describedNames(place: Place): Formula {
  const { formulas } = place;
  return formulas.or([
    formulas.among(Object.keys(objectAt(place, 'properties'))),
    ...Object.keys(objectAt(place, 'patternProperties')).map((source) => matchingNames(place, source)),
  ]);
}

/** Every property whose name satisfies `names` satisfies `formula`, in objects. */
export function everyProperty(formulas: Formulas, names: Formula, formula: Formula): Formula {
  return formulas.keyword('object', { kind: 'properties', names, some: false, formula });
}

/** As `everyProperty`; where the formula forbids, only properties that some schema at the place knows are meant. */
function everyOrKnown({ formulas, site, translator }: Place, names: Formula, formula: Formula): Formula {
  if (formula !== formulas.nothing || site === undefined) return everyProperty(formulas, names, formula);
  return everyProperty(formulas, formulas.and([names, translator.knownNames(site)]), formula);
}

/**
 * What `schema` demands of properties with these names. Names that the reading ignores are left alone where the schema
 * would forbid them.
 */
export function restOfProperties(place: Place, names: Formula, schema: JsonSchema): Formula {
  return everyOrKnown(place, names, place.inside(schema, { to: 'properties' }));
}

/** The value of a keyword that holds an object; empty when the keyword is absent. */
export function objectAt({ get }: Place, keyword: string): JsonObject {
  const value = get(keyword);
  return isObject(value) ? value : {};
}

function sizes({ get, formulas }: Place): Formula[] {
  const parts: Formula[] = [];
  const min = get('minProperties');
  const max = get('maxProperties');
  if (typeof min === 'number') parts.push(formulas.keyword('object', { kind: 'size', side: 'min', value: min }));
  if (typeof max === 'number') parts.push(formulas.keyword('object', { kind: 'size', side: 'max', value: max }));
  return parts;
}

function required(place: Place): Formula[] {
  const names = place.get('required');
  return Array.isArray(names) ? names.map((name: Json) => whenObject(place, hasProperty(place, name as string))) : [];
}

function properties(place: Place): Formula[] {
  const { formulas, get, inside } = place;
  const named = Object.entries(objectAt(place, 'properties')).map(([name, schema]) =>
    formulas.keyword('object', {
      kind: 'property',
      name,
      some: false,
      formula: inside(schema as JsonSchema, { to: 'property', name }),
    }),
  );
  const matching = Object.entries(objectAt(place, 'patternProperties')).map(([source, schema]) =>
    restOfProperties(place, matchingNames(place, source), schema as JsonSchema),
  );
  const parts = [...named, ...matching];
  const rest = get('additionalProperties');
  if (rest !== undefined) parts.push(restOfProperties(place, formulas.not(describedNames(place)), rest as JsonSchema));
  const names = get('propertyNames');
  if (names !== undefined) {
    parts.push(everyOrKnown(place, formulas.not(inside(names as JsonSchema)), formulas.nothing));
  }
  return parts;
}

function dependencies(place: Place): Formula[] {
  const parts: Formula[] = [];
  for (const keyword of ['dependencies', 'dependentRequired', 'dependentSchemas']) {
    for (const [name, needs] of Object.entries(objectAt(place, keyword))) {
      const formula = Array.isArray(needs)
        ? place.formulas.and(needs.map((other: Json) => hasProperty(place, other as string)))
        : typeof needs === 'string'
          ? hasProperty(place, needs)
          : place.here(needs as JsonSchema);
      const absent = place.formulas.not(hasProperty(place, name));
      parts.push(whenObject(place, place.formulas.or([absent, formula])));
    }
  }
  return parts;
}

/** Names in which the pattern is found. */
export function matchingNames({ formulas }: Place, source: string): Formula {
  return formulas.atom('string', { kind: 'pattern', source, holds: true });
}

function whenObject({ formulas }: Place, formula: Formula): Formula {
  return formulas.or([formulas.types(['null', 'boolean', 'number', 'string', 'array']), formula]);
}
