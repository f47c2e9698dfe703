import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { folderWith } from './folder.ts';

interface Parts {
  readonly info?: string;
  readonly server?: string;
  readonly channel?: string;
  readonly operation?: string;
  readonly message?: string;
  readonly payload?: string;
  readonly scheme?: string;
}

/** A document with an extension, as YAML flow text, in some of its places. */
function documentWithExtensions(parts: Parts): string {
  const line = (text: string | undefined): string => (text === undefined ? '' : `, ${text}`);
  return `asyncapi: 3.1.0
info: { title: Orders, version: 1.0.0${line(parts.info)} }
servers:
  receiver: { host: example.com, protocol: https, security: [{ $ref: '#/components/securitySchemes/signed' }]${line(parts.server)} }
channels:
  orders: { messages: { created: { $ref: '#/components/messages/created' } }${line(parts.channel)} }
operations:
  deliver: { action: send, channel: { $ref: '#/channels/orders' }${line(parts.operation)} }
components:
  messages:
    created: { payload: { type: object${line(parts.payload)} }${line(parts.message)} }
  securitySchemes:
    signed: { ${parts.scheme ?? 'type: httpApiKey, name: X-Signature, in: header'} }
`;
}

async function load(parts: Parts) {
  return loadContract(join(folderWith({ 'asyncapi.yaml': documentWithExtensions(parts) }), 'asyncapi.yaml'));
}

const header = 'type: httpApiKey, name: X-Signature, in: header';
const signature = 'x-signature: { header: X-Signature, algorithm: hmac-sha256, encoding: hex, signed: "{body}" }';

