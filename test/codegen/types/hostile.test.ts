import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitTypes } from '../../../src/codegen/types/emit-types.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';
import { schemas } from '../../json-schema/arbitraries.ts';
import { contractOf } from './bundles.ts';
import { compile } from './compile.ts';
import { shapes } from './shapes.ts';

function emit(definitions: Readonly<Record<string, JsonSchema>>): ReturnType<typeof emitTypes> {
  return emitTypes(contractOf(definitions));
}

describe('hostile schemas', () => {
  test('a schema that refers to itself in place is a problem, not a loop', () => {
    const { code, problems } = emit({
      'events.a': { $ref: '#/definitions/b' },
      b: { $ref: '#/definitions/c' },
      c: { allOf: [{ $ref: '#/definitions/b' }, { type: 'object', required: ['x'] }] },
    });
    expect(problems.map(({ message }) => message)).toEqual(['The schema refers to itself without saying anything.']);
    expect(code).toContain('export type AEvent');
  });

  test('a long chain of references ends', () => {
    const definitions: Record<string, JsonSchema> = { 'events.a': { $ref: '#/definitions/m0' } };
    for (let index = 0; index < 1_000; index += 1) {
      const next = { $ref: `#/definitions/m${index + 1}` };
      definitions[`m${index}`] = { allOf: [next], type: 'object', properties: { [`p${index}`]: { type: 'string' } } };
    }
    definitions['m1000'] = { type: 'object', properties: { end: { type: 'string' } } };
    expect(emit(definitions).code).toContain('end?: string');
  });

  test('deep nesting ends', () => {
    let schema: Json = { type: 'string' };
    for (let level = 0; level < 500; level += 1) schema = { type: 'object', properties: { a: schema } };
    const { code, problems } = emit({ 'events.a': schema });
    expect(code).toContain('a?: object;');
    expect(problems).toHaveLength(1);
  });

  test('schemas that multiply when they are merged stay short', () => {
    const choice = (name: string): Json => ({
      oneOf: Array.from({ length: 6 }, (_, index) => ({
        properties: { [name]: { const: index }, [`${name}${index}`]: { type: 'string' } },
        required: [name],
      })),
    });
    const schema = { type: 'object', allOf: ['a', 'b', 'c', 'd', 'e', 'f'].map(choice) };
    const { code } = emit({ 'events.a': schema });
    expect(code.length).toBeLessThan(50_000);
    expect(compile(new Map([['types.d.ts', code]]))).toEqual([]);
  });

  test('references that lead nowhere say nothing', () => {
    const { code } = emit({
      'events.a': { type: 'object', properties: { b: { $ref: '#/definitions/none' }, c: { $ref: 'http://x' } } },
    });
    expect(code).toContain('b?: unknown;\n  c?: unknown;');
  });

  test('malformed keywords say nothing', () => {
    const strange = fc.constantFrom<Json>(null, true, 0, '', 'x', [], [null], ['a'], {}, { a: 1 }, [{ $ref: 7 }]);
    const keyword = fc.constantFrom(
      '$ref',
      'type',
      'enum',
      'const',
      'required',
      'properties',
      'items',
      'prefixItems',
      'additionalProperties',
      'allOf',
      'anyOf',
      'not',
      'if',
      'then',
      'dependencies',
      'title',
      'description',
      'minItems',
      'propertyNames',
      'patternProperties',
      'x-extensible-enum',
      'contentMediaType',
      'contentSchema',
      'format',
      'deprecated',
    );
    const schema = fc.dictionary(keyword, strange) as fc.Arbitrary<JsonSchema>;
    fc.assert(
      fc.property(schema, schema, (a, b) => {
        const { code } = emit({ 'events.a': a, b: { properties: { a: b }, allOf: [b] } });
        expect(code).toContain('export ');
      }),
      { numRuns: 500 },
    );
  });
});

test('types of random schemas compile', () => {
  const files = new Map<string, string>();
  const bundles = [
    ...fc.sample(fc.tuple(schemas('draft-07'), schemas('draft-07'), schemas('draft-07')), { numRuns: 60, seed: 7 }),
    ...fc.sample(fc.tuple(shapes(false), shapes(false), shapes(true)), { numRuns: 60, seed: 7 }),
  ];
  for (const [index, [one, two, event]] of bundles.entries()) {
    files.set(`${index}.d.ts`, emit({ one, two, 'events.e': event }).code);
  }
  expect(compile(files)).toEqual([]);
});
