import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { loadContract } from '../../../src/api/load-contract.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { emitSchemas } from '../../../src/codegen/schemas/emit-schemas.ts';
import { numberFormatFunctions, stringFormatFunctions } from '../../../src/codegen/schemas/format-functions.ts';
import { numberFormats, stringFormats } from '../../../src/json-schema/formats.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import type { SchemaSet } from '../../../src/runtime/schema-set.ts';
import * as furtherRules from '../../../src/runtime/explain/further-rules.ts';
import { explain } from '../../../src/runtime/explain.ts';
import * as support from '../../../src/runtime/support.ts';
import type { Json } from '../../../src/util/json.ts';

const source = new URL('../../../src/runtime/', import.meta.url);
const shipped = ['ombori@1.0.0', 'ombori@2.0.0', 'waitwhile@1.0.0', 'qminder@1.0.0'];

let folder: string;
let count = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-schemas-'));
  const modules = ['explain/further-rules.ts', 'support.ts'].map((file) => new URL(file, source).href);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'runtime.js'), modules.map((file) => `export * from '${file}';\n`).join(''));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the module of a client, and imports it. */
async function load(code: string): Promise<SchemaSet> {
  count += 1;
  const file = join(folder, `schemas-${count}.js`);
  writeFileSync(file, code);
  return ((await import(file)) as { schemaSet: SchemaSet }).schemaSet;
}

async function contractOf(id: string): Promise<Contract> {
  const { contract } = await loadContract(id);
  if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
  return contract;
}

/** A contract with one event, as far as schemas are concerned. */
async function contractWith(schema: JsonSchema, more: Record<string, JsonSchema> = {}): Promise<Contract> {
  const contract = await contractOf('qminder@1.0.0');
  const [event] = contract.events;
  const definitions = { ...more, [event?.payload ?? '']: schema };
  return { ...contract, events: event === undefined ? [] : [event], schemas: { dialect: 'draft-07', definitions } };
}

async function explainBy(schema: JsonSchema, value: Json): Promise<string[]> {
  const contract = await contractWith(schema);
  const { code, keyOf } = emitSchemas(contract);
  const [key = ''] = keyOf.values();
  return explain(await load(code), key, value).map(({ pointer, keyword }) => `${pointer} ${keyword}`);
}

describe.each(shipped)('%s', (id) => {
  it('becomes a module that explains a payload of each event', async () => {
    const contract = await contractOf(id);
    const { code, keyOf } = emitSchemas(contract);
    const set = await load(code);
    expect([...keyOf.keys()]).toEqual(contract.events.map(({ name }) => name));
    for (const key of keyOf.values())
      expect(explain(set, key, 1)).toMatchObject([{ keyword: 'type', message: 'must be an object, got number 1' }]);
  });

  it('becomes the same bytes each time', async () => {
    expect(emitSchemas(await contractOf(id)).code).toBe(emitSchemas(await contractOf(id)).code);
  });

  it('is small', async () => {
    expect(gzipSync(emitSchemas(await contractOf(id)).code).length).toBeLessThan(2000);
  });

  it('has keys that say what they are', async () => {
    const { code, keyOf } = emitSchemas(await contractOf(id));
    const keys = Object.keys((await load(code)).schemas);
    expect(keys.filter((key) => !/^[a-zA-Z][\w.-]*(?:\/\w+)*$/.test(key))).toEqual([]);
    expect([...keyOf.values()].filter((key) => !keys.includes(key))).toEqual([]);
  });
});

