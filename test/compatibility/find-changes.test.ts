import { describe, expect, it } from 'vitest';
import { findChanges } from '../../src/compatibility/find-changes.ts';
import type { SchemaChange } from '../../src/compatibility/change.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';

const changes = (older: JsonSchema, newer: JsonSchema, dialect: Dialect = 'draft-07'): readonly SchemaChange[] =>
  findChanges({ schema: older, dialect }, { schema: newer, dialect });

const places = (found: readonly SchemaChange[]): string[] =>
  found.map(({ rule, older, newer }) => `${rule} ${older?.pointer ?? '-'} ${newer?.pointer ?? '-'}`);

describe('findChanges', () => {
  it('gives the place and what stands there on both sides', () => {
    expect(changes({ properties: { 'a/b': { maxLength: 3 } } }, { properties: { 'a/b': { maxLength: 5 } } })).toEqual([
      {
        rule: 'change/max-length-raised',
        effect: 'widens',
        message: '"maxLength" was raised from 3 to 5.',
        older: { pointer: '/properties/a~1b/maxLength', value: 3 },
        newer: { pointer: '/properties/a~1b/maxLength', value: 5 },
      },
    ]);
  });

  it('follows references, and tells a schema that several places use once', () => {
    const visit = (limit: number): JsonSchema => ({ type: 'string', maxLength: limit });
    const older: JsonSchema = {
      definitions: { visit: visit(3) },
      properties: { a: { $ref: '#/definitions/visit' }, b: { $ref: '#/definitions/visit' } },
    };
    const newer: JsonSchema = {
      definitions: { v: visit(2) },
      properties: { a: { $ref: '#/definitions/v' }, b: { $ref: '#/definitions/v' } },
    };
    expect(places(changes(older, newer))).toEqual([
      'change/max-length-lowered /definitions/visit/maxLength /definitions/v/maxLength',
    ]);
    expect(changes(older, { properties: { a: visit(3), b: visit(3) } })).toEqual([]);
  });

  it('follows references that stand beside other keywords', () => {
    const older: JsonSchema = { $defs: { a: { maxLength: 3 } }, $ref: '#/$defs/a' };
    const newer: JsonSchema = { $defs: { a: { maxLength: 4 } }, $ref: '#/$defs/a' };
    const raised = 'change/max-length-raised /$defs/a/maxLength /$defs/a/maxLength';
    expect(places(changes(older, newer, '2020-12'))).toEqual([raised]);
    const beside = (schema: JsonSchema, least: number): JsonSchema => ({ ...(schema as object), minLength: least });
    expect(places(changes(beside(older, 1), beside(newer, 2), '2020-12'))).toEqual([
      'change/min-length-raised /minLength /minLength',
      raised,
    ]);
  });

  it('ends on models that refer to themselves', () => {
    const node = (type: string): JsonSchema => ({
      definitions: { n: { type, items: { $ref: '#/definitions/n' } } },
      $ref: '#/definitions/n',
    });
    expect(places(changes(node('array'), node('object')))).toEqual([
      'change/type-member-removed /definitions/n/type -',
      'change/type-member-added - /definitions/n/type',
    ]);
    expect(changes({ $ref: '#' }, { $ref: '#' })).toEqual([]);
  });

  it('matches alternatives by what they say, not by their order', () => {
    const event = (kind: string, more: object = {}): JsonSchema => ({
      properties: { kind: { const: kind }, ...more },
      required: ['kind'],
    });
    const older: JsonSchema = { oneOf: [event('called'), event('served')] };
    const newer: JsonSchema = {
      oneOf: [event('served', { desk: {} }), event('called'), event('gone')],
    };
    expect(places(changes(older, newer))).toEqual([
      'change/one-of-member-added - /oneOf/2',
      'change/property-added - /oneOf/0/properties/desk',
    ]);
  });

  it('reports known values of an open set, and nothing else about it', () => {
    const set = (...values: string[]): JsonSchema => ({ anyOf: [{ type: 'string' }, { enum: values }] });
    expect(changes(set('a', 'b'), set('b', 'c')).map(({ rule, effect }) => `${rule} ${effect}`)).toEqual([
      'change/known-value-removed nothing',
      'change/known-value-added nothing',
    ]);
  });

  it('tells when a place is closed, opened or described', () => {
    expect(places(changes({ additionalProperties: true }, { additionalProperties: false }))).toEqual([
      'change/forbidden /additionalProperties /additionalProperties',
    ]);
    expect(places(changes(true, {}))).toEqual(['change/constrained  ']);
  });
});
