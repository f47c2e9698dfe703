import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** What `dependencies`, `dependentRequired` and `dependentSchemas` say, as conditions, which all dialects read alike. */
export function dependencyConditions(
  schema: JsonObject,
  inside: (name: string, ...more: (string | number)[]) => Json,
): JsonObject[] {
  return ['dependencies', 'dependentRequired', 'dependentSchemas'].flatMap((keyword) => {
    const map = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
    if (!isObject(map)) return [];
    return Object.entries(map).map(([property, needs]): JsonObject => {
      const when = { type: 'object', required: [property] };
      const then = Array.isArray(needs) ? { required: needs } : inside(keyword, property);
      return Object.fromEntries(new Map<string, Json>().set('if', when).set('then', then));
    });
  });
}
