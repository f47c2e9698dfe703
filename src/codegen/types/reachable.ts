import { at, child, pointerOfReference } from '../../json-schema/pointer.ts';
import type { JsonSchema, SchemaBundle } from '../../json-schema/schema.ts';
import { subschemas } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Reader } from './reader.ts';
import { isSchema } from './reader.ts';

/** Keywords whose schemas take no part in types. */
const unread = new Set([
  'definitions',
  '$defs',
  'not',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/**
 * The places of a bundle that need a declaration: what is referred to from the schemas at `starts`, directly or not, and
 * the JSON in texts. In the order in which they are found.
 */
export function reachable(bundle: SchemaBundle, keyword: Reader['keyword'], starts: readonly string[]): Set<string> {
  const seen = new Set(starts);
  const declared = new Set<string>();
  const reach = (pointer: string): void => {
    declared.add(pointer);
    seen.add(pointer);
  };
  for (const start of seen) {
    const schema = schemaAt(bundle, start);
    if (schema !== undefined) visit(schema, start, keyword, reach);
  }
  return declared;
}

/** The schema at a pointer into the bundle; undefined when there is none. */
export function schemaAt({ definitions }: SchemaBundle, pointer: string): JsonSchema | undefined {
  const found = at({ definitions }, pointer);
  return isSchema(found) ? found : undefined;
}

/** The pointer that a reference within the bundle leads to. */
export function targetOf(bundle: SchemaBundle, reference: string): string | undefined {
  const pointer = pointerOfReference(reference);
  return pointer?.startsWith('/definitions/') === true && schemaAt(bundle, pointer) !== undefined ? pointer : undefined;
}

function visit(start: JsonSchema, place: string, keyword: Reader['keyword'], reach: (pointer: string) => void): void {
  const waiting = [{ schema: start, pointer: place }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { schema, pointer } = next;
    if (!isObject(schema)) continue;
    for (const name of ['$ref', '$dynamicRef']) {
      const target = keyword(schema, name);
      const found = typeof target === 'string' ? pointerOfReference(target) : undefined;
      if (found?.startsWith('/definitions/') === true) reach(found);
    }
    if (holdsJson(schema, keyword)) reachContent(schema, pointer, keyword, reach);
    const below = subschemas(schema, pointer).filter(
      (one) =>
        !unread.has(one.keyword) && one.keyword !== 'contentSchema' && keyword(schema, one.keyword) !== undefined,
    );
    waiting.push(...below.toReversed());
  }
}

function reachContent(
  schema: Exclude<JsonSchema, boolean>,
  pointer: string,
  keyword: Reader['keyword'],
  reach: (pointer: string) => void,
): void {
  const content = keyword(schema, 'contentSchema');
  const target = isObject(content) && Object.keys(content).length === 1 ? keyword(content, '$ref') : undefined;
  reach((typeof target === 'string' ? pointerOfReference(target) : undefined) ?? child(pointer, 'contentSchema'));
}

/** Whether a text holds JSON that a schema describes. */
export function holdsJson(schema: Exclude<JsonSchema, boolean>, keyword: Reader['keyword']): boolean {
  return (
    keyword(schema, 'contentMediaType') === 'application/json' &&
    keyword(schema, 'contentEncoding') === undefined &&
    isObject(keyword(schema, 'contentSchema'))
  );
}
