import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import messageSource from '../../src/asyncapi/extensions/x-source.schema.json' with { type: 'json' };
import personalData from '../../src/asyncapi/extensions/x-personal-data.schema.json' with { type: 'json' };
import schemaSource from '../../src/asyncapi/extensions/x-schema-source.schema.json' with { type: 'json' };
import { at } from '../../src/json-schema/pointer.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { walkSchema } from '../../src/json-schema/walk.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { appliedSchemas } from './applied-schemas.ts';
import { bundleSchemas, contractFolders, definitionName, readMessages, readSchemas } from './contract-files.ts';
import type { ContractFolder } from './contract-files.ts';

/** Keywords that mean the same in draft-07 and in 2020-12, as far as the contracts need them. */
const keywords = new Set(
  `$ref description type format pattern enum const anyOf allOf if then required properties additionalProperties items
  contentMediaType contentSchema x-source x-personal-data`.split(/\s+/),
);

const extensions = createValidator({ dialect: 'draft-07', definitions: { messageSource, schemaSource, personalData } });

describe.each(contractFolders)('$id', (contract) => {
  const messages = readMessages(contract).map(({ message }) => message);
  const schemas = [...readSchemas(contract)].flatMap(([path, schema]) => allSchemas(path, schema));
  const names = messages.map(({ name }) => name);

  test('files of messages and payload schemas are called after the event, and the schema holds its type', () => {
    expect(readMessages(contract).map(({ file }) => file)).toEqual(names.map((name) => `${name}.yaml`));
    const selected = [...readSchemas(contract)]
      .filter(([path]) => path.startsWith('events/'))
      .map(([path, schema]) => [path, at(schema, '/properties/type/const')]);
    expect(selected).toEqual(names.map((name) => [`events/${name}.schema.json`, name]));
  });

  test('every required property rests on the number of examples that its source states', () => {
    // Header schemas rest on the documents' words: no example shows the headers of a delivery with a real signature.
    const stated = schemas.filter(
      ({ schema, name, inCondition }) => 'required' in schema && !inCondition && name !== 'headers',
    );
    const counted = countRequired(contract);
    const evidence = stated.map(({ place, name, schema }) => {
      const values = counted.get(name) ?? [];
      return {
        place,
        instances: values.length,
        carried: requiredCounts(schema, values),
        stated: at(schema, '/x-source/required'),
      };
    });

    expect(evidence).not.toEqual([]);
    expect(evidence.filter(({ carried, stated: claim }) => !isDeepStrictEqual(carried, claim))).toEqual([]);
    expect(
      evidence.filter(({ carried, instances }) => Object.values(carried).some((count) => count !== instances)),
    ).toEqual([]);
  });

  test('every property has a description', () => {
    const { definitions } = bundleSchemas(contract);
    const described = schemas
      .filter(({ keyword, inCondition }) => keyword === 'properties' && !inCondition)
      .map(({ place, name }) => ({ place, description: descriptionOf(definitions, `/${name}`) }));

    expect(described).not.toEqual([]);
    expect(described.filter(({ description }) => !/^\p{Lu}.*\.$/u.test(description))).toEqual([]);
  });

  test('schemas keep to keywords that mean the same in draft-07 and 2020-12', () => {
    const foreign = schemas.flatMap(({ place, schema, keyword }) =>
      Object.keys(schema)
        .filter((key) => !keywords.has(key) && !(keyword === undefined && key === '$schema'))
        .map((key) => `${place}: ${key}`),
    );
    expect(foreign).toEqual([]);
    expect(schemas.filter(({ schema }) => '$ref' in schema && Object.keys(schema).length > 1)).toEqual([]);
    expect(schemas.filter(({ schema }) => Array.isArray(schema['items']))).toEqual([]);
  });

  test('schemas stay open, for properties and for values', () => {
    const closed = schemas.filter(({ schema, parent }) => {
      const known = schema['enum'];
      const isOpen = known === undefined || isDeepStrictEqual(parent?.['anyOf'], [{ enum: known }, { type: 'string' }]);
      return !isOpen || schema['additionalProperties'] === false;
    });
    const repeating = schemas.filter(({ schema }) => new Set(knownValues(schema)).size !== knownValues(schema).length);

    expect(closed).toEqual([]);
    expect(repeating).toEqual([]);
  });

  test('statements of source and of personal data are well formed', () => {
    const inSchemas = schemas.flatMap(({ place, schema }) => [
      ...violations(place, 'schemaSource', schema['x-source']),
      ...violations(place, 'personalData', schema['x-personal-data']),
    ]);
    const inMessages = messages.flatMap((message) =>
      violations(message.name, 'messageSource', message['x-source'] as unknown as Json),
    );
    const untraceable = schemas.flatMap(({ place, schema }) =>
      Object.keys(asObject(at(schema, '/x-source/values')))
        .filter((value) => !knownValues(schema).includes(value))
        .map((value) => `${place}: ${value}`),
    );

    expect(inSchemas).toEqual([]);
    expect(inMessages).toEqual([]);
    expect(untraceable).toEqual([]);
  });

  test('every example has a source, and every repair is there to be seen', () => {
    const repairs = messages.flatMap(({ name, examples = [], 'x-source': source }) =>
      examples.flatMap((example) =>
        (source.examples?.[example.name]?.repairs ?? []).map(({ kind, pointer, became }) => ({
          where: `${name}, ${example.name}, ${pointer}`,
          found: at(example.payload, pointer),
          became: kind === 'value' ? became : JSON.parse(became),
        })),
      ),
    );
    const named = messages.map(({ examples = [] }) => examples.map(({ name }) => name));

    expect(messages.map(({ 'x-source': source }) => Object.keys(source.examples ?? {}))).toEqual(named);
    expect(repairs.filter(({ found, became }) => !isDeepStrictEqual(found, became))).toEqual([]);
  });

  test('an event without an example says that it is documented by name only', () => {
    const saying = messages.filter(({ description }) => description.startsWith('Documented by name only'));
    expect(saying).toEqual(messages.filter(({ examples }) => examples === undefined));
  });
});

