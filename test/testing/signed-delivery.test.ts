import { afterAll, describe, expect, test } from 'vitest';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { verify } from '../../src/signatures/verify.ts';
import { findContract } from '../../src/testing/contracts.ts';
import { checkEvent, example, signedDelivery, toRequest } from '../../src/testing/index.ts';
import type { SignedDeliveryOptions } from '../../src/testing/index.ts';
import { schemes } from '../signatures/schemes.ts';
import { folderWithContract } from './own-contract.ts';

const folder = folderWithContract({ 'counterfoil.yaml': 'contracts: [asyncapi]\n' });
afterAll(() => folder.remove());
const url = 'https://example.com/webhooks?shop=1';
const options = { cwd: folder.path, url, secret: 'test-secret-not-real' };

type Signed = ReturnType<typeof signedDelivery>;

const isVerified = (
  scheme: SignatureScheme,
  delivery: Signed,
  changed: { url?: string; secret?: string } = {},
): boolean =>
  verify(scheme, {
    ...delivery,
    secrets: [{ id: 'it', value: changed.secret ?? options.secret }],
    url: changed.url ?? url,
  }).valid;

function schemeOf(contract: string): SignatureScheme {
  const { authentication } = findContract(contract, options).contract;
  if (authentication.kind !== 'signature') throw new Error(`${contract} has no signature.`);
  return authentication.scheme;
}

const headerOf = ({ headers }: Signed, name: string): string | undefined =>
  headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];

describe('a delivery', () => {
  test.each([
    ['qminder', 'ticket_created'],
    ['waitwhile', 'visit.created'],
    ['cafe', 'order.ready'],
  ])('of %s is signed as the vendor signs it', (contract, event) => {
    const delivery = signedDelivery(contract, event, options);
    expect(delivery).toMatchObject({ method: 'POST', url });
    expect(headerOf(delivery, 'content-type')).toMatch(/^application\/json/);
    expect(isVerified(schemeOf(contract), delivery)).toBe(true);
    expect(isVerified(schemeOf(contract), delivery, { secret: 'another' })).toBe(false);
    expect(isVerified(schemeOf(contract), delivery, { url: 'https://example.com/' })).toBe(false);
  });

  test.each<[string, SignatureScheme]>(Object.entries(schemes))('is signed by the scheme of %s', (_, scheme) => {
    const signature = JSON.stringify(scheme);
    const document = `x-signature: ${signature}`;
    const own = folderWithContract();
    const path = 'asyncapi/cafe/1.0.0/asyncapi.yaml';
    const text = own
      .read(path)
      .replace(/x-signature:\n(?: {8}.*\n?)+/, `${document}\n`)
      .replace('name: X-Cafe-Signature', `name: ${scheme.header}`);
    own.write(path, text);
    const secret = scheme.secret?.prefix !== undefined ? 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' : options.secret;
    const delivery = signedDelivery('./asyncapi', 'order.ready', { ...options, cwd: own.path, secret });
    expect(isVerified(scheme, delivery, { secret })).toBe(true);
    own.remove();
  });

  test('carries what it is given', () => {
    const payload = { type: 'order.ready', odd: true };
    const delivery = signedDelivery('cafe', 'order.ready', { ...options, payload });
    expect(JSON.parse(new TextDecoder().decode(delivery.body))).toEqual(payload);
    const raw = signedDelivery('cafe', 'order.ready', { ...options, body: '{"type": ' });
    expect(new TextDecoder().decode(raw.body)).toBe('{"type": ');
    expect(isVerified(schemeOf('cafe'), raw)).toBe(true);
    const bytes = signedDelivery('cafe', 'order.ready', { ...options, body: new Uint8Array([0xff, 0]) });
    expect([...bytes.body]).toEqual([0xff, 0]);
  });

  test('carries the first example, else a sample', () => {
    const body = ({ body: bytes }: Signed): unknown => JSON.parse(new TextDecoder().decode(bytes));
    expect(body(signedDelivery('cafe', 'order.ready', options))).toEqual(example('cafe', 'order.ready', options));
    const undocumented = body(signedDelivery('qminder', 'ticket_served', options));
    expect(checkEvent('qminder', 'ticket_served', undocumented, options).ok).toBe(true);
  });

  test('is signed for the URL that was registered, wherever it goes', () => {
    const delivery = signedDelivery('cafe', 'order.ready', {
      ...options,
      url: 'http://127.0.0.1:3000/',
      registeredUrl: url,
    });
    expect(delivery.url).toBe('http://127.0.0.1:3000/');
    expect(isVerified(schemeOf('cafe'), delivery)).toBe(true);
  });

  test('has further headers, or others', () => {
    const delivery = signedDelivery('cafe', 'order.ready', {
      ...options,
      headers: { 'x-cafe-signature': 'wrong', 'X-Try': '2' },
    });
    expect(delivery.headers.filter(([name]) => name.toLowerCase() === 'x-cafe-signature')).toEqual([
      ['x-cafe-signature', 'wrong'],
    ]);
    expect(headerOf(delivery, 'x-try')).toBe('2');
  });

  test('has no signature when none is wanted', () => {
    expect(
      headerOf(signedDelivery('cafe', 'order.ready', { ...options, secret: null }), 'X-Cafe-Signature'),
    ).toBeUndefined();
  });

  test('has the fixed value in its header where the vendor signs nothing', () => {
    expect(headerOf(signedDelivery('ombori', 'positionCalled', options), 'authorization')).toBe(options.secret);
    expect(
      headerOf(signedDelivery('ombori', 'positionCalled', { cwd: folder.path, url }), 'authorization'),
    ).toBeUndefined();
  });
});

describe('a test is told', () => {
  const wrong = (changed: Partial<SignedDeliveryOptions>): (() => Signed) => {
    return () => signedDelivery('cafe', 'order.ready', { ...options, ...changed });
  };

  test.each([[undefined], ['']])('that the secret is missing: %j', (secret) => {
    expect(wrong({ secret })).toThrow(
      'The secret is missing: deliveries of cafe@1.0.0 carry X-Cafe-Signature. For one without it, say secret: null.',
    );
  });

  test('that the URL is none', () => {
    expect(wrong({ url: '/webhooks' })).toThrow(
      '"/webhooks" is no absolute URL. Write it whole: https://example.com/webhooks.',
    );
    expect(wrong({ registeredUrl: 'example.com' })).toThrow('"example.com" is no absolute URL.');
  });

  test('that the payload is no JSON', () => {
    expect(wrong({ payload: { at: new Date() } })).toThrow(
      'The payload is no JSON: /at is an object of the class Date.',
    );
  });
});

test('a request carries the same bytes and headers', async () => {
  const delivery = signedDelivery('cafe', 'order.ready', options);
  const request = toRequest(delivery);
  expect(request.url).toBe(url);
  expect(request.method).toBe('POST');
  expect(request.headers.get('x-cafe-signature')).toBe(headerOf(delivery, 'x-cafe-signature'));
  expect(await request.bytes()).toEqual(delivery.body);
});