describe('what is personal', () => {
  it('is marked, and nothing else', async () => {
    const { schemas } = await load(emitSchemas(await contractOf('qminder@1.0.0')).code);
    expect(schemas['ticket']).toMatchObject({
      properties: {
        firstName: { type: 'string', personal: true },
        phoneNumber: { anyOf: [{ type: 'integer', format: 'int64' }, { type: 'string' }], personal: true },
        line: { type: 'integer' },
      },
    });
    expect(JSON.stringify(schemas)).not.toContain('x-');
    expect((JSON.stringify(schemas['ticket']).match(/personal/g) ?? []).length).toBe(4);
  });

  it('is marked beside a reference, in a branch, and in JSON text', async () => {
    const schema = {
      properties: {
        a: { $ref: '#/definitions/other', 'x-personal-data': 'name' },
        b: { anyOf: [{ enum: ['x'] }, { type: 'string', 'x-personal-data': 'name' }] },
        c: { contentMediaType: 'application/json', contentSchema: { 'x-personal-data': 'name' } },
      },
    };
    const { code } = emitSchemas(await contractWith(schema, { other: { type: 'string' } }));
    const { schemas } = await load(code);
    const [root] = Object.keys(schemas);
    const text = `${root}/properties/c/contentSchema`;
    expect(schemas[root ?? '']).toEqual({
      properties: {
        a: { $ref: 'other', personal: true },
        b: { type: 'string', known: ['x'], personal: true },
        c: { jsonText: text },
      },
    });
    expect(schemas[text]).toEqual({ personal: true });
  });
});

describe('code', () => {
  it('takes from the runtime only what is used there', async () => {
    const { imports, code } = emitSchemas(await contractWith({ type: 'object', required: ['a'] }));
    expect(imports).toEqual([]);
    expect(code).not.toContain('import');
    expect(emitSchemas(await contractOf('ombori@2.0.0')).imports).toEqual([
      'explainFormat',
      'explainIf',
      'explainJsonText',
      'isDateTime',
      'isUuid',
    ]);
  });

  it('keeps names and values that mean something to JavaScript', async () => {
    const schema = JSON.parse(
      '{"properties":{"__proto__":{"const":1},"constructor":{"const":"\u2028"},"a-b":{"const":-1e999}},"enum":[{"__proto__":1}]}',
    ) as JsonSchema;
    const value = JSON.parse('{"__proto__":2,"constructor":"","a-b":0}') as Json;
    expect(await explainBy(schema, value)).toEqual([' enum', '/__proto__ const', '/constructor const', '/a-b const']);
    expect(
      await explainBy({ enum: [JSON.parse('{"__proto__":1}') as Json] }, JSON.parse('{"__proto__":1}') as Json),
    ).toEqual([' schema']);
  });

  it('finds patterns in linear time that the platform would take for ever to find', async () => {
    const text = `${'a'.repeat(100)}b`;
    expect(await explainBy({ pattern: '^(a+)+$' }, text)).toEqual([' pattern']);
    expect(
      await explainBy({ patternProperties: { '^(a+)+$': true }, additionalProperties: false }, { [text]: 1, aa: 1 }),
    ).toEqual([`/${text} additionalProperties`]);
  });

  it('leaves out what says nothing: unknown formats, and those that take any text', async () => {
    const { code, imports } = emitSchemas(
      await contractWith({
        anyOf: [{ format: 'unheard-of' }, { format: 'password', title: 'x' }, { format: 'int32' }],
      }),
    );
    expect(code).toContain('anyOf:[{},{},{format:"int32"}]');
    expect(imports).toEqual(['explainFormat', 'isInt32']);
  });
});

describe('functions of the runtime', () => {
  test('there is one for each format that asserts something', () => {
    const known = [...stringFormats.keys(), ...numberFormats.keys()];
    const named = new Set([...stringFormatFunctions.keys(), ...numberFormatFunctions.keys()]);
    expect(known.filter((format) => !named.has(format))).toEqual(['binary', 'password']);
    const exported = new Set(Object.keys(support));
    expect(
      [...stringFormatFunctions.values(), ...numberFormatFunctions.values()].filter((name) => !exported.has(name)),
    ).toEqual([]);
  });

  test('there is one for each keyword, and no other', async () => {
    const everything = {
      const: [],
      enum: [{}],
      format: 'date',
      contains: {},
      maximum: 1,
      not: {},
      oneOf: [{}],
      pattern: 'a',
      propertyNames: {},
      uniqueItems: true,
      multipleOf: 1,
      if: {},
      contentMediaType: 'application/json',
      contentSchema: {},
    };
    const { imports } = emitSchemas(await contractWith(everything));
    expect(imports.filter((name) => name.startsWith('explain'))).toEqual(Object.keys(furtherRules).toSorted());
  });
});