test('a document has one title and one digest', () => {
  const digests = new Map<string, Set<string | undefined>>();
  for (const contract of contractFolders) {
    for (const { message } of readMessages(contract)) {
      const { document, sha256 } = message['x-source'];
      digests.set(document, (digests.get(document) ?? new Set()).add(sha256));
    }
  }
  expect([...digests.values()].filter((found) => found.size > 1)).toEqual([]);
});

test('all 21 documented examples are there', () => {
  const counts = contractFolders.map((contract) => [
    contract.id,
    readMessages(contract).reduce((sum, { message }) => sum + (message.examples?.length ?? 0), 0),
  ]);
  expect(Object.fromEntries(counts)).toMatchObject({
    'ombori@1.0.0': 3,
    'ombori@2.0.0': 12,
    'qminder@1.0.0': 1,
    'waitwhile@1.0.0': 5,
  });
});

interface PlacedSchema {
  /** File and pointer, for a person. */
  readonly place: string;
  /** Definition and pointer, as in the set of all schemas. */
  readonly name: string;
  readonly schema: JsonObject;
  readonly parent: JsonObject | undefined;
  readonly keyword: string | undefined;
  /** Below an `if`: what it requires tells cases apart, and demands nothing. */
  readonly inCondition: boolean;
}

function allSchemas(path: string, root: JsonObject): PlacedSchema[] {
  const found: PlacedSchema[] = [];
  const definition = definitionName(path);
  walkSchema(root, (schema, pointer, keyword) => {
    if (!isObject(schema)) return;
    const parent = at(root, pointer.replace(keyword === undefined ? /$/ : /\/(?:[^/]+\/\d+|[^/]+)$/, ''));
    const inCondition = pointer.split('/').includes('if');
    found.push({
      place: `${path}#${pointer}`,
      name: `${definition}${pointer}`,
      schema,
      parent: asObject(parent),
      keyword,
      inCondition,
    });
  });
  return found;
}

/** For each schema that requires something: the documented objects on which it has a say. */
function countRequired(contract: ContractFolder): ReadonlyMap<string, readonly JsonObject[]> {
  const bundle = bundleSchemas(contract);
  const validator = createValidator(bundle);
  const applied = readMessages(contract).flatMap(({ message }) =>
    (message.examples ?? []).flatMap(({ payload }) =>
      appliedSchemas(bundle, validator, `events.${message.name}`, payload),
    ),
  );
  const requiring = applied.flatMap(({ name, schema, value }) =>
    'required' in schema && isObject(value) ? [{ name, value }] : [],
  );
  return new Map(
    [...Map.groupBy(requiring, ({ name }) => name)].map(([name, found]) => [name, found.map(({ value }) => value)]),
  );
}

function requiredCounts(schema: JsonObject, values: readonly JsonObject[]): Record<string, number> {
  const required = schema['required'] as readonly string[];
  return Object.fromEntries(required.map((key) => [key, values.filter((value) => Object.hasOwn(value, key)).length]));
}

function violations(
  place: string,
  shape: 'messageSource' | 'schemaSource' | 'personalData',
  value: Json | undefined,
): object[] {
  return value === undefined
    ? []
    : extensions
        .compile(shape)
        .violations(value)
        .map((violation) => ({ place, ...violation }));
}

/** Description of the schema itself, or of the one that it refers to. */
function descriptionOf(definitions: JsonObject, pointer: string): string {
  const schema = asObject(at(definitions, pointer));
  const reference = schema['$ref'];
  if (typeof reference === 'string') return descriptionOf(definitions, reference.replace('#/definitions', ''));
  const description = schema['description'];
  return typeof description === 'string' ? description : '';
}

function knownValues(schema: JsonObject): Json[] {
  const branches = schema['anyOf'];
  if (!Array.isArray(branches)) return [];
  return branches.flatMap((branch: Json) => (isObject(branch) && Array.isArray(branch['enum']) ? branch['enum'] : []));
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
