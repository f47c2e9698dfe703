import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { sign } from '../../src/signatures/sign.ts';
import { verify } from '../../src/signatures/verify.ts';
import type { Signed } from '../../src/signatures/verify.ts';
import { schemes } from './schemes.ts';
import { publishedVectors } from './vectors.ts';

const now = 1_700_000_000;
const secret = Buffer.from('a secret of the test').toString('base64');
const unsigned = {
  secret,
  url: 'https://example.com/webhooks',
  method: 'POST',
  body: new TextEncoder().encode('{ "statusCode": 200 }'),
  id: 'msg_1',
  timestamp: now,
};

function signed(scheme: SignatureScheme, changes: Partial<Signed> = {}): Signed {
  const { url, method, body } = unsigned;
  return {
    url,
    method,
    body,
    headers: sign(scheme, unsigned),
    secrets: [{ id: 'main', value: secret }],
    now,
    ...changes,
  };
}

function replaceHeader(scheme: SignatureScheme, replace: (value: string) => string): Signed {
  const headers = sign(scheme, unsigned).map(
    ([name, value]) => [name, name === scheme.header ? replace(value) : value] as const,
  );
  return signed(scheme, { headers });
}

describe.each(Object.entries(schemes) as [string, SignatureScheme][])('%s', (_, scheme) => {
  it('accepts what sign made, with header names in any case', () => {
    expect(verify(scheme, signed(scheme))).toEqual({ valid: true, secret: 'main' });
    const headers = sign(scheme, unsigned).map(([name, value]) => [name.toUpperCase(), ` ${value} `] as const);
    expect(verify(scheme, signed(scheme, { headers }))).toEqual({ valid: true, secret: 'main' });
  });

  it('refuses another body, secret or signature', () => {
    const other = new TextEncoder().encode('{ "statusCode": 201 }');
    expect(verify(scheme, signed(scheme, { body: other }))).toMatchObject({ reason: 'mismatch' });
    expect(verify(scheme, signed(scheme, { secrets: [{ value: 'b3RoZXI=' }] }))).toMatchObject({ reason: 'mismatch' });
    expect(verify(scheme, signed(scheme, { secrets: [] }))).toMatchObject({ reason: 'mismatch' });
  });

  it('says when there is no signature, or none that could be one', () => {
    expect(verify(scheme, signed(scheme, { headers: [] }))).toMatchObject({ reason: 'missing' });
    expect(
      verify(
        scheme,
        replaceHeader(scheme, () => ''),
      ),
    ).toMatchObject({ reason: 'missing' });
    expect(
      verify(
        scheme,
        replaceHeader(scheme, () => 'Bearer x'),
      ),
    ).toMatchObject({ reason: 'malformed' });
    expect(
      verify(
        scheme,
        replaceHeader(scheme, (value) => value.slice(0, -4)),
      ),
    ).toMatchObject({ reason: 'malformed' });
  });

  it('never throws over a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(
          verify(
            scheme,
            replaceHeader(scheme, () => value),
          ).valid,
        ).toBe(false);
      }),
    );
  });
});

it('finds the secret that fits, whichever of them it is', () => {
  const secrets = [
    { id: 'old', value: 'b2xk' },
    { id: 'new', value: secret },
  ];
  expect(verify(schemes.github, signed(schemes.github, { secrets }))).toEqual({ valid: true, secret: 'new' });
});

it('signs the URL where the scheme says so', () => {
  expect(verify(schemes.qminder, signed(schemes.qminder, { url: 'https://example.com/other' }))).toMatchObject({
    reason: 'mismatch',
    message: expect.stringContaining('the URL'),
  });
  expect(verify(schemes.github, signed(schemes.github, { url: 'https://example.com/other' })).valid).toBe(true);
});

