import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generate } from '../../src/api/generate.ts';
import { sendSimulation } from '../../src/api/simulate.ts';
import { testReceiver } from '../../src/api/test-receiver.ts';

const root = join(import.meta.dirname, '../..');
const registered = 'https://example.com/webhooks';
const secret = 'test-secret-not-real';

/** A server for the example that is a handler alone, as its framework would call it. */
const nextServer = `import { createServer } from 'node:http';
import { POST } from './app/webhooks/ombori/route.ts';
import { serve } from '@hono/node-server';
serve({ fetch: (request) => (request.method === 'POST' ? POST(request) : new Response(null, { status: 405 })), port: Number(process.env.PORT), hostname: '127.0.0.1' });
`;

const examples = [
  {
    name: 'express',
    contract: 'qminder',
    environment: 'QMINDER_SECRET',
    path: '/webhooks',
    url: registered,
    secret,
    server: 'server.ts',
  },
  {
    name: 'hono',
    contract: 'waitwhile',
    environment: 'WAITWHILE_SECRET',
    path: '/webhooks',
    url: registered,
    secret,
    server: 'server.ts',
  },
  {
    name: 'next',
    contract: 'ombori@2.0.0',
    environment: 'OMBORI_AUTHORIZATION',
    path: '/webhooks/ombori',
    url: undefined,
    secret: 'Bearer test-secret-not-real',
    server: 'test-server.mjs',
  },
] as const;

const modules = ['express', 'hono', 'vitest', '@hono/node-server', '@types/node', 'typescript'];

describe.each(examples)('the example $name', ({ name, contract, environment, path, url, secret: own, server }) => {
  const folder = mkdtempSync(join(tmpdir(), `counterfoil-example-${name}-`));
  const run = (...args: readonly string[]): { status: number | null; output: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { cwd: folder, encoding: 'utf8' });
    return { status, output: `${stdout}${stderr}` };
  };
  let child: ChildProcess | undefined;
  let port: number;

  beforeAll(async () => {
    cpSync(join(root, 'docs/examples', name), folder, { recursive: true });
    for (const module of modules) {
      mkdirSync(dirname(join(folder, 'node_modules', module)), { recursive: true });
      symlinkSync(join(root, 'node_modules', module), join(folder, 'node_modules', module));
    }
    symlinkSync(root, join(folder, 'node_modules/counterfoil'));
    await generate([contract], { out: 'webhooks', cwd: folder });
    writeFileSync(join(folder, 'test-server.mjs'), nextServer);
    port = await freePort();
    child = spawn(process.execPath, [server], {
      cwd: folder,
      env: { ...process.env, [environment]: own, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await untilItListens(port);
  });
  afterAll(async () => {
    if (child?.exitCode === null && child.kill()) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  test('passes its own tests', () => {
    const { status, output } = run('node_modules/vitest/vitest.mjs', 'run');
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  });

  test('compiles', () => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const further = ['--skipLibCheck', '--allowImportingTsExtensions', '--ignoreConfig'];
    const files = {
      express: ['server.ts', 'receiver.test.ts'],
      hono: ['server.ts', 'app.test.ts'],
      next: ['route.test.ts'],
    };
    const { output } = run('node_modules/typescript/bin/tsc', ...options, ...further, ...files[name]);
    // Express brings no types of its own, and an example should not need another package to be read.
    expect(
      output.split('\n').filter((line) => line.includes('error TS') && !/TS7016|server\.ts.*TS7006/.test(line)),
    ).toEqual([]);
  });

  test('is ready for what the vendor may send', async () => {
    const to = `http://127.0.0.1:${port}${path}`;
    const named = { contract, cwd: root, secret: own, slow: 0.5, ...(url === undefined ? {} : { url }) };
    const { cases, counts } = await testReceiver({ ...named, to });
    expect(cases.flatMap(({ id, failures }) => failures.map(({ got }) => `${id}: ${got}`))).toEqual([]);
    expect(counts.passed).toBeGreaterThan(15);
  });

  test('takes what the simulator sends', async () => {
    const summary = await sendSimulation(contract, {
      url: `http://127.0.0.1:${port}${path}`,
      cwd: root,
      visitors: 20,
      seed: 1,
      secret: own,
      ...(url === undefined ? {} : { registeredUrl: url }),
    });
    expect({ verdict: summary.verdict, surprises: summary.surprises }).toEqual({ verdict: 'passed', surprises: [] });
  });
});

async function untilItListens(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    // Not by fetch: it needs WebAssembly, which the threads of the tests are without.
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await setTimeout(100);
  }
  throw new Error('The example does not listen.');
}

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}
