import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { loadContractSync } from '../../src/asyncapi/load-contract.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json } from '../../src/util/json.ts';
import { readPage } from '../support/docs/pages.ts';

const main = 'asyncapi/example/1.0.0/asyncapi.yaml';
const message = 'asyncapi/example/1.0.0/messages/order.paid.yaml';
const payload = 'schemas/example/1.0.0/events/order.paid.schema.json';
const model = 'schemas/example/1.0.0/order.schema.json';
const files = readPage('docs/contract-format.md').blocks.flatMap(({ path, code }) =>
  path === undefined ? [] : [{ path, code }],
);

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'counterfoil-format-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Something that is put into a file of the page: what a pointer leads to, or a member that it did not have. */
type Change = readonly [file: string, pointer: string, value: Json];

/** Writes the page's files into a new folder, changed. */
function write(...changes: readonly Change[]): string {
  const folder = mkdtempSync(join(home, 'contract-'));
  for (const { path, code } of files) {
    const data = parse(code) as Json;
    for (const [file, pointer, value] of changes) if (file === path) put(data, pointer, value);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path.endsWith('.json') ? JSON.stringify(data) : stringify(data));
  }
  return folder;
}

function put(data: Json, pointer: string, value: Json): void {
  const keys = pointer.slice(1).split('/');
  const last = keys.pop() ?? '';
  let parent: Json = data;
  for (const key of keys) {
    if (!isObject(parent)) throw new Error(`There is no ${pointer}.`);
    parent = parent[key] ?? ((parent as Record<string, Json>)[key] = {});
  }
  (parent as Record<string, Json>)[last] = value;
}

function contractIn(folder: string): Contract {
  const { contract, findings } = loadContractSync(main, { cwd: folder });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (contract === undefined) throw new Error('It does not load.');
  return contract;
}

async function rulesBrokenBy(...changes: readonly Change[]): Promise<string[]> {
  const { findings } = await checkContracts(['asyncapi'], { cwd: write(...changes) });
  return findings.map(({ rule }) => rule);
}

describe('the contract that the page shows', () => {
  test('has no finding', async () => {
    const { verdict, findings } = await checkContracts(['asyncapi'], { cwd: write() });
    expect({ verdict, findings }).toEqual({ verdict: 'pass', findings: [] });
  });

  const plain = (): Contract => contractIn(write());

  test.each<[string, ...Change[]]>([
    ['an operation that receives', [main, '/operations/take', receives()]],
    ['a reply', [main, '/operations/deliver/reply', { channel: { $ref: '#/channels/webhook' } }]],
    ['variables of servers', [main, '/servers/receiver/variables/host/default', 'hooks.example.com']],
    [
      'the query of an HTTP binding',
      [main, '/operations/deliver/bindings/http/query', { type: 'object', properties: {} }],
    ],
    ['other bindings', [main, '/operations/deliver/bindings/kafka', { groupId: { type: 'string' } }]],
    ['bindings of messages', [message, '/bindings', { http: { statusCode: 204 }, kafka: { key: { type: 'string' } } }]],
    ['correlationId', [message, '/correlationId', { location: '$message.header#/id' }]],
    ['tags', [message, '/tags', [{ name: 'orders' }]]],
    ['externalDocs', [message, '/externalDocs', { url: 'https://example.com' }]],
    ['id', [main, '/id', 'urn:example:webhooks']],
  ])('is the same contract with %s', (_, ...changes) => {
    expect(contractIn(write(...changes))).toEqual(plain());
  });

  test('is the same where a trait says it', () => {
    const moved = write([message, '/summary', null], [message, '/traits', [{ summary: 'A customer has paid.' }]]);
    const file = join(moved, message);
    writeFileSync(file, readFileSync(file, 'utf8').replace('summary: null\n', ''));
    expect(contractIn(moved)).toEqual(plain());
  });

  test('has headers of the HTTP binding', () => {
    const headers = { type: 'object', properties: { 'X-Id': { type: 'string' } } };
    const { events, schemas } = contractIn(write([message, '/bindings', { http: { headers } }]));
    expect(schemas.definitions[events[0]?.headers ?? '']).toEqual(headers);
  });

  test('has its events from the channels where no operation sends', () => {
    const { events } = contractIn(write([main, '/operations', {}]));
    expect(events.map(({ name, method }) => [name, method])).toEqual([['order.paid', 'POST']]);
  });

  test.each([
    [
      { type: 'httpApiKey', in: 'header', name: 'X-Key' },
      { kind: 'header', header: 'X-Key' },
    ],
    [
      { type: 'http', scheme: 'basic' },
      { kind: 'header', header: 'Authorization' },
    ],
    [
      { type: 'oauth2', flows: {} },
      { kind: 'header', header: 'Authorization' },
    ],
    [
      { type: 'openIdConnect', openIdConnectUrl: 'https://example.com' },
      { kind: 'header', header: 'Authorization' },
    ],
    [{ type: 'httpApiKey', in: 'query', name: 'key' }, { kind: 'none' }],
    [{ type: 'httpApiKey', in: 'cookie', name: 'key' }, { kind: 'none' }],
    [{ type: 'X509' }, { kind: 'none' }],
    [{ type: 'userPassword' }, { kind: 'none' }],
  ])('authenticates by %o', (scheme, authentication) => {
    const folder = write([main, '/components/securitySchemes/signature', scheme]);
    expect(contractIn(folder).authentication).toEqual(authentication);
  });
});

