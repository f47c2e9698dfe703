import type { Contract } from '../../../src/asyncapi/model.ts';
import type { PortableSchemas } from '../../../src/codegen/projection/portable-schemas.ts';
import { toPortableSchemas } from '../../../src/codegen/projection/portable-schemas.ts';
import type { SpellPattern } from '../../../src/codegen/projection/simplify.ts';
import { child } from '../../../src/json-schema/pointer.ts';
import type { JsonSchema, SchemaBundle } from '../../../src/json-schema/schema.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json } from '../../../src/util/json.ts';

/** Portable schemas as our own validator takes them: `jsonText` and keys in place of references go back to what they were. */
export function portableBundle({ schemas }: PortableSchemas): SchemaBundle {
  const entries = [...schemas].map(([key, schema]) => [`p.${key}`, restore(schema)]);
  return { dialect: '2020-12', definitions: Object.fromEntries(entries) as Record<string, JsonSchema> };
}

function restore(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => restore(item));
  if (!isObject(value)) return value;
  const { jsonText, ...others } = value;
  const entries = Object.entries(others).map(([keyword, held]): [string, Json] =>
    keyword === '$ref' && typeof held === 'string' ? [keyword, referenceTo(held)] : [keyword, restore(held)],
  );
  const content =
    typeof jsonText === 'string'
      ? { contentMediaType: 'application/json', contentSchema: { $ref: referenceTo(jsonText) } }
      : {};
  return { ...Object.fromEntries(entries), ...content };
}

function referenceTo(key: string): string {
  return `#${child('/definitions', `p.${key}`)}`;
}

/** One set of portable schemas with values and whether they are valid, as our own validator says. */
export interface Case {
  readonly schemas: Readonly<Record<string, Json>>;
  readonly key: string;
  readonly values: readonly string[];
  readonly expected: readonly boolean[];
}

/** What validators of other languages must say about values under the first event of a contract. */
export function caseOf(contract: Contract, values: readonly Json[], spell: SpellPattern): Case {
  const portable = toPortableSchemas(contract, spell);
  // Patterns in another syntax are none for our own validator: it gets those of the contract.
  const own = toPortableSchemas(contract, (pattern) => (spell(pattern) === undefined ? undefined : pattern));
  const [key = ''] = portable.events.values();
  const compiled = createValidator(portableBundle(own)).compile(`p.${key}`);
  return {
    schemas: Object.fromEntries(portable.schemas),
    key,
    values: values.map((value) => JSON.stringify(value)),
    expected: values.map((value) => compiled.isValid(value)),
  };
}
