import { validate } from '@hyperjump/json-schema/openapi-3-1';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openApiText } from '../../../src/api/export-openapi.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import { at } from '../../../src/json-schema/pointer.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { toOpenApi } from '../../../src/mock/openapi/to-openapi.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';
import { loadShipped, sketch, typed } from '../support.ts';

/** The structure alone, and the structure with every schema in it. */
const officialSchemas = [
  'https://spec.openapis.org/oas/3.1/schema',
  'https://spec.openapis.org/oas/3.1/schema-draft-2020-12',
];

async function verdicts(document: object): Promise<unknown[]> {
  const judges = await Promise.all(officialSchemas.map((uri) => validate(uri)));
  return judges.map((judge) => judge(structuredClone(document) as Parameters<typeof judge>[0], 'BASIC'));
}

const valid = officialSchemas.map(() => ({ valid: true }));

/** What stands at a JSON Pointer of the document. */
function look(document: object, pointer: string): Json | undefined {
  return at(JSON.parse(JSON.stringify(document)) as Json, pointer);
}

const odd: Contract = sketch({
  selector: [{ kind: 'header', header: 'X-Event' }],
  authentication: { kind: 'header', header: 'X-Key' },
  delivery: { success: ['200'] },
  events: [
    {
      name: 'a/b {c}',
      payload: true,
      match: [['ab']],
      title: 'A',
      headers: {
        required: ['X-Tenant', 'Content-Type'],
        properties: { 'x-event': { const: 'ab' }, 'X-Tenant': { type: 'string' }, 'Content-Type': { type: 'string' } },
      },
      examples: [
        { name: 'one', summary: 'First.', payload: { a: 1 }, headers: { 'x-tenant': 't1' }, source: undefined },
        { name: 'one', summary: undefined, payload: { a: 2 }, headers: undefined, source: undefined },
      ],
    },
    { name: '..', payload: false, match: [['dots']], method: 'PUT' },
    { name: 'ümlaut', payload: { $ref: '#/definitions/node' }, match: [['u']] },
  ],
  definitions: { node: { properties: { next: { $ref: '#/definitions/node' } } } },
});

describe('the shipped contracts', () => {
  let contracts: Contract[] = [];
  beforeAll(async () => {
    contracts = await loadShipped();
  });

  test.each([true, false])('are valid for the official schema, with errors documented: %s', async (errors) => {
    expect(await verdicts(toOpenApi(contracts, { errors }))).toMatchObject(valid);
  });

  test('would not be valid with a mistake in a schema or in the structure', async () => {
    const schemas = { wrong: { type: 'text' } };
    const broken = { ...toOpenApi(contracts), components: { schemas } };
    expect(await verdicts(broken)).toMatchObject([{ valid: true }, { valid: false }]);
    expect(await verdicts({ ...broken, paths: [] })).toMatchObject([{ valid: false }, { valid: false }]);
  });

  test('give the same document each time, and the same in YAML and JSON', () => {
    const document = toOpenApi(contracts);
    expect(JSON.stringify(toOpenApi(structuredClone(contracts)))).toBe(JSON.stringify(document));
    const expected: unknown = JSON.parse(openApiText(document, 'json'));
    expect(parse(openApiText(document, 'yaml'))).toEqual(expected);
    expect(parse(openApiText(document, 'yaml'), { version: '1.1' })).toEqual(expected);
  });

  test('have a path for each version and for each event', () => {
    const { paths } = toOpenApi(contracts);
    const expected = contracts.flatMap(({ vendor, version, events }) => {
      const path = `/${vendor}/${version.split('.', 1)[0]}`;
      return [path, ...events.map(({ name }) => `${path}/${name}`)];
    });
    expect(Object.keys(paths ?? {}).toSorted()).toEqual(expected.toSorted());
  });

  test('keep every example under its name, once in the document', () => {
    const document = toOpenApi(contracts);
    const payloads = Object.values(document.components?.examples ?? {}).map(
      (example) => 'value' in example && example.value,
    );
    const documented = contracts.flatMap(({ events }) => events.flatMap(({ examples }) => examples));
    expect(payloads).toEqual(documented.map(({ payload }) => payload));
    for (const contract of contracts) {
      for (const event of contract.events) {
        const path = `/paths/~1${contract.vendor}~1${contract.version.split('.', 1)[0]}~1${event.name}`;
        const examples = look(document, `${path}/post/requestBody/content/application~1json/examples`) ?? {};
        expect(Object.keys(examples as JsonObject)).toEqual(event.examples.map(({ name }) => name));
      }
    }
  });

  test('have schemas that accept what the contracts accept', () => {
    const document = toOpenApi(contracts);
    const text = JSON.stringify(document.components?.schemas).replaceAll('"#/components/schemas/', '"#/definitions/');
    const definitions = JSON.parse(text) as Record<string, JsonSchema>;
    const validator = createValidator({ dialect: '2020-12', definitions });
    for (const name of Object.keys(definitions)) expect(() => validator.compile(name)).not.toThrow();
  });
});

