import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign } from '../../../src/signatures/sign.ts';

/** What the cafe sends of a guest. */
export const guest = {
  name: 'Anna Berg',
  phone: '+46701234567',
  email: 'Anna@corp.se',
  born: '1990-02-03',
  number: 1_234_567,
  tier: 'gold',
  extra: '{"mail": "anna@corp.se", "n": 1.50}',
};

export const secret = 'test-secret-cafe';

/** Runs with a folder that holds the contract of the cafe, with guests. */
export async function withCafe<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-cafe-'));
  try {
    cpSync(join(import.meta.dirname, '../../cli/bases/cafe'), folder, { recursive: true });
    const file = join(folder, 'schemas/cafe/1.0.0/order.schema.json');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: Record<string, unknown> };
    schema.properties['guest'] = {
      type: 'object',
      properties: {
        name: { type: 'string', 'x-personal-data': 'name' },
        phone: { type: 'string', pattern: '^\\+46\\d{9}$', 'x-personal-data': 'phone' },
        email: { type: 'string', format: 'email', maxLength: 20, 'x-personal-data': 'email' },
        born: { type: 'string', format: 'date', 'x-personal-data': 'identifier' },
        number: { type: 'integer', minimum: 1_000_000, maximum: 9_999_999, 'x-personal-data': 'identifier' },
        tier: { enum: ['gold', 'silver', 'none'], 'x-personal-data': 'identifier' },
        extra: { type: 'string' },
      },
    };
    writeFileSync(file, JSON.stringify(schema));
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The body of a delivery, with what the guest says put in. */
export function bodyOf(more: object = {}): string {
  const order = { id: 7, status: 'ready', placedAt: '2025-03-01T09:30:00Z', guest: { ...guest, ...more } };
  return JSON.stringify({ type: 'order.ready', order, note: 'write to anna@corp.se' }, null, 1);
}

/** A delivery as the cafe sends it, as a raw HTTP message. */
export function messageOf(body: string, target = '/hooks?u=anna%40corp.se'): Buffer {
  const url = `https://example.com${target}`;
  const headers = sign(
    { header: 'X-Cafe-Signature', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{url}{body}' },
    { secret, method: 'POST', url, body: Buffer.from(body) },
  );
  const lines = [
    `POST ${target} HTTP/1.1`,
    'Host: example.com',
    'Content-Type: application/json',
    'X-User: Anna@corp.se',
    'Authorization: Bearer abc',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
