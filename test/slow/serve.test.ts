import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fetch } from '../serve/fetch.ts';

const program = join(import.meta.dirname, '../support/counterfoil.ts');
const types = join(import.meta.dirname, '../support/strip-types.mjs');

interface Process {
  readonly process: ChildProcess;
  /** What it has written to its standard output. */
  output(): string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Process {
  const child = spawn(process.execPath, ['--import', types, program, ...args], {
    cwd,
    env: { ...process.env, PORT: '', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { process: child, output: () => text, ended };
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('in an empty folder, with no configuration, it starts, serves each part, and stops when it is told to', async () => {
  const cwd = emptyFolder();
  const server = start(['serve', '--port', '0'], cwd);
  await expect.poll(() => server.output(), { timeout: 300_000 }).toContain('Try it:');
  expect(server.output()).toContain('counterfoil-registry.db');
  expect(server.output()).toContain('counterfoil token create');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0] ?? '';
  const made = start(['token', 'create', '--role', 'writer', '--name', 'me'], cwd);
  expect(await made.ended).toBe(0);
  const secret = made.output().trim();
  expect(secret).toMatch(/^cf_[\w-]{43}$/);

  const subjects: readonly string[] = (await fetch(`${url}/subjects`)).json();
  expect(subjects.length).toBeGreaterThan(10);
  const registered = await fetch(`${url}/subjects/cafe.v1.opened/versions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      authorization: `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`,
    },
    body: JSON.stringify({ schemaType: 'JSON', schema: '{"type":"object"}' }),
  });
  expect(registered.status).toBe(200);
  expect((await fetch(`${url}/contracts`)).status).toBe(200);
  expect((await fetch(`${url}/npm/@counterfoil%2fombori`)).status).toBe(200);
  expect((await fetch(`${url}/mocks/`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).text).toContain('process_resident_memory_bytes');
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);

  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.output()).toContain('cafe.v1.opened');
  expect(server.output()).not.toContain(secret);
});

test('a second signal ends it at once, also while something is being answered', async () => {
  const cwd = emptyFolder();
  const env = { COUNTERFOIL_PORT: '0', COUNTERFOIL_CONTRACTS: 'qminder', COUNTERFOIL_LOG: 'json' };
  const server = start(['serve'], cwd, env);
  await expect.poll(() => server.output(), { timeout: 300_000 }).toContain('"listening"');
  const lines = server.output().trim().split('\n');
  const { url = '' } = JSON.parse(lines.at(-1) ?? '{}') as { url?: string };
  // The rest of its body never comes.
  const stalled = connect(Number(new URL(url).port), '127.0.0.1');
  stalled.on('error', () => {});
  stalled.write(
    'POST /test HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  );
  await expect.poll(async () => (await fetch(`${url}/healthz`)).status).toBe(200);
  server.process.kill('SIGTERM');
  await expect.poll(() => fetch(`${url}/healthz`).catch(() => 'closed')).toBe('closed');
  server.process.kill('SIGTERM');
  expect(await server.ended).toBe(143);
  stalled.destroy();
});
