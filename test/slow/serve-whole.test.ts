import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createToken,
  exportRegistry,
  importRegistry,
  listTokens,
  readAudit,
  revokeToken,
} from '../../src/api/registry-store.ts';
import { serve } from '../../src/api/serve.ts';
import type { RegistryServer } from '../../src/api/serve.ts';
import { fetch } from '../serve/fetch.ts';

let folder: string;
let server: RegistryServer;
let writer: string;
const log: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-serve-'));
  server = await serve({
    cwd: folder,
    contracts: ['qminder'],
    secrets: { qminder: ['test-secret'] },
    log: (line) => log.push(line),
  });
  const made = await createToken({ role: 'writer', name: 'bridge' }, { cwd: folder });
  writer = `Bearer ${made.secret}`;
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a server on an empty folder has published its contracts, with subjects, clients and mocks', async () => {
  expect(server.contracts).toEqual([{ id: 'qminder@1.0.0', status: 'published' }]);
  const subjects: string[] = (await fetch(`${server.url}/subjects`)).json();
  expect(subjects.length).toBeGreaterThan(5);
  expect(subjects.every((subject) => subject.startsWith('qminder.v1.'))).toBe(true);
  const contract: Record<string, unknown> = (await fetch(`${server.url}/contracts/qminder/1.0.0`)).json();
  expect(contract).toMatchObject({ id: 'qminder@1.0.0', state: 'released', visibility: 'public' });
  const packument = (await fetch(`${server.url}/npm/@counterfoil%2fqminder`)).json();
  expect(packument).toMatchObject({ name: '@counterfoil/qminder', 'dist-tags': { latest: '1.0.0' } });
  const audit = await readAudit({ limit: 1000 }, { cwd: folder });
  expect(new Set(audit.map(({ actor }) => actor))).toEqual(new Set(['startup', 'command line']));
});

test('started again on its store it changes nothing', async () => {
  const before = await exported(folder);
  const again = await serve({ cwd: folder, contracts: ['qminder'] });
  try {
    expect(again.contracts).toEqual([{ id: 'qminder@1.0.0', status: 'unchanged' }]);
    expect(again.tokens).toBe(1);
  } finally {
    await again.close();
  }
  expect(await exported(folder)).toBe(before);
});

