import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Formula } from '../algebra/formula.ts';
import type { SchemaDocument } from './document.ts';
import type { Scope } from './scope.ts';
import type { Place } from './place.ts';

/** References, and the keywords that combine schemas. */
export function logicKeywords(place: Place): Formula[] {
  const { formulas, get, here } = place;
  const all = schemas(place, 'allOf').map(here);
  const any = get('anyOf') === undefined ? [] : [formulas.or(schemas(place, 'anyOf').map(here))];
  const one = get('oneOf') === undefined ? [] : [formulas.one(schemas(place, 'oneOf').map(here))];
  const not = get('not');
  return [
    ...referenced(place).map(([schema, scope]) => place.translator.translate(schema, scope, place.site)),
    ...all,
    ...any,
    ...one,
    ...(not === undefined ? [] : [formulas.not(here(not as JsonSchema))]),
    ...conditional(place),
  ];
}

/** The subschemas in a keyword that holds a list. */
export function schemas({ get }: Place, keyword: string): readonly JsonSchema[] {
  return (get(keyword) ?? []) as readonly JsonSchema[];
}

/** What `$ref`, `$recursiveRef` and `$dynamicRef` of the schema lead to. */
export function referenced(place: Place): (readonly [JsonSchema, Place['scope']])[] {
  const { document } = place.translator;
  const found: (readonly [JsonSchema, Place['scope']])[] = [];
  const fixed = place.get('$ref');
  if (typeof fixed === 'string') found.push([document.find(fixed, place.schema).schema, place.scope]);
  for (const keyword of ['$recursiveRef', '$dynamicRef']) {
    const reference = place.get(keyword);
    if (typeof reference === 'string')
      found.push([dynamicTarget(document, place.scope, place.schema, reference, keyword), place.scope]);
  }
  return found;
}

/** What `$recursiveRef` or `$dynamicRef`, standing in `schema`, leads to in `scope`. */
export function dynamicTarget(
  document: SchemaDocument,
  scope: Scope,
  schema: JsonSchemaObject,
  reference: string,
  keyword: string,
): JsonSchema {
  const start = document.find(reference, schema);
  const name = keyword === '$recursiveRef' ? '' : start.anchor;
  if (name === undefined || typeof start.schema === 'boolean') return start.schema;
  const isDynamic = document.resourceOf(start.schema).dynamicAnchors.get(name) === start.schema;
  return isDynamic ? (scope.bound.get(name) ?? start.schema) : start.schema;
}

function conditional({ get, here, formulas }: Place): Formula[] {
  const condition = get('if');
  if (condition === undefined) return [];
  const when = here(condition as JsonSchema);
  const then = get('then');
  const otherwise = get('else');
  return [
    ...(then === undefined ? [] : [formulas.or([formulas.not(when), here(then as JsonSchema)])]),
    ...(otherwise === undefined ? [] : [formulas.or([when, here(otherwise as JsonSchema)])]),
  ];
}
