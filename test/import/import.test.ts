import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importContract } from '../../src/api/import.ts';
import type { ImportContractResult } from '../../src/api/import.ts';
import { convertAsyncApi2 } from '../../src/import/formats/convert-asyncapi-2.ts';
import { parseSource } from '../../src/asyncapi/source-map.ts';
import type { Json } from '../../src/util/json.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'counterfoil-import-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let imports = 0;
/** Writes files to a folder of their own and imports one of them, or the folder. */
async function importing(
  files: Readonly<Record<string, Json>>,
  name: string,
  more: { selector?: readonly string[]; vendor?: string; roots?: readonly string[] } = {},
): Promise<ImportContractResult> {
  const cwd = join(folder, `import-${imports++}`);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return importContract(name, { vendor: 'cafe', out: '.', cwd, ...more });
}

const schemaOf = ({ files }: ImportContractResult, name: string): Json =>
  JSON.parse(files.find(({ path }) => path === `schemas/cafe/1.0.0/${name}.schema.json`)?.content ?? 'null') as Json;
const pointers = ({ notTaken }: ImportContractResult): (string | undefined)[] =>
  notTaken.map(({ place }) => place.pointer);

const paid = {
  type: 'object',
  properties: { type: { const: 'order.paid' }, order: { $ref: '#/components/schemas/Order' } },
};
const order = { type: 'object', description: 'An order of ours.', properties: { id: { type: 'string' } } };

describe('AsyncAPI', () => {
  const two = {
    asyncapi: '2.6.0',
    info: { title: 'Cafe', version: '7' },
    channels: {
      orders: {
        subscribe: {
          operationId: 'onOrder',
          message: {
            oneOf: [
              {
                name: 'order.paid',
                description: 'Somebody paid.',
                payload: paid,
                examples: [{ payload: { type: 'order.paid', order: { id: 'a' } } }],
              },
              { $ref: '#/components/messages/orderCancelled' },
            ],
          },
        },
      },
      commands: { publish: { message: { payload: { type: 'object' } } } },
    },
    components: {
      messages: {
        orderCancelled: { payload: { type: 'object', properties: { type: { enum: ['order.cancelled'] } } } },
      },
      schemas: { Order: order, Unused: { type: 'string' } },
    },
  };

  test('of version 2 passes the check, and what nothing leads to is listed', async () => {
    const result = await importing({ 'cafe.json': two }, 'cafe.json');
    expect(result.check?.verdict).toBe('pass');
    expect(result).toMatchObject({ format: 'AsyncAPI 2', selector: { parts: ['/type'] } });
    expect(result.events.map(({ name }) => name)).toEqual(['order.paid', 'orderCancelled']);
    expect(pointers(result)).toEqual([
      '/info/version',
      '/channels/orders/address',
      '/channels/commands',
      '/operations/commands.publish',
      '/components/schemas/Unused',
    ]);
    expect(schemaOf(result, 'Order')).toMatchObject({
      description: 'An order of ours.',
      'x-source': { kind: 'seed', section: '#/components/schemas/Order' },
    });
    expect(result.files[1]?.content).toContain('description: Somebody paid.');
  });

  test('of version 2 says which package is missing', async () => {
    const source = parseSource('cafe.json', JSON.stringify(two), []);
    const missing = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' }));
    await expect(source === undefined ? undefined : convertAsyncApi2(source, missing)).rejects.toMatchObject({
      kind: 'usage',
      help: expect.stringContaining('npm install --save-dev @asyncapi/converter') as string,
    });
  });

  test('of version 3 in our own layout passes, with the schemas beside its folder', async () => {
    const cwd = join(folder, 'own');
    for (const top of ['asyncapi', 'schemas'])
      cpSync(join(import.meta.dirname, '../..', top, 'qminder'), join(cwd, top, 'qminder'), { recursive: true });
    const document = 'asyncapi/qminder/1.0.0/asyncapi.yaml';
    const { check, events, missing } = await importContract(document, { vendor: 'copy', out: 'out', cwd });
    expect(check).toMatchObject({ verdict: 'pass', counts: { error: 0, warning: 0 } });
    expect(events.length).toBe(9);
    // The signature is taken over; only examples are missing.
    expect(missing).toEqual([expect.stringMatching(/^Examples of 8 of 9 events/)]);
  });

  test('refers to another folder only where that is allowed', async () => {
    const files = {
      'api/a.json': {
        asyncapi: '3.0.0',
        info: { title: 'x', version: '1' },
        channels: { hook: { messages: { one: { payload: { $ref: '../models/one.json' } } } } },
      },
      'models/one.json': { type: 'object', properties: { n: { type: 'integer' } } },
    };
    await expect(importing(files, 'api/a.json')).rejects.toMatchObject({
      kind: 'input',
      help: expect.stringContaining('--root <folder>') as string,
      findings: [{ rule: 'input/reference-outside', place: { file: 'api/a.json', line: 1 } }],
    });
    const { check } = await importing(files, 'api/a.json', { roots: ['models'] });
    expect(check?.verdict).toBe('pass');
    await expect(importing(files, 'api/a.json', { roots: ['nowhere'] })).rejects.toMatchObject({
      kind: 'usage',
      message: 'nowhere is no folder.',
    });
  });

  test('a document of the receiver’s side, traits, a payload of another language, a key in a header', async () => {
    const result = await importing(
      {
        'cafe.json': {
          asyncapi: '3.0.0',
          info: { title: 'Cafe', version: '1' },
          channels: {
            hook: {
              messages: {
                'order.paid': {
                  traits: [{ contentType: 'application/vnd.cafe+json', tags: [{ name: 'x' }] }],
                  payload: paid,
                },
                bytes: { payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {} } },
              },
            },
          },
          operations: {
            take: {
              action: 'receive',
              channel: { $ref: '#/channels/hook' },
              security: [{ $ref: '#/components/securitySchemes/key' }],
            },
          },
          components: {
            schemas: { Order: order },
            securitySchemes: { key: { type: 'httpApiKey', in: 'header', name: 'X-Key' } },
          },
        },
      },
      'cafe.json',
    );
    expect(result.check?.verdict).toBe('pass');
    expect(result.events.map(({ name }) => name)).toEqual(['order.paid']);
    expect(result.assumptions).toHaveLength(1);
    expect(pointers(result)).toContain('/channels/hook/messages/bytes/payload');
    expect(pointers(result)).toContain('/channels/hook/messages/order.paid/traits/0/tags');
    expect(result.files[0]?.content).toContain('name: X-Key');
    expect(result.files[1]?.content).toContain('contentType: application/vnd.cafe+json');
  });
});

