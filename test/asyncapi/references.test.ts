import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { documentWith, folderWith } from './folder.ts';

function documentWithPayload(reference: string): string {
  return documentWith({ created: `{ $ref: '${reference}' }` });
}

async function load(files: Readonly<Record<string, string>>, path = 'asyncapi.yaml') {
  return loadContract(join(folderWith(files), path));
}

describe('where references may lead', () => {
  test.each([
    ['https://example.com/order.json', 'input/reference-network'],
    ['//example.com/order.json', 'input/reference-network'],
    ['file:///etc/passwd', 'input/reference-outside'],
    ['/etc/passwd', 'input/reference-outside'],
    ['../../../../../../etc/passwd', 'input/reference-outside'],
    ['..%2f..%2f..%2fetc/passwd', 'input/reference-outside'],
    ['./order.json', 'input/file-not-found'],
    ['#/components/schemas/order', 'input/reference-not-found'],
    ['#nothing', 'input/reference-not-found'],
    ['#/channels/~2', 'input/reference-not-found'],
  ])('%s is refused', async (reference, rule) => {
    const { contract, findings } = await load({ 'asyncapi.yaml': documentWithPayload(reference) });
    expect(contract).toBeUndefined();
    expect(findings).toMatchObject([
      { rule, place: { line: 10, pointer: '/channels/orders/messages/created/payload/$ref' } },
    ]);
  });

  test.each(['[]', 'null', '3', '"order"'])('a file that holds %s is no schema', async (order) => {
    const { contract, findings } = await load({
      'asyncapi.yaml': documentWithPayload('./order.json'),
      'order.json': order,
    });
    expect(contract).toBeUndefined();
    expect(findings).toMatchObject([
      { rule: 'schema/invalid', place: { line: 10, pointer: '/channels/orders/messages/created/payload/$ref' } },
    ]);
  });

  test('a schema may not refer to something that is none', async () => {
    const { contract, findings } = await load({
      'asyncapi.yaml': documentWithPayload('./order.json'),
      'order.json': '{ "properties": { "id": { "$ref": "#/title" } }, "title": "Order" }',
    });
    expect(contract).toBeUndefined();
    expect(findings).toMatchObject([
      {
        rule: 'schema/invalid',
        place: { file: expect.stringMatching(/order\.json$/), pointer: '/properties/id/$ref' },
      },
    ]);
  });

  test('a document below a folder named asyncapi may refer to it and to the schemas beside it', async () => {
    const files = {
      'asyncapi/acme/1.0.0/asyncapi.yaml': documentWith({
        a: "{ $ref: '../../../schemas/acme/a.schema.json' }",
        b: "{ $ref: '../../shared/b.json' }",
        c: "{ $ref: '../../../other/c.json' }",
      }),
      'schemas/acme/a.schema.json': '{}',
      'asyncapi/shared/b.json': '{}',
      'other/c.json': '{}',
    };
    const { findings } = await load(files, 'asyncapi/acme/1.0.0/asyncapi.yaml');
    expect(findings).toMatchObject([
      { rule: 'input/reference-outside', message: expect.stringContaining('other/c.json') as string },
    ]);
  });

  test('the roots can be given', async () => {
    const folder = folderWith({ 'a/asyncapi.yaml': documentWithPayload('../b/c/order.json'), 'b/c/order.json': '{}' });
    const file = join(folder, 'a/asyncapi.yaml');
    expect((await loadContract(file)).findings).toMatchObject([{ rule: 'input/reference-outside' }]);
    expect((await loadContract(file, { roots: [join(folder, 'b')] })).findings).toEqual([]);
  });

  test('a symbolic link out of the roots is refused, one inside is followed', async () => {
    const folder = folderWith({
      'in/asyncapi.yaml': documentWith({
        a: "{ $ref: './inside.json' }",
        b: "{ $ref: './outside.json' }",
        c: "{ $ref: './folder/secret.json' }",
      }),
      'in/real.json': '{}',
      'out/secret.json': '{}',
    });
    symlinkSync(join(folder, 'in/real.json'), join(folder, 'in/inside.json'));
    symlinkSync(join(folder, 'out/secret.json'), join(folder, 'in/outside.json'));
    symlinkSync(join(folder, 'out'), join(folder, 'in/folder'));
    const { findings } = await loadContract(join(folder, 'in/asyncapi.yaml'));
    expect(findings.map(({ rule }) => rule)).toEqual(['input/reference-outside', 'input/reference-outside']);
  });

  test('what was meant is suggested', async () => {
    const text = documentWith(
      { created: "{ $ref: '#/components/schemas/ordr' }" },
      'components:\n  schemas:\n    order: { type: object }\n',
    );
    const { findings } = await load({ 'asyncapi.yaml': text });
    expect(findings).toMatchObject([
      { rule: 'input/reference-not-found', help: 'Did you mean "#/components/schemas/order"?' },
    ]);
  });

  test('a broken file is reported once, at its own place', async () => {
    const text = documentWith({ a: "{ $ref: './broken.json' }" });
    const { findings } = await load({ 'asyncapi.yaml': text, 'broken.json': '{\n "type": }' });
    expect(findings).toMatchObject([{ rule: 'input/syntax', place: { line: 2 } }]);
  });
});

