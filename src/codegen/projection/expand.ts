import { at, pointerOfReference } from '../../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** What several schemas demand together of one value. */
export interface Demands {
  /** Schemas with keywords of their own besides `$ref` and `allOf`, outer ones first; each counts without those two. */
  readonly leaves: readonly JsonSchemaObject[];
  /** All schemas that were met on the way, these among them. */
  readonly met: readonly JsonSchema[];
  /** One of them is `false`. */
  readonly isFalse: boolean;
}

/** Follows the `$ref`s and `allOf`s of schemas that all apply to one value. Each schema is met once, whatever leads to it. */
export function expand(bundle: SchemaBundle, schemas: readonly JsonSchema[]): Demands {
  const met = new Set<JsonSchema>();
  const leaves: JsonSchemaObject[] = [];
  const waiting = schemas.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (met.has(next)) continue;
    met.add(next);
    if (!isObject(next)) continue;
    const target = typeof next['$ref'] === 'string' ? resolve(bundle, next['$ref']) : undefined;
    const isReferenceOnly = next['$ref'] !== undefined && ignoresSiblings(bundle);
    if (!isReferenceOnly && ownKeywords(next).length > 0) leaves.push(next);
    const all = isReferenceOnly ? undefined : next['allOf'];
    if (Array.isArray(all)) waiting.push(...(all as readonly Json[]).filter(isSchema).toReversed());
    if (target !== undefined) waiting.push(target);
  }
  return { leaves, met: [...met], isFalse: met.has(false) };
}

/** The keywords of a schema that are no references, and no containers of schemas that only references lead to. */
export function ownKeywords(schema: JsonSchemaObject): string[] {
  return Object.keys(schema).filter((keyword) => !followed.has(keyword));
}

const followed = new Set(['$ref', 'allOf', 'definitions', '$defs', 'x-source']);

/** The schema that a `$ref` of the bundle leads to. */
export function resolve({ definitions }: SchemaBundle, reference: string): JsonSchema | undefined {
  const pointer = pointerOfReference(reference);
  const found = pointer?.startsWith('/definitions/') === true ? at({ definitions }, pointer) : undefined;
  return isSchema(found) ? found : undefined;
}

export function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** Up to draft-07 everything beside a `$ref` is ignored. */
function ignoresSiblings({ dialect }: SchemaBundle): boolean {
  return dialect !== '2019-09' && dialect !== '2020-12';
}

const words = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$comment',
]);

/** Whether a keyword says something to people only. */
export function isAnnotation(keyword: string): boolean {
  return words.has(keyword) || keyword.startsWith('x-');
}