describe('OpenAPI', () => {
  const webhook = (event: string, schema: Json) => ({
    post: {
      description: `About ${event}.`,
      parameters: [
        {
          name: 'X-Event',
          in: 'header',
          required: true,
          description: 'The name.',
          schema: { type: 'string' },
          example: event,
        },
      ],
      requestBody: { content: { 'application/json': { schema, examples: { one: { value: { id: null } } } } } },
      responses: { 200: { description: 'Thanks.' } },
    },
  });

  test('3.1: webhooks, told apart by the example of a header, whose description stays', async () => {
    const pet = { $ref: '#/components/schemas/Pet' };
    const result = await importing(
      {
        'api.json': {
          openapi: '3.1.0',
          info: { title: 'Pets', version: '1' },
          paths: { '/pets': { get: { responses: {} } } },
          webhooks: { newPet: webhook('pet.created', pet), oldPet: webhook('pet.deleted', pet) },
          components: {
            schemas: {
              Pet: {
                type: ['object', 'null'],
                properties: {
                  id: { type: ['integer', 'null'] },
                  tags: { prefixItems: [{ type: 'string' }], items: false },
                },
                dependentRequired: { tags: ['id'] },
                unevaluatedProperties: false,
                additionalProperties: false,
              },
            },
          },
        },
      },
      'api.json',
    );
    expect(result.check?.verdict).toBe('pass');
    expect(result.selector.parts).toEqual(['header:X-Event']);
    expect(result.files[1]?.content).toMatch(
      /description: The name\.\n\s+type: string\n\s+examples:\n\s+- pet\.created\n\s+const: pet\.created/,
    );
    expect(schemaOf(result, 'Pet')).toMatchObject({
      type: ['object', 'null'],
      properties: { tags: { items: { anyOf: [{ type: 'string' }] } } },
      allOf: [{ if: { required: ['tags'] }, then: { required: ['id'] } }],
    });
    expect(pointers(result)).toEqual([
      '/components/schemas/Pet/properties/tags/prefixItems',
      '/components/schemas/Pet/unevaluatedProperties',
      '/components/schemas/Pet/additionalProperties',
      '/info/version',
      '/paths',
      '/webhooks/newPet/post/responses',
      '/webhooks/oldPet/post/responses',
    ]);
  });

  test('3.0: callbacks and x-webhooks, nullable and excluded bounds', async () => {
    const schema = {
      type: 'object',
      properties: {
        id: { type: 'integer', nullable: true, minimum: 1, exclusiveMinimum: true },
        of: { allOf: [{ $ref: '#/components/schemas/Of' }], nullable: true },
      },
    };
    const result = await importing(
      {
        'api.json': {
          openapi: '3.0.3',
          info: { title: 'Pets', version: '1' },
          paths: {
            '/subscribe': {
              post: { responses: {}, callbacks: { onPet: { '{$request.body#/url}': webhook('pet', schema) } } },
            },
          },
          components: { schemas: { Of: { type: 'string', discriminator: {} } } },
        },
      },
      'api.json',
    );
    expect(result.check?.verdict).toBe('pass');
    expect(schemaOf(result, 'events/onPet')).toMatchObject({
      properties: {
        id: { type: ['integer', 'null'], exclusiveMinimum: 1 },
        of: { anyOf: [{ allOf: [{}] }, { type: 'null' }] },
      },
    });
  });

  test('a selector that no schema states is taken from the names of the events', async () => {
    const bare = (): Json => ({
      post: { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } },
    });
    const document = {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1' },
      webhooks: { 'pet.created': bare(), 'pet.deleted': bare() },
    };
    const without = await importing({ 'api.json': document }, 'api.json');
    expect(without.check?.verdict).toBe('fail');
    expect(without.missing[0]).toContain('--selector');
    const given = await importing({ 'api.json': document }, 'api.json', { selector: ['/type'] });
    expect(given.check?.verdict).toBe('pass');
    expect(schemaOf(given, 'events/pet.created')).toMatchObject({
      allOf: [{ properties: { type: { const: 'pet.created' } } }],
    });
    expect(given.assumptions).toHaveLength(2);
  });
});

