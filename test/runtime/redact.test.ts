import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { explain } from '../../src/runtime/explain.ts';
import { redact } from '../../src/runtime/redact.ts';
import { findUndocumented } from '../../src/runtime/undocumented.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { appliedSchemas, below } from '../contracts/applied-schemas.ts';
import { bundleSchemas, contractFolders, readMessages } from '../contracts/contract-files.ts';
import { change, mutate } from '../contracts/mutants.ts';
import { schemas, values } from '../json-schema/arbitraries.ts';
import { schemaSetOf } from './schema-set.ts';

const secret = 'Geheim, Tel. 0471/1';

function redactOne(schema: JsonSchema, value: unknown, dialect: Dialect = 'draft-07'): Json | undefined {
  return redact(schemaSetOf({ dialect, definitions: { it: schema } }, ['it']), 'it', value);
}

/** A pointer without the keys of maps, which are replaced when they look like numbers or ids. */
function withoutKeys(pointer: string): string {
  return pointer.replaceAll(/\/(?:redacted-\d+|\d\w{5,})/g, '/*');
}

/** A copy in which every text says something that must not be seen, names as they are. */
function filled(value: Json): Json {
  if (typeof value === 'string') return secret;
  if (Array.isArray(value)) return value.map((item: Json) => filled(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member)]));
}

describe.each(contractFolders)('$id', (contract) => {
  const bundle = bundleSchemas(contract);
  const validator = createValidator(bundle);
  const subjects = readMessages(contract).flatMap(({ message }) =>
    (message.examples ?? []).map(({ name, payload }) => ({
      key: `events.${message.name}`,
      name: `${message.name} ${name}`,
      payload,
    })),
  );
  const set = schemaSetOf(bundle, [...new Set(subjects.map(({ key }) => key))]);

  test.each(subjects)('$name: a damaged payload stays as damaged as it was', ({ key, payload }) => {
    const applied = appliedSchemas(bundle, validator, key, payload);
    const strangers = applied.map(({ place, value }) =>
      isObject(value) ? change(payload, below(place, 'stranger'), () => secret) : change(payload, place, () => secret),
    );
    const damaged = [...strangers, ...mutate(payload, applied).map((mutant) => mutant.payload)];
    for (const value of [payload, ...damaged.filter((_, index) => index % 4 === 0)]) {
      const redacted = redact(set, key, value) ?? null;
      expect(validator.compile(key).isValid(redacted)).toBe(validator.compile(key).isValid(value));
      const [before, after] = [explain(set, key, value), explain(set, key, redacted)];
      expect(after.map(({ pointer, inner, keyword }) => [withoutKeys(pointer), inner, keyword])).toEqual(
        before.map(({ pointer, inner, keyword }) => [withoutKeys(pointer), inner, keyword]),
      );
      const [drift, kept] = [findUndocumented(set, key, value), findUndocumented(set, key, redacted)];
      expect(kept.map(({ kind, pointer, inner }) => [kind, pointer, inner])).toEqual(
        drift.map(({ kind, pointer, inner }) => [kind, pointer, inner]),
      );
    }
  });

  test.each(subjects)('$name: nothing personal survives', ({ key, payload }) => {
    const applied = appliedSchemas(bundle, validator, key, payload);
    // JSON text that is filled as a whole comes after what is in it.
    const personal = applied
      .filter(({ schema }) => schema['x-personal-data'] !== undefined)
      .toSorted((a, b) => (b.place.inner?.length ?? -1) - (a.place.inner?.length ?? -1));
    const told = personal.reduce<Json>(
      (value, { place, value: held }) => change(value, place, () => filled(held)),
      payload,
    );
    expect(JSON.stringify(redact(set, key, told))).not.toContain('Geheim');
    for (const { place } of applied.filter(({ value }) => isObject(value)))
      expect(
        JSON.stringify(
          redact(
            set,
            key,
            change(payload, below(place, 'stranger'), () => secret),
          ),
        ),
      ).not.toContain('Geheim');
    // Again: what was put in its place is as good as any other.
    expect(redact(set, key, redact(set, key, told))).toEqual(redact(set, key, told));
  });
});

describe('for any schema and value', () => {
  const bundle = fc.record({ one: schemas('2020-12'), two: schemas('2020-12') });

  it('keeps no text of a payload that is personal as a whole, and its shape', () => {
    fc.assert(
      fc.property(bundle, values, ({ one, two }, value) => {
        const definitions = { one: { ...one, 'x-personal-data': 'name' }, two };
        const told = filled(value);
        const redacted = redact(schemaSetOf({ dialect: '2020-12', definitions }, ['one']), 'one', told);
        expect(JSON.stringify(redacted)).not.toContain('Geheim');
        expect(shapeOf(redacted ?? null)).toEqual(shapeOf(told));
      }),
      { numRuns: 150 },
    );
  });
});

/** The same with types for scalars. */
function shapeOf(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => shapeOf(item));
  if (!isObject(value)) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

