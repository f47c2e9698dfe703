import { describe, expect, it, test } from 'vitest';
import { SignatureSchemeError } from '../../src/signatures/message.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { sign } from '../../src/signatures/sign.ts';
import { schemes } from './schemes.ts';

const encoder = new TextEncoder();
const delivery = { url: 'https://example.com/webhooks', method: 'POST' };

describe('published vectors', () => {
  test('RFC 4231, test case 2', () => {
    const key = 'Jefe';
    const body = encoder.encode('what do ya want for nothing?');
    const signed = (algorithm: SignatureScheme['algorithm']): string | undefined =>
      sign({ header: 'S', algorithm, encoding: 'hex', signed: '{body}' }, { ...delivery, secret: key, body })[0]?.[1];
    expect(signed('hmac-sha256')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    expect(signed('hmac-sha384')).toBe(
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
    );
    expect(signed('hmac-sha512')).toBe(
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    );
  });

  test('RFC 2202, test case 2', () => {
    const scheme = { header: 'S', algorithm: 'hmac-sha1', encoding: 'hex', signed: '{body}' } as const;
    const body = encoder.encode('what do ya want for nothing?');
    expect(sign(scheme, { ...delivery, secret: 'Jefe', body })).toEqual([
      ['S', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ]);
  });

  test('Qminder: its documented sample delivery', () => {
    const secret = '71dX4IUKcJMDOaMHeA5IACBSHJkS4LzYNXlZPleg';
    expect(sign(schemes.qminder, { ...delivery, secret, body: encoder.encode('{ "statusCode": 200 }') })).toEqual([
      ['X-Qminder-Signature', 'cc316996bed6b481bfe539a643159a25bc8db08be2402e89be25b48e4935fde4'],
    ]);
  });

  test('GitHub: "Validating webhook deliveries"', () => {
    const secret = "It's a Secret to Everybody";
    expect(sign(schemes.github, { ...delivery, secret, body: encoder.encode('Hello, World!') })).toEqual([
      ['X-Hub-Signature-256', 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'],
    ]);
  });

  test('Slack: "Verifying requests from Slack"', () => {
    const body = encoder.encode(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    );
    expect(
      sign(schemes.slack, { ...delivery, secret: '8f742231b10e8888abcd99yyyzzz85a5', body, timestamp: 1531420618 }),
    ).toEqual([
      ['X-Slack-Request-Timestamp', '1531420618'],
      ['X-Slack-Signature', 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'],
    ]);
  });

  test('Standard Webhooks: the vector of its libraries', () => {
    const body = encoder.encode('{"test": 2432232314}');
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(
      sign(schemes.standardWebhooks, {
        ...delivery,
        secret,
        body,
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        timestamp: 1614265330,
      }),
    ).toEqual([
      ['webhook-id', 'msg_p5jXN8AQM9LWM0D4loKWxJek'],
      ['webhook-timestamp', '1614265330'],
      ['webhook-signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    ]);
  });
});

it('puts the time and the labelled signature into one header where the scheme says so', () => {
  const [header] = sign(schemes.stripe, {
    ...delivery,
    secret: 's',
    body: encoder.encode('{}'),
    timestamp: 1492774577,
  });
  expect(header?.[0]).toBe('Stripe-Signature');
  expect(header?.[1]).toMatch(/^t=1492774577,v1=[\da-f]{64}$/);
});

it('makes an id and takes the present time where none is given', () => {
  const headers = new Map(sign(schemes.standardWebhooks, { ...delivery, secret: 'MfKQ', body: new Uint8Array() }));
  expect(headers.get('webhook-id')).toMatch(/^[\da-f-]{36}$/);
  expect(Math.abs(Number(headers.get('webhook-timestamp')) - Date.now() / 1000)).toBeLessThan(5);
});

it('signs every byte of the body, also those that are no text', () => {
  const signature = (...bytes: number[]): unknown =>
    sign(schemes.shopify, { ...delivery, secret: 's', body: new Uint8Array(bytes) });
  expect(signature(0xff)).not.toEqual(signature(0xfe));
  expect(signature(0xef, 0xbb, 0xbf, 0x7b)).not.toEqual(signature(0x7b));
});

describe('what cannot be used', () => {
  const body = new Uint8Array();
  const secret = 'very secret!';

  it('refuses a secret in the wrong encoding, without showing it', () => {
    const refusal =
      (encoding: 'hex' | 'base64'): (() => unknown) =>
      () =>
        sign({ ...schemes.github, secret: { encoding } }, { ...delivery, secret, body });
    expect(refusal('hex')).toThrow(SignatureSchemeError);
    expect(refusal('base64')).toThrow(SignatureSchemeError);
    expect(refusal('hex')).toThrow(/^(?!.*very secret)/);
  });

  it('refuses a template with an unknown part, or with one that stands nowhere', () => {
    expect(() => sign({ ...schemes.github, signed: '{host}{body}' }, { ...delivery, secret, body })).toThrow(
      /\{host\}/,
    );
  });
});