describe('a folder of JSON Schemas', () => {
  test('pairs examples by name, follows $id, and lists what belongs to nothing', async () => {
    const result = await importing(
      {
        'in/order.schema.json': {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: 'https://example.com/order.json',
          type: 'object',
          properties: { line: { $ref: 'https://example.com/line.json' }, sum: { $ref: '#/$defs/sum', minimum: 1 } },
          $defs: { sum: { type: 'number' }, dead: { type: 'string' } },
          examples: [{ sum: 3 }],
        },
        'in/line.schema.json': { $id: 'https://example.com/line.json', type: 'object' },
        'in/order.example.json': { sum: 1 },
        'in/order.late.example.json': { sum: 2 },
        'in/examples/order/other.json': { sum: 4 },
        'in/package.json': '{ not json',
      },
      'in',
    );
    expect(result.check?.verdict).toBe('pass');
    expect(result.events).toMatchObject([{ name: 'order', examples: 4 }]);
    expect(result.check?.contracts[0]?.examples).toMatchObject({ total: 4 });
    expect(schemaOf(result, 'events/order')).toMatchObject({
      properties: {
        line: { $ref: '../line.schema.json' },
        sum: { minimum: 1, allOf: [{ $ref: '../sum.schema.json' }] },
      },
    });
    expect(result.notTaken.map(({ place }) => `${place.file}${place.pointer ?? ''}`)).toEqual([
      'in/package.json',
      'in/order.schema.json/$defs/dead',
    ]);
  });
});

