import { globSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { documentWith, folderWith } from './folder.ts';

const root = join(import.meta.dirname, '../..');

async function load(files: Readonly<Record<string, string | Uint8Array>>, path = 'asyncapi.yaml') {
  return loadContract(join(folderWith(files), path));
}

async function rulesOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  path = 'asyncapi.yaml',
): Promise<string[]> {
  const { contract, findings } = await load(files, path);
  expect(contract === undefined).toBe(findings.length > 0);
  return findings.map(({ rule }) => rule);
}

describe('the shipped contracts', () => {
  test.each(globSync('asyncapi/**/asyncapi.yaml', { cwd: root }).toSorted())(
    '%s loads without a finding',
    async (file) => {
      const { contract, findings } = await loadContract(join(root, file));
      expect(findings).toEqual([]);
      expect(contract?.id).toBe(file.split('/').slice(1, 3).join('@').replaceAll('\\', '/'));
      expect(contract?.events.every(({ match }) => match.every((values) => values?.length === 1))).toBe(true);
    },
  );
});

describe('a document of one file', () => {
  const two = documentWith({
    created: '{ type: object, properties: { type: { const: order.created }, kind: { const: order } } }',
    paid: '{ type: object, properties: { type: { enum: [order.paid] }, kind: { const: order } } }',
  });

  test('becomes a contract', async () => {
    const { contract, findings } = await load({ 'asyncapi.yaml': two });
    expect(findings).toEqual([]);
    expect(contract).toMatchObject({
      id: 'order-events@1.0.0',
      selector: [{ kind: 'pointer', pointer: '/type' }],
      authentication: { kind: 'none' },
      delivery: {},
      models: [],
    });
    expect(
      contract?.events.map(({ name, payload, match, method, contentType }) => ({
        name,
        payload,
        match,
        method,
        contentType,
      })),
    ).toEqual([
      {
        name: 'created',
        payload: 'events.created',
        match: [['order.created']],
        method: 'POST',
        contentType: 'application/json',
      },
      {
        name: 'paid',
        payload: 'events.paid',
        match: [['order.paid']],
        method: 'POST',
        contentType: 'application/json',
      },
    ]);
  });

  test('keeps the places of everything', async () => {
    const text = documentWith({ created: '{ type: object, properties: { a/b: { type: string } } }' });
    const withExample = text.replace(
      /^( +payload: .*)$/m,
      '$1\n        examples:\n          - name: one\n            payload:\n              a/b: x',
    );
    const { document } = await load({ 'asyncapi.yaml': withExample });
    expect(document.locateSchema('#/definitions/events.created/properties/a~1b')).toMatchObject({
      line: 10,
      pointer: '/channels/orders/messages/created/payload/properties/a~1b',
    });
    expect(document.exampleOrigin('created', 'one', '/a~1b')).toMatchObject({ line: 14, column: 15 });
    expect(document.origin('/operations/deliver/action')).toMatchObject({ line: 17, column: 5 });
    expect(document.follow('/operations/deliver/channel/messages/created')?.pointer).toBe(
      '/channels/orders/messages/created',
    );
  });

  test('JSON is read as well', async () => {
    const data = {
      asyncapi: '3.1.0',
      info: { title: 'Orders', version: '2.0.0', 'x-vendor': 'acme' },
      channels: { orders: { messages: { created: { payload: { type: 'object' } } } } },
    };
    const { contract, findings } = await load({ 'asyncapi.json': JSON.stringify(data, undefined, 2) }, 'asyncapi.json');
    expect(findings).toEqual([]);
    expect(contract?.id).toBe('acme@2.0.0');
    expect(contract?.events.map(({ name }) => name)).toEqual(['created']);
  });

  test('a folder named after the version names the vendor', async () => {
    const { contract } = await load({ 'asyncapi/acme/1.0.0/asyncapi.yaml': two }, 'asyncapi/acme/1.0.0/asyncapi.yaml');
    expect(contract?.id).toBe('acme@1.0.0');
  });

  test('a message without a payload accepts every payload', async () => {
    const { contract } = await load({
      'asyncapi.yaml': documentWith({ created: '{}' }).replace('payload: {}', 'title: Created'),
    });
    expect(contract?.schemas.definitions).toEqual({ 'events.created': true });
  });

  test('fields of traits count, the own ones first', async () => {
    const text = documentWith({ created: '{ type: object }' }).replace(
      '        payload: { type: object }',
      `        payload: { type: object }
        title: Own
        traits:
          - { title: First, contentType: text/plain, headers: { type: object } }
          - { contentType: application/cloudevents+json }`,
    );
    const { contract, findings } = await load({ 'asyncapi.yaml': text });
    expect(findings).toEqual([]);
    expect(contract?.events[0]).toMatchObject({
      title: 'Own',
      contentType: 'application/cloudevents+json',
      headers: 'headers.created',
    });
  });

  test('headers of the HTTP binding count when the message states none', async () => {
    const binding = 'bindings: { http: { headers: { type: object, required: [x-id] }, bindingVersion: 0.3.0 } }';
    const text = documentWith({ created: '{ type: object }' }).replace(/^( +)payload: .*$/m, `$&\n$1${binding}`);
    const { contract, findings } = await load({ 'asyncapi.yaml': text });
    expect(findings).toEqual([]);
    expect(contract?.schemas.definitions['headers.created']).toEqual({ type: 'object', required: ['x-id'] });
  });

  test('a key named __proto__ is a property like any other', async () => {
    const { contract, findings } = await load({
      'asyncapi.yaml': documentWith({ __proto__x: '{ type: object, properties: { __proto__: { type: string } } }' }),
    });
    expect(findings).toEqual([]);
    const schema = contract?.schemas.definitions['events.__proto__x'] as { properties: object };
    expect(Object.keys(schema.properties)).toEqual(['__proto__']);
  });

  test('5,000 messages take linear time', { timeout: 30_000 }, async () => {
    const time = async (count: number): Promise<number> => {
      const payloads = Array.from({ length: count }, (_, index): [string, string] => [
        `event${index}`,
        `{ type: object, properties: { type: { const: event${index} } } }`,
      ]);
      const folder = folderWith({ 'asyncapi.yaml': documentWith(Object.fromEntries(payloads)) });
      const start = performance.now();
      const { contract } = await loadContract(join(folder, 'asyncapi.yaml'));
      expect(contract?.events).toHaveLength(count);
      return performance.now() - start;
    };
    await time(500);
    const [small, large] = [await time(1_000), await time(5_000)];
    expect(large).toBeLessThan(small * 5 * 4 + 200);
  });
});

