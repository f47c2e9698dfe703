import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, test } from 'vitest';
import { loadContract } from '../../../src/asyncapi/load-contract.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { emitValidators } from '../../../src/codegen/validators/emit-validators.ts';
import { supportNames } from '../../../src/codegen/validators/support-names.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import { SchemaCompileError } from '../../../src/json-schema/schema-error.ts';
import * as support from '../../../src/runtime/support.ts';
import type { Json } from '../../../src/util/json.ts';
import { contractFolders } from '../../contracts/contract-files.ts';
import { emitFor, generate } from './compile-module.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-validators-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loaded = await Promise.all(contractFolders.map(({ documentFile }) => loadContract(fileURLToPath(documentFile))));
const contracts = loaded.map(({ contract }) => contract as Contract);

const it07 = (schema: JsonSchema, others: Readonly<Record<string, JsonSchema>> = {}): ((value: Json) => boolean) =>
  generate({ dialect: 'draft-07', definitions: { it: schema, ...others } }, 'it');
const codeOf = (schema: JsonSchema, others: Readonly<Record<string, JsonSchema>> = {}): string =>
  emitFor({ dialect: 'draft-07', definitions: { it: schema, ...others } }, 'it').code;

describe('a module', () => {
  it('is what a person would write', () => {
    const code = codeOf(
      {
        type: 'object',
        required: ['type', 'id', 'state'],
        properties: {
          type: { const: 'ticket.called' },
          id: { type: 'string', format: 'uuid' },
          state: { anyOf: [{ enum: ['NEW', 'CALLED'] }, { type: 'string' }] },
          desk: { type: ['string', 'null'] },
          calledAt: { type: 'string', format: 'date-time' },
          owner: { anyOf: [{ type: 'null' }, { $ref: '#/definitions/person' }] },
        },
        if: { properties: { state: { const: 'CALLED' } }, required: ['state'] },
        then: { required: ['calledAt'] },
      },
      { person: { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 40 } } } },
    );
    expect(code).toBe(`import { guard, isDateTime, isUuid, lengthOf } from './runtime.js';

function checkIt(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const type_ = value.type;
  if (type_ !== 'ticket.called') return false;
  const id = value.id;
  if (typeof id !== 'string' || !isUuid(id)) return false;
  const state = value.state;
  if (typeof state !== 'string') return false;
  const desk = value.desk;
  if (desk !== undefined && desk !== null && typeof desk !== 'string') return false;
  const calledAt = value.calledAt;
  if (calledAt !== undefined && (typeof calledAt !== 'string' || !isDateTime(calledAt))) return false;
  const owner = value.owner;
  if (owner !== undefined && owner !== null && !isPerson(owner)) return false;
  if (state === 'CALLED' && typeof calledAt !== 'string') return false;
  return true;
}

function isPerson(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const name = value.name;
  if (typeof name !== 'string' || (name.length > 40 && lengthOf(name) > 40)) return false;
  return true;
}

export const isIt = /* @__PURE__ */ guard(checkIt);
`);
  });

  it.each(contracts)('of $id imports nothing but listed functions of the runtime, and makes no code', (contract) => {
    const { code, imports, functionOf } = emitValidators(contract);
    expect(imports.filter((name) => !supportNames.has(name))).toEqual([]);
    expect(code.match(/\bimport\b.*/g)).toEqual([`import { ${imports.join(', ')} } from './runtime.js';`]);
    expect(code).not.toMatch(/\beval\b|\bFunction\b|\brequire\b|\bprocess\b|\bBuffer\b/);
    expect([...functionOf.keys()]).toEqual(contract.events.map(({ name }) => name));
    expect(new Set(functionOf.values()).size).toBe(contract.events.length);
    expect(emitValidators(structuredClone(contract))).toEqual({ code, imports, functionOf });
  });
});

describe("the table of the runtime's functions", () => {
  it('lists what the runtime has for generated code, and nothing else', () => {
    expect([...supportNames].toSorted()).toEqual(Object.keys(support).toSorted());
  });
});

