import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { generatePython } from '../../src/codegen/python/generate-python.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { loadShipped } from '../support/client-folder.ts';
import { pageFiles, readPage, root } from '../support/docs/pages.ts';

/** What a block of data is, and what is wrong with it as such. */
interface Kind {
  readonly name: string;
  /** The first kind that takes a block counts. */
  readonly takes: (data: Json) => boolean;
  readonly problems: (data: Json) => string[] | Promise<string[]>;
}

const ajv = new Ajv({ strict: false, allErrors: true });
const readJson = (file: string): JsonObject => JSON.parse(readFileSync(join(root, file), 'utf8')) as JsonObject;
const readYaml = (file: string): Json => parse(readFileSync(join(root, file), 'utf8')) as Json;
const has = (data: Json, ...keys: string[]): data is JsonObject =>
  isObject(data) && keys.every((key) => Object.hasOwn(data, key));
const isList = (data: Json, key: string): boolean => Array.isArray(data) && data.some((one: Json) => has(one, key));
const keysOf = (data: Json | undefined): string[] => (isObject(data) ? Object.keys(data) : []);
const config = readJson('src/config/counterfoil.schema.json');
ajv.addSchema(readJson('src/simulator/scenarios.schema.json'), 'scenarios');

function by(schema: JsonObject): (data: Json) => string[] {
  const validate = ajv.compile(schema);
  return (data) =>
    validate(data) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const kinds: readonly Kind[] = [
  {
    name: 'configuration',
    takes: (data) =>
      isObject(data) && Object.keys(data).every((key) => Object.hasOwn(config['properties'] as object, key)),
    problems: by(config),
  },
  {
    name: 'approvals',
    takes: (data) => isList(data, 'fingerprint'),
    problems: by(readJson('src/config/approvals.schema.json')),
  },
  { name: 'lock file', takes: (data) => has(data, 'lock'), problems: by(readJson('src/config/lock.schema.json')) },
  {
    name: 'states of a life cycle',
    takes: (data) => isObject(data) && Object.values(data).every((state) => has(state, 'next')),
    problems: by({ type: 'object', additionalProperties: { $ref: 'scenarios#/definitions/state' } }),
  },
  {
    name: 'problem',
    takes: (data) => has(data, 'title', 'status'),
    problems: by({
      type: 'object',
      required: ['detail'],
      properties: { status: { type: 'integer', minimum: 400, maximum: 599 }, detail: { type: 'string' } },
    }),
  },
  { name: 'vectors', takes: (data) => has(data, 'vectors'), problems: unlikeVectors },
  { name: 'JSON Schema', takes: (data) => has(data, 'type', 'properties'), problems: notUsable },
  { name: 'steps and workflows', takes: isOfOthers, problems: unknownNames },
  { name: 'package.json', takes: (data) => has(data, 'imports'), problems: () => [] },
  { name: 'a comment alone', takes: (data) => data === null, problems: () => [] },
];

/** Those of CI systems: their owners' programs read them. */
function isOfOthers(data: Json): boolean {
  if (isList(data, 'run') || has(data, 'jobs') || has(data, 'repos')) return true;
  return isObject(data) && Object.values(data).every((job) => has(job, 'script'));
}

/** What they say of ours: inputs of the action, hooks. */
function unknownNames(data: Json): string[] {
  const inputs = keysOf((readYaml('action.yml') as JsonObject)['inputs']);
  const hooks = new Set((readYaml('.pre-commit-hooks.yaml') as JsonObject[]).map(({ id }) => id));
  return objectsIn(data).flatMap((one) => {
    if (typeof one['uses'] === 'string' && one['uses'].startsWith('counterfoil/'))
      return keysOf(one['with']).filter((key) => !inputs.includes(key));
    const isHook = has(one, 'id') && Object.keys(one).length === 1;
    return isHook && !hooks.has(one['id']) ? [`no hook ${JSON.stringify(one['id'])}`] : [];
  });
}

function objectsIn(data: Json | undefined): JsonObject[] {
  if (Array.isArray(data)) return data.flatMap((one: Json) => objectsIn(one));
  return isObject(data) ? [data, ...Object.values(data).flatMap(objectsIn)] : [];
}

/** Members that generated vectors do not have. */
async function unlikeVectors(data: Json): Promise<string[]> {
  const contract = loadShipped().find(({ id }) => id === 'qminder@1.0.0');
  if (contract === undefined) throw new Error('The documented contract is not shipped.');
  const file = (await generatePython(contract, '')).find(({ path }) => path.endsWith('vectors.json'));
  const real = JSON.parse(file?.content ?? '{}') as JsonObject;
  const known = new Set(objectsIn(real).flatMap(keysOf));
  return objectsIn(data)
    .flatMap(keysOf)
    .filter((key) => !known.has(key));
}

function notUsable(data: Json): string[] {
  createValidator({ dialect: 'draft-07', definitions: { documented: data as JsonObject } }).compile('documented');
  return [];
}

// Pages of rules show what breaks them; the blocks of the contract format have contract-format.test.ts and contract-docs.test.ts.
const pages = ['README.md', ...pageFiles()].filter(
  (file) => !file.startsWith('docs/rules/') && file !== 'docs/contract-format.md',
);
const blocks = pages
  .map(readPage)
  .flatMap(({ file, blocks: all }) =>
    all
      .filter(({ language }) => language === 'yaml' || language === 'json')
      .map(({ code, line }) => ({ place: `${file}:${line}`, data: parse(outdented(code)) as Json })),
  );

function outdented(code: string): string {
  const width = /^ */.exec(code)?.[0].length ?? 0;
  return code.replaceAll(new RegExp(`^ {${width}}`, 'gm'), '');
}

test('there is data in the documents', () => {
  expect(blocks.length).toBeGreaterThan(20);
});

test.each(blocks)('$place is what it looks like', async ({ data }) => {
  const kind = kinds.find(({ takes }) => takes(data));
  expect(kind?.name ?? 'of no kind that is known: see kinds').not.toContain('no kind');
  expect(await kind?.problems(data)).toEqual([]);
});
