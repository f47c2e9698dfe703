/**
 * Compiles the JSON Schemas of AsyncAPI and of our extensions to code, so that a check does not compile them each time.
 * Writes to the folder that is named on the command line, or to `src/generated`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Ajv, _ } from 'ajv';
import type { AnySchemaObject } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

import { stringFormats } from '../src/json-schema/formats.ts';
import { chooseBranchesFirst, dropAnnotations } from './asyncapi-schema.ts';

const require = createRequire(import.meta.url);

const specifications: readonly (readonly [version: string, path: string])[] = [
  ['3.0.0', require.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json')],
  ['3.1.0', require.resolve('@asyncapi/specs/schemas/3.1.0-without-$id.json')],
];

/** The text of each generated file, by its name. */
export function generate(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [version, path] of specifications) {
    const schema = JSON.parse(readFileSync(path, 'utf8')) as AnySchemaObject;
    chooseBranchesFirst(schema);
    files.set(
      `asyncapi-${version}.cjs`,
      compile({ document: schema, schema: { $ref: 'document#/definitions/schema' } }),
    );
  }
  files.set('extensions.cjs', compile(extensionSchemas()));
  return files;
}

function extensionSchemas(): Record<string, AnySchemaObject> {
  const folder = fileURLToPath(new URL('../src/asyncapi/extensions/', import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
  const read = (name: string): AnySchemaObject =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as AnySchemaObject;
  return Object.fromEntries(names.toSorted().map((name) => [name.replace('.schema.json', ''), read(name)]));
}

/** Code of a function that takes the formats and gives a validator for each schema, by its name. */
function compile(schemas: Record<string, AnySchemaObject>): string {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    messages: false,
    inlineRefs: false,
    addUsedSchema: false,
    logger: false,
    code: { source: true, formats: _`formats` },
    formats: Object.fromEntries(stringFormats),
  });
  for (const [name, schema] of Object.entries(schemas)) {
    dropAnnotations(schema);
    ajv.addSchema(schema, name);
  }
  const code = standalone.default(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
  return `'use strict';\nmodule.exports = (function create(formats) {\nconst exports = {};\n${code}\nreturn exports;\n});\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL('../src/generated/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of generate()) writeFileSync(join(folder, name), text);
}