describe('names', () => {
  const names: readonly (readonly [event: string, payload: string])[] = [
    ['a.b', 'events.a.b'],
    ['a-b', 'events.a-b'],
    ['A_B', 'shared'],
    ['aB2', 'shared'],
    ['check', 'events.check'],
    ['isEqual', 'guard'],
    ['123', 'value'],
    ['ünïcode', 'ünïcode'],
    ['', 'empty'],
  ];
  const contract = {
    events: names.map(([name, payload]) => ({ name, payload })),
    schemas: {
      dialect: 'draft-07',
      definitions: Object.fromEntries(
        names.map(([name, payload], index) => [
          payload,
          payload === 'shared'
            ? { const: 'shared' }
            : {
                type: 'object',
                required: ['n', 'isEqual', 'value', 'class'],
                properties: {
                  n: { const: index },
                  isEqual: { type: 'string' },
                  value: {
                    type: 'object',
                    required: ['guard'],
                    properties: { guard: { type: 'string', minLength: 3 }, name: { const: name } },
                  },
                  class: { enum: [[1], { a: 1 }] },
                },
              },
        ]),
      ),
    },
  } as unknown as Contract;

  it('are told apart, whatever events, schemas and members are called', async () => {
    const { code, functionOf } = emitValidators(contract);
    const own = mkdtempSync(join(folder, 'names-'));
    writeFileSync(join(own, 'validators.js'), code);
    writeFileSync(
      join(own, 'runtime.js'),
      `export * from '${new URL('../../../src/runtime/support.ts', import.meta.url).href}';\n`,
    );
    const module = (await import(pathToFileURL(join(own, 'validators.js')).href)) as Record<
      string,
      (value: Json) => boolean
    >;
    expect(new Set(functionOf.values()).size).toBe(names.length);
    for (const [index, [name, payload]] of names.entries()) {
      const isValid = module[functionOf.get(name) ?? ''];
      const value = { n: index, isEqual: '', value: { guard: 'abc', name }, class: { a: 1 } };
      expect([name, isValid?.(payload === 'shared' ? 'shared' : value)]).toEqual([name, true]);
      expect([name, isValid?.({ ...value, class: [2] })]).toEqual([name, false]);
    }
  });
});

