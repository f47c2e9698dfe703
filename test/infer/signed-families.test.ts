import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { infer } from '../../src/api/infer.ts';
import { sign } from '../../src/signatures/sign.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { families } from './families.ts';
import { draw } from './vendors.ts';
import type { MadeVendor } from './vendors.ts';

const secret = 'a secret that a test made up';
const url = 'https://example.com/hooks?tenant=7';
const hex = { algorithm: 'hmac-sha256', encoding: 'hex' } as const;
const base64 = { algorithm: 'hmac-sha256', encoding: 'base64' } as const;

/** How each of the made-up vendors signs. */
const schemes: Readonly<Record<string, SignatureScheme>> = {
  forge: { header: 'X-Forge-Signature-256', ...hex, signed: '{body}', prefix: 'sha256=' },
  payments: {
    header: 'Payments-Signature',
    ...hex,
    signed: '{timestamp}.{body}',
    parts: { timestamp: 'pair:t' },
    list: { separator: ',', label: 'v1=' },
  },
  board: { header: 'X-Board-Signature', ...hex, signed: '{body}' },
  chat: {
    header: 'X-Chat-Signature',
    ...hex,
    signed: 'v0:{timestamp}:{body}',
    parts: { timestamp: 'header:X-Chat-Request-Timestamp' },
    prefix: 'v0=',
  },
  shop: { header: 'X-Shop-Hmac-Sha256', ...base64, signed: '{body}' },
  till: {
    header: 'webhook-signature',
    ...base64,
    signed: '{id}.{timestamp}.{body}',
    parts: { id: 'header:webhook-id', timestamp: 'header:webhook-timestamp' },
    list: { separator: ' ', label: 'v1,' },
  },
  repos: { header: 'X-Hub-Signature', algorithm: 'hmac-sha1', encoding: 'hex', signed: '{body}', prefix: 'sha1=' },
  bazaar: { header: 'X-Bazaar-Signature', ...base64, signed: '{url}{body}' },
  pager: { header: 'X-Pager-Digest', algorithm: 'hmac-sha512', encoding: 'hex', signed: '{body}' },
  post: {
    header: 'X-Post-Signature',
    ...base64,
    signed: '{timestamp}{body}',
    parts: { timestamp: 'header:X-Post-Timestamp' },
  },
  calls: { header: 'X-Calls-Signature', algorithm: 'hmac-sha1', encoding: 'base64', signed: '{url}{body}' },
  runner: {
    header: 'X-Runner-Signature',
    ...hex,
    signed: '{timestamp}.{body}',
    parts: { timestamp: 'pair:timestamp' },
    list: { separator: ',', label: 'signature=' },
  },
  agenda: {
    header: 'X-Agenda-Signature',
    algorithm: 'hmac-sha384',
    encoding: 'base64',
    signed: '{method}\n{url}\n{body}',
  },
  forum: {
    header: 'X-Forum-Signature',
    ...hex,
    signed: '{body}.{timestamp}',
    parts: { timestamp: 'header:X-Forum-Time' },
  },
};

describe('with the secret, the signature scheme of made-up vendors', () => {
  test.each(Object.entries(families))('%s', async (name, vendor: MadeVendor) => {
    const scheme = schemes[name] as SignatureScheme;
    const cwd = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
    try {
      const lines = draw(vendor, 30, 5).map(({ payload, headers = [['Content-Type', 'application/json']] }, index) => {
        const body = JSON.stringify(payload);
        const unsigned = { secret, url, method: 'POST', body: new TextEncoder().encode(body), id: `msg_${index}a` };
        const added = sign(scheme, { ...unsigned, timestamp: 1_700_000_000 + index });
        const more = [['X-Real-Ip', '192.0.2.1'], ['X-Sent-At', `${1_700_000_100 + index}`], ...added];
        return `${JSON.stringify({ origin: 'live', method: 'POST', url, headers: [...headers, ...more], body })}\n`;
      });
      writeFileSync(join(cwd, 'captures.ndjson'), lines.join(''));
      const { authentication } = await infer(['captures.ndjson'], { vendor: name, secret, cwd });
      const age = scheme.signed.includes('{timestamp}') ? { tolerance: 300 } : {};
      expect(authentication).toEqual({ kind: 'signature', scheme: { ...scheme, ...age }, fitting: 30, tried: 30 });
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });
});
