import type { RuntimeSchema, SchemaObject, SchemaSet } from '../schema-set.ts';

/** A schema, if there is one, and the keyword that it stands under. */
export type Held = readonly [keyword: string, schema: RuntimeSchema | undefined];

type Named = Readonly<Record<string, RuntimeSchema>>;

/** The schemas that a schema applies to a property or, for a number, to an item. */
export function schemasBelow(set: SchemaSet, schema: SchemaObject, token: string | number): readonly Held[] {
  const { properties = {}, patternProperties = {}, prefixItems = {} } = schema as Readonly<Record<string, Named>>;
  if (typeof token === 'number')
    return [token in prefixItems ? ['prefixItems', prefixItems[token]] : rest(schema, 'items')];
  const found = Object.keys(patternProperties)
    .filter((source) => matches(set, source, token))
    .map((source): Held => ['patternProperties', patternProperties[source]]);
  if (Object.hasOwn(properties, token)) found.push(['properties', properties[token]]);
  return found.length > 0 ? found : [rest(schema, 'additionalProperties')];
}

/** Whether a pattern is found in a text. */
export function matches({ patterns }: SchemaSet, source: string, text: string): boolean {
  return (patterns?.[source] ?? new RegExp(source, 'u')).test(text);
}

function rest(schema: SchemaObject, keyword: string): Held {
  return [keyword, schema[keyword] as RuntimeSchema | undefined];
}