describe('puts in the place of a value', () => {
  const name = { 'x-personal-data': 'name' };
  const set = { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] };
  const text = {
    contentMediaType: 'application/json',
    contentSchema: { properties: { a: { ...name, type: 'string' }, b: { type: 'string' } } },
  };

  test.each<[string, JsonSchema, Json, Json]>([
    ['a text', { ...name, type: 'string' }, secret, 'redacted'],
    ['a number', { ...name, type: 'number' }, 4711, 0],
    ['a number with limits', { ...name, minimum: 18, maximum: 130 }, 47, 18],
    ['a truth value', { ...name }, true, false],
    ['null', name, null, null],
    [
      'an id',
      { ...name, format: 'uuid' },
      '4f288ab1-72c9-402a-95b3-296766336b68',
      '00000000-0000-4000-8000-000000000000',
    ],
    ['a time', { ...name, format: 'date-time' }, '2024-02-29T12:00:00Z', '2000-01-01T00:00:00Z'],
    ['an address', { ...name, format: 'uri' }, 'https://x.org/4711', 'https://example.com/redacted'],
    ['a mailbox', { ...name, format: 'email' }, 'x@x.org', 'redacted@example.com'],
    ['what is no mailbox', { ...name, format: 'email' }, secret, 'redacted'],
    ['a telephone number', { ...name, pattern: '^\\+?[0-9]+$' }, '+4711', '+10000000000'],
    ['a text with a shape', { ...name, pattern: '^[A-Z][a-z]{3} \\d{2}-É?$' }, 'Åbcd 47-', 'redacted'],
    ['a text with an ASCII shape', { ...name, pattern: '^[A-Z][a-z]{3} \\d{2}-$' }, 'Abcd 47-', 'Xxxx 00-'],
    ['a long text', { ...name, minLength: 40 }, 'a b'.repeat(14), 'x x'.repeat(14)],
    ['a known value', { ...name, enum: ['male', 'female'] }, 'female', 'male'],
    ['a known value of an open set', { ...name, ...set }, 'b', 'a'],
    [
      'everything in an object',
      { ...name },
      { a: [1, { b: secret }], c: true },
      { a: [0, { b: 'redacted' }], c: false },
    ],
    ['items that must differ', { ...name, uniqueItems: true }, ['x y', 'y z', 7], ['redacted1', 'redacted2', 3]],
    ['what is in JSON text', text, `{"a":"${secret}","b":"x"}`, '{"a":"redacted","b":"x"}'],
    ['what should be JSON text', text, `{"a":"${secret}`, 'redacted'],
    ['a property that nobody describes', { properties: {} }, { note: secret, age: 47 }, { note: 'redacted', age: 0 }],
    ['a value of which nothing is said', { properties: { a: { title: 'x' } } }, { a: secret }, { a: 'redacted' }],
    ['an item of which nothing is said', { type: 'array' }, [secret], ['redacted']],
    ['a value of another type', { properties: { a: { type: 'number' } } }, { a: secret }, { a: 'redacted' }],
    ['a value of another format', { format: 'date' }, secret, 'redacted'],
    [
      'names that are data',
      { additionalProperties: name },
      { 'x@x.org': 1, _4711: 2, 'redacted-1': 3, a: 4 },
      { 'redacted-2': 0, 'redacted-3': 0, 'redacted-1': 0, a: 0 },
    ],
    ['an unknown value that is no word', set, secret, 'redacted'],
  ])('%s', (_, schema, value, expected) => {
    expect(redactOne(schema, value)).toEqual(expected);
  });

  test.each<[string, JsonSchema, Json]>([
    ['described values', { properties: { a: { type: 'string' }, b: { type: 'number' } } }, { a: secret, b: 4711 }],
    ['entries of a map that are described', { additionalProperties: { type: 'string' } }, { a: secret }],
    ['an unknown value that is a word', set, 'new-value_2.0'],
    ['a known value that is no word', { anyOf: [{ enum: [secret] }, { type: 'string' }] }, secret],
    ['names that are described', { properties: { 'x@x.org': { type: 'number' } } }, { 'x@x.org': 1 }],
  ])('nothing where there are %s', (_, schema, value) => {
    expect(redactOne(schema, value)).toEqual(value);
  });
});

describe('takes anything', () => {
  it('names that every object has', () => {
    const value = JSON.parse(`{"__proto__":"${secret}","constructor":"${secret}"}`) as Json;
    expect(JSON.stringify(redactOne({ properties: {} }, value))).toBe(
      '{"__proto__":"redacted","constructor":"redacted"}',
    );
  });

  it('nothing of what is nested too deeply, or has too many parts', () => {
    let value: JsonObject = { a: secret };
    for (let level = 0; level < 100_000; level++) value = { below: value };
    expect(redactOne({ additionalProperties: { $ref: '#/definitions/it' } }, value)).toBeUndefined();
    expect(redactOne(true, value)).toBeUndefined();
    const many = Array.from({ length: 110_000 }, () => secret);
    expect(redactOne({ items: { type: 'string', 'x-personal-data': 'name' } }, many)).toBeUndefined();
  });

  it('what is no JSON', () => {
    for (const value of [undefined, 1n, Number.NaN, () => 1, Symbol('s')])
      expect(JSON.stringify(redactOne({ 'x-personal-data': 'name' }, { value })) ?? '').not.toContain('Geheim');
  });
});