describe('refuses', () => {
  const with3 = (payload: Json): Json => ({
    asyncapi: '3.0.0',
    info: { title: 'x', version: '1' },
    channels: { hook: { messages: { one: { payload } } } },
  });

  const bomb = Array.from({ length: 9 }, (_, level) =>
    level === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]' : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
  ).join('\n');
  const webhook = { post: { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } } };
  const many = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`event-${index}`, webhook]));

  test.each([
    ['a reference to the network', { 'a.json': with3({ $ref: 'https://example.com/a.json' }) }, 'bundle the document'],
    [
      'a reference out of its folder',
      { 'in/a.json': with3({ $ref: '../secret.json' }), 'secret.json': {} },
      '--root <folder>',
    ],
    ['a URL of a file', { 'a.json': with3({ $ref: 'file:///etc/passwd' }) }, 'relative paths'],
    [
      'a reference in a circle',
      { 'a.json': { asyncapi: '3.0.0', channels: { $ref: '#/channels' } } },
      'Is it the right document',
    ],
    ['Swagger', { 'a.json': { swagger: '2.0' } }, 'converter'],
    ['an API without webhooks', { 'a.json': { openapi: '3.1.0', paths: { '/a': {} } } }, 'callbacks'],
    ['a payload', { 'a.json': { id: 1 } }, 'counterfoil infer'],
    ['an empty file', { 'a.yaml': '' }, 'downloaded as a whole'],
    ['an empty object', { 'a.json': {} }, 'downloaded as a whole'],
    ['OpenAPI 3.0 without callbacks', { 'a.json': { openapi: '3.0.3', paths: {} } }, 'x-webhooks'],
    ['webhooks that are none', { 'a.json': { openapi: '3.1.0', webhooks: { a: 5, b: null } } }, 'Webhooks stand under'],
    ['webhooks in a circle', { 'a.json': { openapi: '3.1.0', webhooks: { a: { $ref: '#/webhooks/a' } } } }, 'Webhooks'],
    ['AsyncAPI without messages', { 'a.json': { asyncapi: '3.0.0', channels: null } }, 'Messages stand under channels'],
    ['AsyncAPI of another version', { 'a.yaml': 'asyncapi: 3.0' }, 'converter of the AsyncAPI project'],
    ['AsyncAPI 2 that is none', { 'a.json': { asyncapi: '2.6.0', channels: 5 } }, 'validate'],
    ['a bomb of aliases', { 'a.yaml': bomb }, 'Mend'],
    ['a key that stands twice', { 'a.yaml': 'openapi: 3.1.0\nopenapi: 3.0.0' }, 'Mend'],
    [
      'nesting without end',
      { 'a.json': `{"asyncapi":"3.0.0","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
      'Mend',
    ],
    ['a file that is too large', { 'a.json': `{"asyncapi":"3.0.0","x":"${'a'.repeat(33 << 20)}"}` }, 'Mend'],
    ['thousands of events', { 'a.json': { openapi: '3.1.0', webhooks: many } }, 'Import a part'],
  ] as [string, Record<string, Json>, string][])('%s', async (_, files, help) => {
    await expect(importing(files, Object.keys(files)[0] ?? '')).rejects.toMatchObject({
      kind: 'input',
      help: expect.stringContaining(help) as string,
    });
  });

  test.each([
    [
      'schemas with one $id',
      { 'in/a.schema.json': { $id: 'urn:x' }, 'in/b.schema.json': { $id: 'urn:x#' } },
      'same $id',
    ],
    ['another document among schemas', { 'in/asyncapi.yaml': 'asyncapi: 3.0.0' }, 'it has the field "asyncapi"'],
    ['a folder without schemas', { 'in/readme.txt': '' }, 'holds no JSON Schema'],
    ['an example that is no JSON', { 'in/a.schema.json': {}, 'in/a.example.json': 'x' }, 'cannot be imported'],
  ] as [string, Record<string, Json>, string][])('%s', async (_, files, message) => {
    await expect(importing(files, 'in')).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(message) as string,
    });
  });

  test('an example that its schema refuses: the contract is written, and its check says where', async () => {
    const schema = { type: 'object', properties: { n: { type: 'integer' } } };
    const { check } = await importing({ 'in/a.schema.json': schema, 'in/a.example.json': { n: 'x' } }, 'in');
    expect(check?.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'example/payload', place: { file: 'asyncapi/cafe/1.0.0/messages/a.yaml' } },
    ]);
  });

  test('to replace a contract', async () => {
    const cwd = join(folder, 'twice');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'a.json'), JSON.stringify(with3({ type: 'object' })));
    const { files } = await importContract('a.json', { vendor: 'cafe', out: '.', cwd });
    const before = readFileSync(join(cwd, files[0]?.path ?? ''), 'utf8');
    await expect(importContract('a.json', { vendor: 'cafe', out: '.', cwd })).rejects.toMatchObject({ kind: 'usage' });
    expect(readFileSync(join(cwd, files[0]?.path ?? ''), 'utf8')).toBe(before);
  });

  test('schemas that refer to themselves are models; keys of every object are properties', async () => {
    const result = await importing(
      {
        'a.json': with3({
          type: 'object',
          properties: JSON.parse(
            '{"__proto__": {"type": "string"}, "self": {"$ref": "#/channels/hook/messages/one/payload"}}',
          ) as Json,
        }),
      },
      'a.json',
    );
    expect(result.check?.verdict).toBe('pass');
    expect(JSON.stringify(schemaOf(result, 'events/one'))).toContain('"__proto__":{"type":"string"}');
  });
});
