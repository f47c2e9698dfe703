import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Handshake } from '../../../src/asyncapi/model.ts';
import { cafeFolder, call, path, post, secret, signed, startCafe } from './support.ts';

/** A mock of a cafe that registers endpoints by a handshake. */
async function startGreeted(handshake: Handshake, secrets: Record<string, string[]> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-greeted-'));
  cpSync(dirname(cafeFolder), folder, { recursive: true });
  const file = join(folder, 'asyncapi/cafe/1.0.0/asyncapi.yaml');
  const delivery = `    summary: The cafe sends an event.\n    x-delivery: ${JSON.stringify({ handshake })}\n`;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('    summary: The cafe sends an event.\n', delivery));
  try {
    return await startCafe({ contracts: [join(folder, 'asyncapi')], secrets });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('sends a challenge of the query back as text, though events come by another method', async () => {
  await using mock = await startGreeted({ method: 'GET', challenge: 'query:hub.challenge', answer: 'body' });
  const { status, headers, text } = await call(`${mock.url}${path}?hub.challenge=a%20b`);
  expect({ status, text, type: headers['content-type'] }).toEqual({
    status: 200,
    text: 'a b',
    type: 'text/plain; charset=utf-8',
  });
  expect(mock.deliveries).toMatchObject([{ verdict: 'accepted', handshake: { body: 'a b' } }]);
  expect((await call(mock.url + path)).status).toBe(405);
  expect((await call(`${mock.url}${path}?hub.challenge=${'a'.repeat(1025)}`)).status).toBe(405);
});

test('answers a challenge in the body only to whoever signs, where signatures are checked', async () => {
  const rule = { method: 'POST', challenge: '/challenge', answer: { property: 'echo' } } as const;
  await using mock = await startGreeted(rule, { cafe: [secret] });
  const url = mock.url + path;
  expect((await post(url, { challenge: 'abc' })).status).toBe(401);
  const answer = await call(url, { method: 'POST', ...signed(url, { challenge: 'abc' }) });
  expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { echo: 'abc' } });
  expect((await call(url, { method: 'POST', ...signed(url, { challenge: { deep: true } }) })).status).toBe(422);
  expect((await call(url, { method: 'POST', ...signed(url) })).body).toMatchObject({ event: 'order.ready' });
});

test('signs its answer with the secret that the vendor used', async () => {
  const rule = {
    method: 'POST',
    challenge: '/payload/token',
    answer: { property: 'token' },
    hmac: { algorithm: 'hmac-sha256', encoding: 'hex', property: 'mac' },
  } as const;
  await using mock = await startGreeted(rule, { cafe: ['another', secret] });
  const url = mock.url + path;
  const { status, body } = await call(url, { method: 'POST', ...signed(url, { payload: { token: 'abc' } }) });
  const mac = createHmac('sha256', secret).update('abc').digest('hex');
  expect({ status, body }).toEqual({ status: 200, body: { token: 'abc', mac } });
});
