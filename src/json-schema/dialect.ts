import { isObject } from '../util/json.ts';
import type { Dialect, JsonSchema } from './schema.ts';

const dialects: Readonly<Record<string, Dialect>> = {
  'json-schema.org/draft-04/schema': 'draft-04',
  'json-schema.org/draft-06/schema': 'draft-06',
  'json-schema.org/draft-07/schema': 'draft-07',
  'json-schema.org/draft/2019-09/schema': '2019-09',
  'json-schema.org/draft/2020-12/schema': '2020-12',
};

/**
 * The dialect that a schema names in `$schema`, or `fallback` when it names none. Undefined when it names one that is
 * not known: nobody can say what such a schema means.
 */
export function detectDialect(schema: JsonSchema, fallback: Dialect): Dialect | undefined {
  if (!isObject(schema) || !Object.hasOwn(schema, '$schema')) return fallback;
  const name = schema['$schema'];
  if (typeof name !== 'string') return undefined;
  const key = name.replace(/^https?:\/\//, '').replace(/#$/, '');
  return Object.hasOwn(dialects, key) ? dialects[key] : undefined;
}
