import { describe, expect, test } from 'vitest';
import { findScheme } from '../../src/infer/signature/find-scheme.ts';
import type { SignedDelivery } from '../../src/infer/signature/find-scheme.ts';
import { sign } from '../../src/signatures/sign.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';

const plain = 'a secret that a test made up';
const url = 'https://example.com/hooks?tenant=7';

const schemes: Readonly<Record<string, { readonly scheme: SignatureScheme; readonly secret?: string }>> = {
  Qminder: {
    scheme: { header: 'X-Qminder-Signature', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{url}{body}' },
  },
  Waitwhile: {
    scheme: { header: 'X-Waitwhile-Signature', algorithm: 'hmac-sha256', encoding: 'base64', signed: '{url}{body}' },
  },
  GitHub: {
    scheme: {
      header: 'X-Hub-Signature-256',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      signed: '{body}',
      prefix: 'sha256=',
    },
  },
  'GitHub of old': {
    scheme: { header: 'X-Hub-Signature', algorithm: 'hmac-sha1', encoding: 'hex', signed: '{body}', prefix: 'sha1=' },
  },
  Shopify: {
    scheme: { header: 'X-Shopify-Hmac-Sha256', algorithm: 'hmac-sha256', encoding: 'base64', signed: '{body}' },
  },
  Stripe: {
    scheme: {
      header: 'Stripe-Signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      signed: '{timestamp}.{body}',
      parts: { timestamp: 'pair:t' },
      list: { separator: ',', label: 'v1=' },
    },
    secret: 'whsec_notASecretButOneOfATest',
  },
  Slack: {
    scheme: {
      header: 'X-Slack-Signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      signed: 'v0:{timestamp}:{body}',
      parts: { timestamp: 'header:X-Slack-Request-Timestamp' },
      prefix: 'v0=',
    },
  },
  'Standard Webhooks': {
    scheme: {
      header: 'webhook-signature',
      algorithm: 'hmac-sha256',
      encoding: 'base64',
      signed: '{id}.{timestamp}.{body}',
      parts: { id: 'header:webhook-id', timestamp: 'header:webhook-timestamp' },
      list: { separator: ' ', label: 'v1,' },
      secret: { prefix: 'whsec_', encoding: 'base64' },
    },
    secret: `whsec_${Buffer.from('twenty-four bytes of key').toString('base64')}`,
  },
  'another one, with the parts in another order': {
    scheme: {
      header: 'X-Sig',
      algorithm: 'hmac-sha512',
      encoding: 'base64',
      signed: '{body}|{timestamp}|{url}',
      parts: { timestamp: 'header:X-Time' },
    },
  },
  'one with the method': {
    scheme: { header: 'X-Digest', algorithm: 'hmac-sha256', encoding: 'base64url', signed: '{method}\n{url}\n{body}' },
  },
};

/** Deliveries among the headers that come anyway, some of which look like ids and times. */
function deliveriesOf(scheme: SignatureScheme, secret: string, count = 6): SignedDelivery[] {
  return Array.from({ length: count }, (_, index) => {
    const body = new TextEncoder().encode(
      JSON.stringify({ id: index, type: 'order.paid', note: 'žluť'.repeat(index) }),
    );
    const headers = sign(scheme, {
      secret,
      url,
      method: 'POST',
      body,
      id: `msg_${index}abc`,
      timestamp: 1_700_000_000 + index,
    });
    return {
      method: 'POST',
      url,
      body,
      headers: [
        ['Host', 'example.com'],
        ['Content-Type', 'application/json'],
        ['X-Trace', '5f2b1c0d9e8a7b6c5f2b1c0d9e8a7b6c5f2b1c0d9e8a7b6c5f2b1c0d9e8a7b6c'],
        ['X-Attempt-At', `${1_700_000_100 + index}`],
        ['X-Delivery', `0b8a3c2e-1111-4222-8333-44445555666${index}`],
        ...headers,
      ],
    };
  });
}

describe('the signature scheme is found by trial', () => {
  test.each(Object.entries(schemes))('%s', (_, { scheme, secret = plain }) => {
    const found = findScheme(deliveriesOf(scheme, secret), secret);
    expect(found).toMatchObject({ fitting: 6, tried: 6 });
    const { tolerance, ...rest } = found?.scheme ?? {};
    expect(rest).toEqual(scheme);
    expect(tolerance).toBe(scheme.signed.includes('{timestamp}') ? 300 : undefined);
  });

  test('the URL as registered, where another one was received', () => {
    const { scheme } = schemes['Waitwhile'] as { scheme: SignatureScheme };
    const deliveries = deliveriesOf(scheme, plain).map((each) => ({ ...each, url: 'http://127.0.0.1:3000/' }));
    expect(findScheme(deliveries, plain)).toBeUndefined();
    expect(findScheme(deliveries, plain, url)?.scheme).toEqual(scheme);
  });

  test('though another secret made the first ones', () => {
    const { scheme } = schemes['GitHub'] as { scheme: SignatureScheme };
    const deliveries = [...deliveriesOf(scheme, 'the one before', 2), ...deliveriesOf(scheme, plain, 6)];
    expect(findScheme(deliveries, plain)).toMatchObject({ scheme, fitting: 6, tried: 8 });
  });

  test('no scheme is found with a wrong secret, or where nothing is signed', () => {
    const { scheme } = schemes['Slack'] as { scheme: SignatureScheme };
    expect(findScheme(deliveriesOf(scheme, 'another secret'), plain)).toBeUndefined();
    const unsigned = deliveriesOf(scheme, plain).map((each) => ({ ...each, headers: each.headers.slice(0, 2) }));
    expect(findScheme(unsigned, plain)).toBeUndefined();
    expect(findScheme([], plain)).toBeUndefined();
  });
});