describe('an error', () => {
  const inSchema = (pointer: string, value: Json): Change => [model, pointer, value];

  test.each<[string, ...Change[]]>([
    ['document/unsupported-version', [main, '/asyncapi', '2.6.0']],
    ['document/event-name-clash', [main, '/channels/other', otherChannel()], [main, '/operations/again', sendsOther()]],
    [
      'schema/mixed-dialects',
      inSchema('/$schema', 'http://json-schema.org/draft-04/schema#'),
      [message, '/headers', inNewest()],
    ],
    [
      'schema/format-unsupported',
      [message, '/payload', { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {} }],
    ],
    ['input/reference-network', [payload, '/properties/data', { $ref: 'https://example.com/order.json' }]],
    ['input/reference-outside', [payload, '/properties/data', { $ref: '../../../../../order.json' }]],
    ['schema/dynamic-reference', [message, '/payload', dynamic()]],
    ['schema/not-usable', inSchema('/properties/id/pattern', '^(?=.*[0-9])[a-z0-9]+$')],
  ])('is %s', async (rule, ...changes) => {
    expect(await rulesBrokenBy(...changes)).toContain(rule);
  });

  test('is no format that is not known', async () => {
    expect(await rulesBrokenBy(inSchema('/properties/id/format', 'order-id'))).toEqual(['schema/unknown-format']);
  });

  test.each<[string, Json]>([
    ['default', 'ord_0'],
    ['readOnly', true],
    ['writeOnly', true],
    ['contentEncoding', 'base64'],
    ['discriminator', 'id'],
  ])('is no value because of %s', async (keyword, value) => {
    expect(await rulesBrokenBy(inSchema(`/properties/id/${keyword}`, value))).toEqual([]);
  });

  test('is null, whatever nullable says', async () => {
    const example: Change = [message, '/examples', [{ name: 'paid-by-card', payload: paidWithoutId() }]];
    expect(await rulesBrokenBy(inSchema('/properties/id/nullable', true), example)).toContain('example/payload');
  });
});

function receives(): Json {
  return { action: 'receive', channel: { $ref: '#/channels/webhook' } };
}

function otherChannel(): Json {
  return { address: null, messages: { 'order.paid': { payload: { type: 'object' } } } };
}

function sendsOther(): Json {
  return { action: 'send', channel: { $ref: '#/channels/other' } };
}

function inNewest(): Json {
  const schema = { type: 'object', properties: { 'X-Id': { type: 'string' } } };
  return { schemaFormat: 'application/schema+json;version=2020-12', schema };
}

function dynamic(): Json {
  const schema = { $dynamicAnchor: 'node', type: 'object', properties: { child: { $dynamicRef: '#node' } } };
  return { schemaFormat: 'application/schema+json;version=2020-12', schema };
}

function paidWithoutId(): Json {
  return { type: 'order.paid', data: { id: null, state: 'PAID' } };
}