describe('what stands in a document', () => {
  test('odd contracts give legal documents', async () => {
    const document = toOpenApi([odd]);
    expect(await verdicts(document)).toMatchObject(valid);
    expect(Object.keys(document.paths ?? {})).toEqual([
      '/cafe/1',
      '/cafe/1/a%2Fb%20%7Bc%7D',
      '/cafe/1/~..',
      '/cafe/1/%C3%BCmlaut',
    ]);
  });

  test('headers are parameters: required where all events require them, the selector with its values', () => {
    const document = toOpenApi([odd]);
    expect(look(document, '/paths/~1cafe~11~1a%2Fb%20%7Bc%7D/post/parameters')).toEqual([
      { name: 'x-event', in: 'header', required: true, schema: { type: 'string', enum: ['ab'] } },
      {
        name: 'X-Tenant',
        in: 'header',
        required: true,
        schema: { type: 'string' },
        examples: { one: { value: 't1' } },
      },
      { name: 'X-Key', in: 'header', required: true, schema: { type: 'string' } },
    ]);
    expect(look(document, '/paths/~1cafe~11/post/parameters')).toEqual([
      { name: 'x-event', in: 'header', required: true, schema: { type: 'string', enum: ['ab', 'u'] } },
      { name: 'X-Tenant', in: 'header', required: false, schema: { type: 'string' } },
      { name: 'X-Key', in: 'header', required: true, schema: { type: 'string' } },
    ]);
  });

  test('the payload of any event will do where the selector looks at a header', () => {
    const schema = look(toOpenApi([odd]), '/paths/~1cafe~11/post/requestBody/content/application~1json/schema');
    expect(Object.entries(schema as JsonObject)).toEqual([
      ['if', true],
      [
        'then',
        {
          anyOf: [
            { $ref: '#/components/schemas/cafe.v1.events.a_b__c_' },
            { $ref: '#/components/schemas/cafe.v1.events._mlaut' },
          ],
        },
      ],
    ]);
  });

  test('each method has its operation', () => {
    const item = look(toOpenApi([odd]), '/paths/~1cafe~11') as JsonObject;
    expect(Object.entries(item).map(([method, operation]) => [method, at(operation, '/operationId')])).toEqual([
      ['post', 'cafe.v1:post'],
      ['put', 'cafe.v1:put'],
    ]);
  });

  test('answers are those that the vendor takes for success, and errors as problems', () => {
    const codes = (contract: Contract, errors: boolean): string[] =>
      Object.keys(look(toOpenApi([contract], { errors }), '/paths/~1cafe~11/post/responses') as JsonObject);
    const plain = sketch({ events: [{ name: 'made', payload: typed('made') }] });
    expect(codes(plain, true)).toEqual(['202', '204', '400', '401', '405', '413', '415', '422', '500', '503']);
    expect(codes(plain, false)).toEqual(['202', '204']);
    expect(codes(odd, false)).toEqual(['200']);
    expect(codes(sketch({ ...plainSketch, delivery: { success: ['204', '201'] } }), false)).toEqual(['204']);
  });

  test('a signature is a key in a header, with its scheme beside it', () => {
    const scheme = { header: 'X-Sig', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{body}' } as const;
    const document = toOpenApi([sketch({ ...plainSketch, authentication: { kind: 'signature', scheme } })]);
    expect(look(document, '/components/securitySchemes/cafe.v1')).toMatchObject({
      type: 'apiKey',
      in: 'header',
      name: 'X-Sig',
      'x-signature': scheme,
    });
    expect(look(document, '/paths/~1cafe~11~1made/post/security')).toEqual([{ 'cafe.v1': [] }]);
  });

  test('of several versions with the same paths the newest is taken', () => {
    const versions = ['1.0.0', '1.10.0', '1.9.0', '2.0.0'].map((version) =>
      sketch({ ...plainSketch, id: `cafe@${version}`, version }),
    );
    const { info, paths } = toOpenApi(versions);
    expect(info.version).toBe('cafe@1.10.0, cafe@2.0.0');
    expect(Object.keys(paths ?? {})).toEqual(['/cafe/1', '/cafe/1/made', '/cafe/2', '/cafe/2/made']);
  });

  test('a method that OpenAPI does not have is refused', () => {
    const contract = sketch({ events: [{ name: 'made', payload: true, method: 'CONNECT' }] });
    expect(() => toOpenApi([contract])).toThrow('cafe@1.0.0: OpenAPI has no method CONNECT, which made is sent with.');
  });
});

const plainSketch = { events: [{ name: 'made', payload: typed('made') }] };
