import { createRequire } from 'node:module';
import type { Dialect, JsonSchema } from './schema.ts';

const require = createRequire(import.meta.url);

const vocabularies = ['core', 'applicator', 'unevaluated', 'validation', 'meta-data', 'format', 'content'];

/** Files of the meta-schemas as they are published, below the package that carries them. */
const files: Readonly<Record<Dialect, readonly string[]>> = {
  'draft-04': [],
  'draft-06': ['json-schema-draft-06.json'],
  'draft-07': ['json-schema-draft-07.json'],
  '2019-09': [
    'json-schema-2019-09/schema.json',
    ...vocabularies.filter((name) => name !== 'unevaluated').map((name) => `json-schema-2019-09/meta/${name}.json`),
  ],
  '2020-12': [
    'json-schema-2020-12/schema.json',
    ...vocabularies.map((name) => `json-schema-2020-12/meta/${name === 'format' ? 'format-annotation' : name}.json`),
  ],
};

/** The schema of a dialect's schemas, and those that it refers to; none for draft-04. Read when first asked for. */
export function metaSchemas(dialect: Dialect): readonly JsonSchema[] {
  return files[dialect].map((file) => require(`ajv/dist/refs/${file}`) as JsonSchema);
}
