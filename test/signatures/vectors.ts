import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { schemes } from './schemes.ts';

/** A delivery with a signature that somebody else has computed and published. */
export interface PublishedVector {
  readonly vendor: string;
  readonly source: string;
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** Unix time in seconds at which the signature was fresh. */
  readonly now: number;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const anyUrl = 'https://example.com/webhooks';

const stripeBody = `${JSON.stringify(
  {
    id: 'evt_123',
    object: 'event',
    account: 'acct_123',
    api_version: '2017-05-25',
    created: 1533204620,
    data: {
      object: {
        id: 'ii_123',
        object: 'invoiceitem',
        amount: 1000,
        currency: 'usd',
        customer: 'cus_123',
        date: 1533204620,
        description: 'Test Invoice Item',
        discountable: false,
        invoice: 'in_123',
        livemode: false,
        metadata: {},
        period: { start: 1533204620, end: 1533204620 },
        plan: null,
        proration: false,
        quantity: null,
        subscription: null,
      },
    },
    livemode: false,
    pending_webhooks: 1,
    request: { id: 'req_123', idempotency_key: 'idempotency-key-123' },
    type: 'invoiceitem.created',
  },
  null,
  2,
)}\n`;

export const publishedVectors: readonly PublishedVector[] = [
  {
    vendor: 'Qminder',
    source: 'the sample delivery of its documentation',
    scheme: schemes.qminder,
    secret: '71dX4IUKcJMDOaMHeA5IACBSHJkS4LzYNXlZPleg',
    url: anyUrl,
    headers: [['X-Qminder-Signature', 'cc316996bed6b481bfe539a643159a25bc8db08be2402e89be25b48e4935fde4']],
    body: bytes('{ "statusCode": 200 }'),
    now: 0,
  },
  {
    vendor: 'GitHub',
    source: '"Validating webhook deliveries"',
    scheme: schemes.github,
    secret: "It's a Secret to Everybody",
    url: anyUrl,
    headers: [['X-Hub-Signature-256', 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17']],
    body: bytes('Hello, World!'),
    now: 0,
  },
  {
    vendor: 'Stripe',
    source: 'the tests of stripe-dotnet (EventUtilityTest, event_test_signature.json)',
    scheme: schemes.stripe,
    secret: 'webhook_secret',
    url: anyUrl,
    headers: [
      [
        'Stripe-Signature',
        't=1533204620,v1=f0bdba6d4eacbd8ad8a3bbadd7248e633ec1477f7899c124c51b39405fa36613,v0=63f3a72374a733066c4be69ed7f8e5ac85c22c9f0a6a612ab9a025a9e4ee7eef',
      ],
    ],
    body: bytes(stripeBody),
    now: 1533204720,
  },
  {
    vendor: 'Slack',
    source: '"Verifying requests from Slack"',
    scheme: schemes.slack,
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    url: anyUrl,
    headers: [
      ['X-Slack-Request-Timestamp', '1531420618'],
      ['X-Slack-Signature', 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'],
    ],
    body: bytes(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    ),
    now: 1531420618,
  },
  {
    vendor: 'Shopify',
    source: 'the tests of SQLPage ("Test Shopify webhook HMAC validation"); Shopify itself publishes none',
    scheme: schemes.shopify,
    secret: 'test-webhook-secret',
    url: anyUrl,
    headers: [['X-Shopify-Hmac-SHA256', 'QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw=']],
    body: bytes('{"id":1234567890,"email":"customer@example.com","total_price":"123.45"}'),
    now: 0,
  },
  {
    vendor: 'Standard Webhooks',
    source: 'the tests of its libraries',
    scheme: schemes.standardWebhooks,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    url: anyUrl,
    headers: [
      ['webhook-id', 'msg_p5jXN8AQM9LWM0D4loKWxJek'],
      ['webhook-timestamp', '1614265330'],
      ['webhook-signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    ],
    body: bytes('{"test": 2432232314}'),
    now: 1614265330,
  },
  {
    vendor: 'Svix',
    source: '"Verifying webhooks manually" in its documentation; Standard Webhooks under another name',
    scheme: schemes.standardWebhooks,
    secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
    url: anyUrl,
    headers: [
      ['webhook-id', 'msg_loFOjxBNrRLzqYUf'],
      ['webhook-timestamp', '1731705121'],
      ['webhook-signature', 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0='],
    ],
    body: bytes('{"event_type":"ping","data":{"success":true}}'),
    now: 1731705121,
  },
];