describe('extensions in their places', () => {
  test('become parts of the contract', async () => {
    const { contract, findings } = await load({
      info: 'x-vendor: acme',
      server: 'x-endpoint-url: { type: string, maxLength: 512 }',
      channel: "x-selector: ['header:x-event', /type]",
      operation: "x-delivery: { success: ['2xx'], retries: { max: 3 } }",
      message: 'x-source: { kind: other, document: Guide }',
      payload: 'x-source: { kind: other, document: Guide }, properties: { a: { type: string, x-personal-data: name } }',
      scheme: `${header}, ${signature}`,
    });
    expect(findings).toEqual([]);
    expect(contract).toMatchObject({
      vendor: 'acme',
      endpointUrl: { type: 'string', maxLength: 512 },
      selector: [
        { kind: 'header', header: 'x-event' },
        { kind: 'pointer', pointer: '/type' },
      ],
      delivery: { success: ['2xx'], retries: { max: 3 } },
      authentication: {
        kind: 'signature',
        scheme: { header: 'X-Signature', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{body}' },
      },
      events: [{ source: { kind: 'other', document: 'Guide' } }],
    });
  });

  test('those of others are ignored', async () => {
    const { findings } = await load({
      info: 'x-logo: { url: 1 }',
      channel: 'x-parser-unique-object-id: 7',
      payload: 'x-go-type: 1',
    });
    expect(findings).toEqual([]);
  });
});

describe('extensions of the wrong shape', () => {
  test.each<[Parts, RegExp]>([
    [{ info: 'x-vendor: Acme Inc' }, /"x-vendor" must match/],
    [{ server: 'x-endpoint-url: { type: number }' }, /"type" must be "string"/],
    [{ channel: 'x-selector: /type' }, /"x-selector" must be a list/],
    [{ channel: 'x-selector: [type]' }, /must match/],
    [{ operation: 'x-delivery: { retrys: 3 }' }, /"retrys" is not allowed/],
    [{ message: 'x-source: { kind: other }' }, /must have "document"/],
    [{ payload: 'x-personal-data: shoe-size' }, /must be one of/],
    [{ payload: 'properties: { a: { x-source: 7 } }' }, /"x-source" must be an object/],
    [
      { scheme: `${header}, x-signature: { header: X, algorithm: sha256, encoding: hex, signed: "{body}" }` },
      /"algorithm" must be one of/,
    ],
  ])('%j', async (parts, message) => {
    const { contract, findings } = await load(parts);
    expect(contract).toBeUndefined();
    expect(findings).toMatchObject([
      {
        rule: 'extension/invalid',
        message: expect.stringMatching(message) as string,
        place: { line: expect.any(Number) as number },
      },
    ]);
  });
});

describe('x-delivery', () => {
  test.each([
    ['Meta', "{ method: GET, challenge: 'query:hub.challenge', answer: body }"],
    ['Dropbox', "{ method: GET, challenge: 'query:challenge', answer: body }"],
    ['Slack', '{ method: POST, challenge: /challenge, answer: body }'],
    ['Microsoft Graph', "{ method: POST, challenge: 'query:validationToken', answer: body }"],
    [
      'Zoom',
      '{ method: POST, challenge: /payload/plainToken, answer: { property: plainToken }, hmac: { algorithm: hmac-sha256, encoding: hex, property: encryptedToken } }',
    ],
  ])('states the handshake of %s', async (_, handshake) => {
    const { contract, findings } = await load({ operation: `x-delivery: { handshake: ${handshake} }` });
    expect(findings).toEqual([]);
    expect(contract?.delivery.handshake).toEqual(parse(handshake));
  });

  test('says what it is that is ordered', async () => {
    const operation = "x-delivery: { order: /created, orderKey: 'header:X-Order' }";
    const { contract, findings } = await load({ operation });
    expect(findings).toEqual([]);
    expect(contract?.delivery).toEqual({ order: '/created', orderKey: 'header:X-Order' });
  });

  test.each([
    ['orderKey: /data/id', ['"x-delivery" must have "order".']],
    ['order: /created, orderKey: id', [expect.stringMatching(/^"orderKey" must match/)]],
    ['handshake: {}', expect.arrayContaining(['"handshake" must have "challenge".'])],
    [
      'handshake: { method: PUT, challenge: /a, answer: body }',
      ['"method" must be one of "GET" or "POST", not "PUT".'],
    ],
    [
      'handshake: { method: GET, challenge: /a, answer: body }',
      [expect.stringMatching(/^"challenge" must match the pattern \^\(query\|header\)/)],
    ],
    ['handshake: { method: POST, challenge: /a, answer: header }', ['"answer" must be one of "body", not "header".']],
    ['handshake: { method: POST, challenge: /a, answer: {} }', ['"answer" must have "property".']],
    [
      'handshake: { method: POST, challenge: /a, answer: body, hmac: { algorithm: hmac-sha256, encoding: hex, property: b } }',
      ['"answer" must be an object, not a string.'],
    ],
  ])('refuses %s', async (delivery, messages) => {
    const { contract, findings } = await load({ operation: `x-delivery: { ${delivery} }` });
    expect(contract).toBeUndefined();
    expect(findings.map(({ message }) => message)).toEqual(messages);
  });
});

describe('extensions in the wrong place', () => {
  test.each<[Parts]>([
    [{ info: 'x-selector: [/type]' }],
    [{ server: 'x-vendor: acme' }],
    [{ channel: 'x-delivery: { timeout: 5 }' }],
    [{ operation: signature }],
    [{ payload: 'x-selector: [/type]' }],
    [{ message: 'x-personal-data: name' }],
    [{ scheme: `type: http, scheme: bearer, ${signature}` }],
  ])('%j', async (parts) => {
    const { findings } = await load(parts);
    expect(findings.map(({ rule }) => rule)).toEqual(['extension/misplaced']);
  });
});

test('an extension that is stated twice must say the same', async () => {
  const text = documentWithExtensions({ channel: 'x-selector: [/type]' }).replace(
    'operations:\n',
    "  others: { messages: { paid: { payload: true } }, x-selector: [/kind] }\noperations:\n  also: { action: send, channel: { $ref: '#/channels/others' } }\n",
  );
  const { findings } = await loadContract(join(folderWith({ 'asyncapi.yaml': text }), 'asyncapi.yaml'));
  expect(findings).toMatchObject([{ rule: 'extension/conflict' }]);
});