test('a browser gets pages, where there are some, and programs JSON; caches can tell them apart', async () => {
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const page = await fetch(`${server.url}/mocks/`, { headers: html });
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.text).toContain(`${server.url}/mocks/qminder/1`);
  const root = await fetch(`${server.url}/`, { headers: { accept: 'application/vnd.schemaregistry.v1+json' } });
  expect([root.json(), root.headers.vary]).toEqual([{}, 'accept']);
  const led = await fetch(`${server.url}/`, { headers: html });
  expect([led.status, led.headers.location, led.headers.vary]).toEqual([302, '/catalog/', 'accept']);
  const catalog = await fetch(`${server.url}/catalog/`, { headers: html });
  expect([catalog.status, catalog.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(catalog.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/,
  );
  expect(catalog.text).toContain('Qminder');
  const known = { 'if-none-match': catalog.headers.etag ?? '' };
  expect((await fetch(`${server.url}/catalog/`, { headers: known })).status).toBe(304);
  expect((await fetch(`${server.url}/catalog/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
});

test('a mock takes deliveries without a token, verifies them, and shows them to whoever may read', async () => {
  const examples: {
    contracts: { events: { curl?: string }[] }[];
  } = (await fetch(`${server.url}/mocks/`)).json();
  const [event] = examples.contracts[0]?.events ?? [];
  const body = /--data-binary '([\s\S]*)'$/.exec(event?.curl ?? '')?.[1] ?? '';
  const [, header, value] = /-H '(x-qminder-signature): ([^']+)'/i.exec(event?.curl ?? '') ?? [];
  expect(body).toMatch(/^\{/);
  // The vendor signs the URL too: it is the one in front of which the registry stands.
  const url = /'(http[^']+)'/.exec(event?.curl ?? '')?.[1] ?? '';
  expect(url).toBe(`${server.url}/mocks/qminder/1`);
  const deliver = (signature: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [header ?? '']: signature },
      body,
    });
  expect((await deliver(value ?? '')).status).toBe(200);
  expect((await deliver('0'.repeat(64))).status).toBe(401);
  const { total }: { total: number } = (await fetch(`${server.url}/mocks/__deliveries`)).json();
  expect(total).toBe(2);
  const forget = (headers: Record<string, string>) =>
    fetch(`${server.url}/mocks/__deliveries`, { method: 'DELETE', headers });
  expect((await forget({})).status).toBe(401);
  expect((await forget({ authorization: writer })).status).toBe(204);
  const metrics = (await fetch(`${server.url}/metrics`)).text;
  expect(metrics).toMatch(/counterfoil_mock_deliveries_total\{contract="qminder@1.0.0".*\} 1/);
  expect(metrics).toMatch(/counterfoil_registry_requests_total\{method="POST",route="\/mocks\/\*",status="4xx"\} 1/);
  expect(log.some((line) => line.includes('"path":"/mocks/qminder/1"'))).toBe(true);
});

test('what is private is in no page', async () => {
  const visibility = `${server.url}/contracts/qminder/1.0.0/visibility`;
  const show = (to: string) =>
    fetch(visibility, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: writer },
      body: JSON.stringify({ visibility: to }),
    });
  const pages = async (): Promise<boolean> => (await fetch(`${server.url}/catalog/`)).text.includes('Qminder');
  expect((await show('private')).status).toBe(200);
  // Nobody looks for longer than an edition is taken as it is: then the first visit is to see it no more.
  await wait(5_500);
  expect(await pages()).toBe(false);
  expect((await fetch(`${server.url}/contracts/qminder/1.0.0`)).status).not.toBe(200);
  expect((await show('public')).status).toBe(200);
  await expect.poll(pages, { timeout: 60_000 }).toBe(true);
});

test('writing needs a token, and what was written is there on another connection', async () => {
  const register = (headers: Record<string, string>) =>
    fetch(`${server.url}/subjects/cafe.v1.opened/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json', ...headers },
      body: JSON.stringify({ schemaType: 'JSON', schema: '{"type":"object"}' }),
    });
  const refused = await register({});
  expect(refused.status).toBe(401);
  expect(refused.headers['www-authenticate']).toMatch(/^Basic realm="counterfoil"/);
  expect(refused.json()).toMatchObject({ error_code: 401 });
  const { id }: { id: number } = (await register({ authorization: writer })).json();
  const found = (await fetch(`${server.url}/schemas/ids/${id}`)).json();
  expect(found).toMatchObject({ schema: '{"type":"object"}' });
});

test('its own description names each part of the API', async () => {
  const {
    openapi,
    paths,
  }: {
    openapi: string;
    paths: Record<string, unknown>;
  } = (await fetch(`${server.url}/openapi.json`)).json();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/subjects', '/contracts', '/admin/tokens', '/admin/audit', '/healthz']),
  );
});

test('a hostile schema keeps nobody waiting', async () => {
  const hostile = JSON.stringify({ type: 'string', pattern: `^(${'a?'.repeat(200)})*$`, allOf: nested(12) });
  const registering = fetch(`${server.url}/subjects/cafe.v1.hostile/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: writer },
    body: JSON.stringify({ schemaType: 'JSON', schema: hostile }),
  });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await registering).status).toBeLessThan(500);
});

test('a revoked token is refused by the server at the latest when it asks again', async () => {
  const { secret, token } = await createToken({ role: 'reader', name: 'short' }, { cwd: folder });
  const ask = async (): Promise<number> =>
    (await fetch(`${server.url}/subjects`, { headers: { authorization: `Bearer ${secret}` } })).status;
  expect(await ask()).toBe(200);
  await revokeToken(token.id, { cwd: folder });
  await expect.poll(ask, { timeout: 8_000, interval: 250 }).toBe(401);
  await expect(revokeToken(token.id, { cwd: folder })).rejects.toThrow('was revoked before');
  expect(await listTokens({ cwd: folder })).toHaveLength(2);
});

test('an export goes into an empty store, byte for byte and without tokens, and into no other', async () => {
  const file = join(folder, 'backup.ndjson');
  const lines = await exportRegistry(file, { cwd: folder });
  await expect(exportRegistry(file, { cwd: folder })).rejects.toThrow('is there already');
  const text = readFileSync(file, 'utf8');
  expect(text.split('\n')).toHaveLength(lines + 1);
  expect(text).not.toContain('cf_');
  const store = 'restored.db';
  expect(await importRegistry(file, { cwd: folder, store })).toBe(lines);
  expect(await exported(folder, store)).toBe(text);
  expect(await listTokens({ cwd: folder, store })).toEqual([]);
  await expect(importRegistry(file, { cwd: folder, store })).rejects.toThrow('is not empty');
  const cut = join(folder, 'cut.ndjson');
  writeFileSync(cut, text.slice(0, text.length / 2));
  await expect(importRegistry(cut, { cwd: folder, store: 'cut.db' })).rejects.toThrow('is not JSON');
  const restored = await serve({ cwd: folder, contracts: ['qminder'], store });
  try {
    expect(restored.contracts).toEqual([{ id: 'qminder@1.0.0', status: 'unchanged' }]);
    expect((await fetch(`${restored.url}/subjects`)).json()).toEqual((await fetch(`${server.url}/subjects`)).json());
  } finally {
    await restored.close();
  }
});

test('ending lets what is being answered end, and takes nothing new', async () => {
  const own = await serve({ cwd: folder, contracts: ['qminder'], store: 'ending.db' });
  const event = `${own.url}/mocks/qminder/1`;
  const slow = fetch(event, { method: 'POST', headers: { prefer: 'wait=1' }, body: '{}' });
  await new Promise((go) => setTimeout(go, 300));
  const stream = fetch(`${own.url}/mocks/__deliveries/stream`);
  await new Promise((go) => setTimeout(go, 100));
  await own.close();
  expect((await slow).status).toBeGreaterThanOrEqual(200);
  expect((await stream).status).toBe(200);
  await expect(fetch(`${own.url}/healthz`)).rejects.toThrow('ECONNREFUSED');
});

test.each([
  [{ trustedHeader: 'X-User' }, 'Anybody could send the header X-User.'],
  [{ grants: ['anna=admin'] }, 'none is trusted'],
  [{ trustedHeader: 'no header', trustProxy: ['loopback'] }, 'is no name of a header'],
  [{ trustProxy: ['everywhere'] }, 'takes an address or a network'],
  [{ publicUrl: 'registry' }, 'is no URL that clients could know the registry by'],
  [{ contracts: ['nowhere'] }, 'neither a file, nor a folder, nor a shipped contract'],
  [{ store: '.' }, 'is a folder'],
])('what cannot be is said before it listens: %j', async (options, message) => {
  await expect(serve({ cwd: folder, contracts: [], ...options })).rejects.toThrow(message);
});

async function exported(cwd: string, store?: string): Promise<string> {
  const lines: string[] = [];
  await exportRegistry((line) => void lines.push(line), { cwd, ...(store === undefined ? {} : { store }) });
  return lines.join('');
}

function nested(levels: number): unknown[] {
  return levels === 0 ? [{ type: 'string' }] : [{ anyOf: nested(levels - 1) }, { oneOf: nested(levels - 1) }];
}
