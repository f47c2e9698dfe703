import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';

/** What stands under these is data of payloads, not a schema. */
const asData: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples', 'x-source']);

/** A schema whose references to models are written from another folder. */
export function moveReferences(value: Json, move: (reference: string) => string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => moveReferences(item, move));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, Json] => [
      key,
      key === '$ref' && typeof member === 'string'
        ? move(member)
        : asData.has(key)
          ? member
          : moveReferences(member, move),
    ]),
  );
}

/** The name of the model that a schema is nothing but a reference to. */
export function onlyModel(schema: Json): string | undefined {
  if (!isObject(schema) || Object.keys(schema).length !== 1 || typeof schema['$ref'] !== 'string') return undefined;
  return schema['$ref']
    .split('/')
    .at(-1)
    ?.replace(/\.schema\.json$/, '');
}