describe('several signatures in a header', () => {
  const wrong = '00'.repeat(32);

  it('accepts when one of them fits', () => {
    expect(
      verify(
        schemes.stripe,
        replaceHeader(schemes.stripe, (value) => value.replace('v1=', `v1=${wrong},v1=`)),
      ).valid,
    ).toBe(true);
    const others = `v1a,${Buffer.alloc(32).toString('base64')}`;
    expect(
      verify(
        schemes.standardWebhooks,
        replaceHeader(schemes.standardWebhooks, (value) => `${others} ${value}`),
      ).valid,
    ).toBe(true);
  });

  it('passes over those of another version', () => {
    expect(
      verify(
        schemes.stripe,
        replaceHeader(schemes.stripe, (value) => value.replace('v1=', 'v0=')),
      ),
    ).toMatchObject({
      reason: 'malformed',
    });
  });

  it('looks at every header of that name', () => {
    const headers = [[schemes.github.header, `sha256=${wrong}`] as const, ...sign(schemes.github, unsigned)];
    expect(verify(schemes.github, signed(schemes.github, { headers })).valid).toBe(true);
  });
});

describe('time', () => {
  test.each([
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('%i s between signing and receiving', (age, valid) => {
    const verdict = verify(schemes.stripe, signed(schemes.stripe, { now: now + age }));
    expect(verdict).toMatchObject(valid ? { valid } : { valid, reason: 'too-old' });
  });

  it('does not say that a delivery is too old before its signature fits', () => {
    expect(
      verify(schemes.stripe, signed(schemes.stripe, { now: now + 999, secrets: [{ value: 'other' }] })),
    ).toMatchObject({
      reason: 'mismatch',
    });
  });

  it('says when there is no time', () => {
    const without = replaceHeader(schemes.stripe, (value) => value.replace(/^t=\d+,/, ''));
    expect(verify(schemes.stripe, without)).toMatchObject({ reason: 'no-timestamp' });
    const nonsense = replaceHeader(schemes.stripe, (value) => value.replace(/^t=\d+/, 't=soon'));
    expect(verify(schemes.stripe, nonsense)).toMatchObject({ reason: 'no-timestamp' });
  });

  test.each([String(now), String(now * 1000), new Date(now * 1000).toISOString()])('is understood as %s', (text) => {
    const scheme = { ...schemes.github, parts: { timestamp: 'header:X-Time' }, tolerance: 10 };
    const headers = [...sign(schemes.github, unsigned), ['X-Time', text] as const];
    expect(verify(scheme, signed(schemes.github, { headers, now })).valid).toBe(true);
    expect(verify(scheme, signed(schemes.github, { headers, now: now + 60 })).valid).toBe(false);
  });
});

it('says that the id is missing where it is signed', () => {
  const headers = sign(schemes.standardWebhooks, unsigned).filter(([name]) => name !== 'webhook-id');
  expect(verify(schemes.standardWebhooks, signed(schemes.standardWebhooks, { headers }))).toMatchObject({
    reason: 'missing',
  });
});

test.each(publishedVectors)(
  'accepts what $vendor published: $source',
  ({ scheme, secret, url, headers, body, now }) => {
    const delivery = { secrets: [{ id: 'published', value: secret }], url, method: 'POST', headers, body, now };
    expect(verify(scheme, delivery)).toEqual({ valid: true, secret: 'published' });
    expect(verify(scheme, { ...delivery, body: Uint8Array.from([...body, 0]) })).toMatchObject({ reason: 'mismatch' });
  },
);

describe('signatures in other spellings', () => {
  it('takes hex in either case, base64 with or without padding', () => {
    for (const [scheme, spell] of [
      [schemes.qminder, (value: string) => value.toUpperCase()],
      [schemes.waitwhile, (value: string) => value.replace(/=+$/, '')],
    ] as const) {
      expect(verify(scheme, replaceHeader(scheme, spell)).valid).toBe(true);
    }
  });

  it('makes and takes base64url', () => {
    const scheme: SignatureScheme = { ...schemes.shopify, encoding: 'base64url' };
    const [[, value] = ['', '']] = sign(scheme, unsigned);
    expect(value).toMatch(/^[\w-]{43}$/);
    expect(verify(scheme, signed(scheme)).valid).toBe(true);
    expect(
      verify(
        scheme,
        replaceHeader(scheme, () => `${value}=`),
      ).valid,
    ).toBe(true);
  });

  test.each(['hmac-sha1', 'hmac-sha384', 'hmac-sha512'] as const)('reads those of %s', (algorithm) => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const scheme: SignatureScheme = { ...schemes.github, algorithm, encoding };
      expect(verify(scheme, signed(scheme)).valid).toBe(true);
    }
  });
});