describe('references that lead back', () => {
  const withSchemas = (schemas: string): string =>
    documentWith({ created: "{ $ref: '#/components/schemas/a' }" }, `components:\n  schemas:\n${schemas}`);

  test.each([
    ['to itself', "    a: { $ref: '#/components/schemas/a' }\n"],
    ['over another', "    a: { $ref: '#/components/schemas/b' }\n    b: { $ref: '#/components/schemas/a' }\n"],
    ['through allOf', "    a: { allOf: [{ type: object }, { $ref: '#/components/schemas/a' }] }\n"],
  ])('%s are refused', async (_, schemas) => {
    const { findings } = await load({ 'asyncapi.yaml': withSchemas(schemas) });
    expect(findings.map(({ rule }) => rule)).toEqual(['input/reference-loop']);
  });

  test('from inside a model are fine', async () => {
    const schemas =
      "    a: { properties: { next: { $ref: '#/components/schemas/a' }, all: { items: { $ref: '#/components/schemas/b' } } } }\n    b: { anyOf: [{ type: string }, { properties: { a: { $ref: '#/components/schemas/a' } } }] }\n";
    const { contract, findings } = await load({ 'asyncapi.yaml': withSchemas(schemas) });
    expect(findings).toEqual([]);
    expect(contract?.models.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('of messages in files are refused', async () => {
    const text = documentWith({}).replace('    messages:\n', '    messages:\n      a: { $ref: ./a.yaml }\n');
    const { findings } = await load({
      'asyncapi.yaml': text,
      'a.yaml': '$ref: ./b.yaml\n',
      'b.yaml': '$ref: ./a.yaml\n',
    });
    expect(findings.map(({ rule }) => rule)).toContain('input/reference-loop');
  });
});

describe('the schema bundle', () => {
  test('gives each file one name and rewrites references', async () => {
    const folder = 'asyncapi/acme/1.0.0/';
    const { contract, document, findings } = await load(
      {
        [`${folder}asyncapi.yaml`]: documentWith({
          one: "{ $ref: '../../../schemas/events/one.schema.json' }",
          two: "{ $ref: '../../../schemas/order.schema.json#/properties/inner' }",
        }),
        'schemas/events/one.schema.json': '{ "properties": { "order": { "$ref": "../order.schema.json" } } }',
        'schemas/order.schema.json':
          '{\n  "$id": "https://example.com/order",\n  "properties": {\n    "inner": { "$ref": "parts/line%20item.json#/definitions/a~1b" },\n    "self": { "$ref": "#" },\n    "named": { "$ref": "#here" }\n  },\n  "definitions": { "x": { "$anchor": "here", "type": "string" } }\n}',
        'schemas/parts/line item.json': '{ "definitions": { "a/b": { "type": "number" } } }',
      },
      `${folder}asyncapi.yaml`,
    );
    expect(findings).toEqual([]);
    expect(contract?.schemas.definitions).toEqual({
      'events.one': { properties: { order: { $ref: '#/definitions/order' } } },
      'events.two': { $ref: '#/definitions/order/properties/inner' },
      order: {
        properties: {
          inner: { $ref: '#/definitions/line%20item/definitions/a~1b' },
          self: { $ref: '#/definitions/order' },
          named: { $ref: '#/definitions/order/definitions/x' },
        },
        definitions: { x: { type: 'string' } },
      },
      'line item': { definitions: { 'a/b': { type: 'number' } } },
    });
    expect(contract?.models.map(({ name }) => name)).toEqual(['order', 'line item']);
    expect(document.locateSchema('#/definitions/order/properties/self')).toMatchObject({
      line: 5,
      column: 5,
      pointer: '/properties/self',
    });
  });

  test('puts the folder before names that stand in two', async () => {
    const { contract } = await load({
      'asyncapi.yaml': documentWith({ a: '{ anyOf: [{ $ref: ./x/place.json }, { $ref: ./y/place.json }] }' }),
      'x/place.json': '{ "type": "string" }',
      'y/place.json': '{ "type": "number" }',
    });
    expect(contract?.models.map(({ name }) => name)).toEqual(['x.place', 'y.place']);
  });

  test('a payload that only one event has gets the event’s name; one that two have is a model', async () => {
    const schemas = 'components:\n  schemas:\n    own: { type: object }\n    shared: { type: object }\n';
    const { contract } = await load({
      'asyncapi.yaml': documentWith(
        {
          a: "{ $ref: '#/components/schemas/own' }",
          b: "{ $ref: '#/components/schemas/shared' }",
          c: "{ $ref: '#/components/schemas/shared' }",
        },
        schemas,
      ),
    });
    expect(contract?.schemas.definitions).toEqual({
      'events.a': { type: 'object' },
      'events.b': { $ref: '#/definitions/shared' },
      'events.c': { $ref: '#/definitions/shared' },
      shared: { type: 'object' },
    });
  });

  test('what stands in examples and const is data, not a reference', async () => {
    const payload =
      "{ properties: { a: { const: { $ref: './nowhere.json' } } }, examples: [{ $ref: 'https://example.com' }] }";
    const { findings } = await load({ 'asyncapi.yaml': documentWith({ a: payload }) });
    expect(findings).toEqual([]);
  });

  test('files that unfold without measure are refused', async () => {
    const channels = Array.from({ length: 300 }, (_, index) => `  c${index}: { $ref: ./channel.yaml }\n`);
    const messages = Array.from({ length: 300 }, (_, index) => `  m${index}: { $ref: ./message.yaml }\n`);
    const { findings } = await load({
      'asyncapi.yaml': `asyncapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\nchannels:\n${channels.join('')}`,
      'channel.yaml': `messages:\n${messages.join('')}`,
      'message.yaml': 'title: Created\n',
    });
    expect(findings.map(({ rule }) => rule)).toContain('input/too-many-references');
  });
});

test('messages, servers and schemes may stand in files of their own', async () => {
  const folder = folderWith({
    'asyncapi.yaml': `asyncapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers:
  receiver: { $ref: ./server.yaml }
channels:
  orders:
    servers: [{ $ref: '#/servers/receiver' }]
    messages:
      created: { $ref: ./messages/created.yaml }
operations:
  deliver:
    action: send
    channel: { $ref: '#/channels/orders' }
    bindings: { http: { method: PUT, bindingVersion: 0.3.0 } }
    messages: [{ $ref: '#/channels/orders/messages/created' }]
components:
  securitySchemes:
    token: { type: httpApiKey, name: X-Token, in: header }
`,
    'server.yaml':
      "host: example.com\nprotocol: https\nsecurity: [{ $ref: './asyncapi.yaml#/components/securitySchemes/token' }]\n",
  });
  mkdirSync(join(folder, 'messages'));
  writeFileSync(
    join(folder, 'messages/created.yaml'),
    'payload:\n  type: object\n  propertys: {}\n  required: x\nbody: 1\n',
  );
  const broken = await loadContract(join(folder, 'asyncapi.yaml'));
  expect(broken.findings).toMatchObject(
    [
      {
        rule: 'schema/invalid',
        place: { file: expect.stringContaining('messages/created.yaml') as string, line: 4, column: 3 },
      },
      { rule: 'document/invalid', place: { line: 5, column: 1, pointer: '/body' } },
    ].toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
  );
  writeFileSync(join(folder, 'messages/created.yaml'), 'payload:\n  type: object\n');
  const { contract, findings } = await loadContract(join(folder, 'asyncapi.yaml'));
  expect(findings).toEqual([]);
  expect(contract?.authentication).toEqual({ kind: 'header', header: 'X-Token' });
  expect(contract?.events).toMatchObject([{ name: 'created', method: 'PUT' }]);
});
