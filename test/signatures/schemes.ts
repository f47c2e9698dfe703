import type { SignatureScheme } from '../../src/signatures/scheme.ts';

/** Schemes in use, each stated with data alone. */
export const schemes = {
  qminder: { header: 'X-Qminder-Signature', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{url}{body}' },
  waitwhile: { header: 'X-Waitwhile-Signature', algorithm: 'hmac-sha256', encoding: 'base64', signed: '{url}{body}' },
  github: {
    header: 'X-Hub-Signature-256',
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    signed: '{body}',
    prefix: 'sha256=',
  },
  stripe: {
    header: 'Stripe-Signature',
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    signed: '{timestamp}.{body}',
    parts: { timestamp: 'pair:t' },
    list: { separator: ',', label: 'v1=' },
    tolerance: 300,
  },
  slack: {
    header: 'X-Slack-Signature',
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    signed: 'v0:{timestamp}:{body}',
    parts: { timestamp: 'header:X-Slack-Request-Timestamp' },
    prefix: 'v0=',
    tolerance: 300,
  },
  shopify: { header: 'X-Shopify-Hmac-Sha256', algorithm: 'hmac-sha256', encoding: 'base64', signed: '{body}' },
  standardWebhooks: {
    header: 'webhook-signature',
    algorithm: 'hmac-sha256',
    encoding: 'base64',
    signed: '{id}.{timestamp}.{body}',
    parts: { id: 'header:webhook-id', timestamp: 'header:webhook-timestamp' },
    list: { separator: ' ', label: 'v1,' },
    secret: { prefix: 'whsec_', encoding: 'base64' },
    tolerance: 300,
  },
} as const satisfies Record<string, SignatureScheme>;
