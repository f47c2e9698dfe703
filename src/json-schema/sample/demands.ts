import type { Json } from '../../util/json.ts';
import { types } from '../assertions.ts';
import { canonicalize } from '../canonicalize.ts';
import { viewOf } from '../view.ts';
import type { AppliedObject } from './applied.ts';
import type { Planner } from './draw.ts';
import { personalKind } from './personal.ts';

/** The types of JSON, a number that is whole apart. */
export type TypeName = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

const typeNames: readonly TypeName[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** Keywords that say something about one type only: a schema without a type that has some means this type. */
const telling: readonly (readonly [TypeName, readonly string[]])[] = [
  ['string', ['minLength', 'maxLength', 'pattern', 'jsonText']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains']],
  ['object', ['properties', 'required', 'patternProperties', 'additionalProperties', 'minProperties', 'propertyNames']],
];

/**
 * The types to make values of: those that all schemas allow, or, where no schema speaks of types, the likely ones.
 * `others` are allowed as well, for when there is no value of those.
 */
export function typesOf(schemas: readonly AppliedObject[]): {
  readonly types: readonly TypeName[];
  readonly others: readonly TypeName[];
} {
  const stated = schemas.flatMap(({ schema: { type } }) => (type === undefined ? [] : [types(type)]));
  if (stated.length === 0) return { types: likelyTypes(schemas), others: typeNames };
  const allowed = typeNames.filter((name) =>
    stated.every((list) => list.includes(name) || (name === 'integer' && list.includes('number'))),
  );
  return { types: allowed.includes('number') ? allowed.filter((name) => name !== 'integer') : allowed, others: [] };
}

function likelyTypes(schemas: readonly AppliedObject[]): readonly TypeName[] {
  const likely = telling.filter(([, keywords]) => schemas.some(({ schema }) => keywords.some((key) => key in schema)));
  if (likely.length > 0) return likely.map(([name]) => name);
  const format = schemas.map((applied) => applied.schema['format']).find((found) => found !== undefined);
  if (format !== undefined) return /^(?:int|float|double)/.test(format as string) ? ['number'] : ['string'];
  return personalKind(schemas) === undefined ? ['string', 'integer', 'boolean'] : ['string'];
}

/**
 * The values to choose from, where the schemas list some: those that all of them allow, of an open set the known ones.
 * Undefined where nothing is listed.
 */
export function valuesOf(schemas: readonly AppliedObject[], planner: Planner): readonly Json[] | undefined {
  const views = schemas.map(({ schema }) => viewOf(schema, planner.references.targetOf));
  const lists = views.flatMap(({ listed }) => (listed === undefined ? [] : [listed]));
  const sets = views.flatMap(({ openSet }) => (openSet === undefined ? [] : [openSet]));
  const allowed = (values: readonly Json[]): Json[] =>
    distinct(values).filter((value) => schemas.every(({ schema }) => planner.holds(schema, value)));
  if (lists.length > 0) return allowed(lists.flat());
  // Null is in an open set when its bare type names it.
  return sets.length === 0 ? undefined : allowed([...sets.flat(), null]);
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [canonicalize(value), value])).values()];
}