describe('input that cannot be read', () => {
  test.each<[string, Record<string, string | Uint8Array>, string]>([
    ['a missing file', { other: '' }, 'input/file-not-found'],
    ['a folder', { 'asyncapi.yaml/x': '' }, 'input/not-a-file'],
    ['UTF-16', { 'asyncapi.yaml': Buffer.from('\ufeffasyncapi: 3.1.0', 'utf16le') }, 'input/encoding'],
    ['UTF-16 without a mark', { 'asyncapi.yaml': Buffer.from('asyncapi: 3.1.0', 'utf16le') }, 'input/encoding'],
    ['Latin-1', { 'asyncapi.yaml': Buffer.from('asyncapi: é', 'latin1') }, 'input/encoding'],
    ['an empty file', { 'asyncapi.yaml': '' }, 'document/not-asyncapi'],
    ['a list', { 'asyncapi.yaml': '- a\n' }, 'document/not-asyncapi'],
    ['broken YAML', { 'asyncapi.yaml': 'a: "b\n' }, 'input/syntax'],
    ['10,000 levels', { 'asyncapi.yaml': '['.repeat(10_000) }, 'input/too-deep'],
    ['another AsyncAPI version', { 'asyncapi.yaml': 'asyncapi: 2.6.0\n' }, 'document/unsupported-version'],
  ])('%s is a finding', async (_, files, rule) => {
    expect(await rulesOf(files)).toEqual([rule]);
  });

  test('a file over the size limit is a finding', async () => {
    const file = join(folderWith({ 'asyncapi.yaml': `asyncapi: 3.1.0 # ${'x'.repeat(2000)}` }), 'asyncapi.yaml');
    const { findings } = await loadContract(file, { sizeLimit: 1000 });
    expect(findings).toMatchObject([{ rule: 'input/too-large' }]);
  });

  test('a byte-order mark is accepted', async () => {
    expect(await rulesOf({ 'asyncapi.yaml': `\ufeff${documentWith({ a: '{ type: object }' })}` })).toEqual([]);
  });

  test('CRLF line ends are accepted', async () => {
    expect(
      await rulesOf({ 'asyncapi.yaml': documentWith({ a: '{ type: object }' }).replaceAll('\n', '\r\n') }),
    ).toEqual([]);
  });
});

describe('payload schemas that cannot be used', () => {
  test.each([
    [
      'Avro',
      "{ schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: string } }",
      'schema/format-unsupported',
    ],
    ['an unknown dialect', '{ $schema: "https://example.com/dialect" }', 'schema/mixed-dialects'],
    ['a dynamic reference', "{ properties: { a: { $dynamicRef: '#a' } } }", 'schema/dynamic-reference'],
    ['a wrong keyword', '{ properties: { a: { type: money } } }', 'schema/invalid'],
  ])('%s', async (_, payload, rule) => {
    expect(await rulesOf({ 'asyncapi.yaml': documentWith({ a: payload }) })).toEqual([rule]);
  });

  test('two dialects in one contract', async () => {
    const text = documentWith({
      a: "{ schemaFormat: 'application/schema+json;version=2020-12', schema: { type: object } }",
      b: '{ type: object }',
    });
    expect(await rulesOf({ 'asyncapi.yaml': text })).toEqual([]);
    const other = text.replace(
      'payload: { type: object }',
      'payload: { $schema: "http://json-schema.org/draft-07/schema#" }',
    );
    expect(await rulesOf({ 'asyncapi.yaml': other })).toEqual(['schema/mixed-dialects']);
  });

  test.each(['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'])('%s is read', async (dialect) => {
    const payload = `{ schemaFormat: 'application/schema+json;version=${dialect}', schema: { type: object } }`;
    const { contract, findings } = await load({ 'asyncapi.yaml': documentWith({ a: payload }) });
    expect(findings).toEqual([]);
    expect(contract?.schemas).toEqual({ dialect, definitions: { 'events.a': { type: 'object' } } });
  });
});