describe('recursion', () => {
  const tree: JsonSchema = {
    type: 'object',
    properties: { left: { $ref: '#/definitions/it' }, right: { $ref: '#/definitions/it' }, name: { type: 'string' } },
  };
  const nested = (depth: number, inner: Json, wrap: (value: Json) => Json): Json => {
    let value = inner;
    for (let level = 0; level < depth; level += 1) value = wrap(value);
    return value;
  };

  it('ends as not valid where a value is nested too deeply, and the next value is decided again', () => {
    const isValid = it07(tree);
    expect(isValid(nested(500, { name: 'leaf' }, (left) => ({ left })))).toBe(true);
    expect(isValid(nested(500, { name: 7 }, (left) => ({ left })))).toBe(false);
    expect(isValid(nested(200_000, {}, (left) => ({ left })))).toBe(false);
    expect(isValid({})).toBe(true);
  });

  it('ends as not valid for items that are nested too deeply to be compared', () => {
    const isValid = it07({ uniqueItems: true });
    expect(isValid([nested(200_000, 1, (item) => [item]), 1])).toBe(false);
    expect(isValid([[1], [1]])).toBe(false);
    expect(isValid([[1], ['1'], 1, '1', null, 'null', { a: 1, b: 2 }])).toBe(true);
    expect(
      isValid([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).toBe(false);
  });

  test.each<readonly [string, JsonSchema]>([
    [
      'alternatives within alternatives',
      {
        anyOf: [
          { type: 'object', required: ['x', 'a'], properties: { a: { $ref: '#/definitions/it' } } },
          { type: 'object', required: ['a'], properties: { a: { $ref: '#/definitions/it' } } },
          { type: 'string' },
        ],
      },
    ],
    [
      'the same twice',
      {
        allOf: [
          { properties: { a: { $ref: '#/definitions/it' } } },
          { properties: { a: { allOf: [{ $ref: '#/definitions/it' }, { not: { type: 'null' } }] } } },
        ],
        patternProperties: { '^a': { $ref: '#/definitions/it' } },
        not: { type: 'object', properties: { a: { not: { $ref: '#/definitions/it' } } }, required: ['a'] },
      },
    ],
    [
      'children and grandchildren',
      {
        type: ['object', 'string'],
        properties: {
          a: { allOf: [{ $ref: '#/definitions/it' }, { properties: { a: { $ref: '#/definitions/it' } } }] },
        },
      },
    ],
    [
      'items that are contained',
      {
        type: ['array', 'string', 'object'],
        items: { $ref: '#/definitions/it' },
        contains: { $ref: '#/definitions/it' },
      },
    ],
    [
      'one of two',
      {
        type: ['object', 'string'],
        properties: { a: { oneOf: [{ $ref: '#/definitions/it' }, { allOf: [{ $ref: '#/definitions/it' }, false] }] } },
      },
    ],
  ])('takes no time exponential in the depth of a value: %s', (_, schema) => {
    const isValid = it07(schema);
    const wrap = (a: Json): Json => (schema !== true && JSON.stringify(schema).includes('contains') ? [a] : { a });
    expect(isValid(nested(60, 'leaf', wrap))).toBe(true);
    expect(isValid(nested(60, null, wrap))).toBe(false);
  });

  it('remembers nothing where each part of a value is looked at once', () => {
    expect(codeOf(tree)).not.toContain('remember');
  });

  it('goes through evaluated members in time, too', () => {
    const definitions = {
      it: {
        anyOf: [
          { properties: { a: { $ref: '#/definitions/it' } } },
          { properties: { a: { $ref: '#/definitions/it' }, b: true } },
        ],
        unevaluatedProperties: false,
      },
    };
    const isValid = generate({ dialect: '2020-12', definitions }, 'it');
    expect(isValid(nested(60, { b: 1 }, (a) => ({ a })))).toBe(true);
    expect(isValid(nested(60, { c: 1 }, (a) => ({ a })))).toBe(false);
  });
});

describe('patterns', () => {
  it('run on the native engine where that cannot run away, else through all ways at once', () => {
    expect(codeOf({ pattern: '^[a-z]+(?:-[a-z]+)*$' })).toContain('const IT_PATTERN = /^[a-z]+(?:-[a-z]+)*$/u;');
    expect(codeOf({ pattern: '^(a+)+$' })).toContain(
      "const IT_PATTERN = linear(['^', /a/u, [3, 5], /a/u, [2], [6, 11], /a/u, [8, 10], /a/u, [7], [5], '$']);",
    );
    const isValid = it07({ pattern: '^(a+)+$' });
    expect(isValid('a'.repeat(50_000))).toBe(true);
    expect(isValid(`${'a'.repeat(50_000)}b`)).toBe(false);
  });

  it('are refused where that would take too many steps, with their place', () => {
    const schema = { properties: { a: { items: { pattern: '(?:a?){0,900}(?:b?){0,900}x' } } } };
    expect(() => it07(schema)).toThrow(SchemaCompileError);
    expect(() => it07(schema)).toThrow(/more than 2000 steps/);
    expect(() => it07(schema)).toThrow(
      expect.objectContaining({ pointer: '#/definitions/it/properties/a/items/pattern' }),
    );
    const byName = { patternProperties: { '(?:a?){0,900}(?:b?){0,900}x': true } };
    expect(() => it07(byName)).toThrow(expect.objectContaining({ keyword: 'patternProperties' }));
  });
});

describe('values that no JSON text holds', () => {
  it('are decided without a throw', () => {
    const odd: readonly unknown[] = [
      undefined,
      Number.NaN,
      Infinity,
      1n,
      Symbol('a'),
      () => true,
      new Date(0),
      new Map(),
      Object.create(null),
    ];
    const isValid = it07({
      anyOf: [{ type: 'object', required: ['a'] }, { type: 'array' }, { minimum: 3, maxLength: 2, not: { const: 5 } }],
    });
    for (const value of odd) expect(typeof isValid(value as Json)).toBe('boolean');
  });

  it('count as absent when they are undefined members', () => {
    const closed = it07({ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false });
    expect(closed({ a: undefined, b: undefined } as unknown as Json)).toBe(true);
    expect(it07({ required: ['a'] })({ a: undefined } as unknown as Json)).toBe(false);
  });

  it('can be numbers that are too large: of no type, and above every limit', () => {
    const huge = JSON.parse('[1e400, -1e400]') as [number, number];
    expect(it07({ type: 'number' })(huge[0])).toBe(false);
    expect(it07({ maximum: 5 })(huge[0])).toBe(false);
    expect(it07({ maximum: 5 })(huge[1])).toBe(true);
    expect(it07({ multipleOf: 2 })(huge[0])).toBe(false);
    expect(it07({ enum: [huge[0]] })(huge[0])).toBe(true);
  });
});

it('says where a schema is nested too deeply', () => {
  let schema: JsonSchema = { type: 'string' };
  for (let depth = 0; depth < 30_000; depth += 1) schema = { not: schema };
  expect(() => it07(schema)).toThrow(/nested too deeply|Maximum call stack/);
});
