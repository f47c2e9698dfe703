import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { testReceiver } from '../../src/api/test-receiver.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { generateGo } from '../../src/codegen/go/generate-go.ts';
import { generatePython } from '../../src/codegen/python/generate-python.ts';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { writeInto } from '../codegen/projection/clients.ts';
import { documented, documentedSecret } from '../codegen/projection/documented.ts';
import { root } from '../readiness/servers.ts';

const python = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], { encoding: 'utf8' });
const hasPython = python.stdout?.trim() === 'True';
const hasGo = spawnSync('go', ['version']).status === 0;

let folder: string;
let contract: Contract;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-documented-'));
  const loaded = await loadContract('qminder', { cwd: root });
  if (loaded.contract === undefined) throw new Error('The contract does not load.');
  ({ contract } = loaded);
});
afterEach(async () => {
  for (const child of running.splice(0)) if (child.exitCode === null && child.kill()) await once(child, 'exit');
});
afterAll(() => {
  closeConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}

/** Starts a program, and asks it everything once it listens. */
async function failuresOf(port: number, program: string, args: readonly string[]): Promise<string[]> {
  const env = { ...process.env, PYTHONPATH: folder, QMINDER_SECRET: documentedSecret };
  const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
  running.push(child);
  const options = { contract: contract.id, cwd: root, secret: documentedSecret, slow: 0.4 };
  const to = `http://127.0.0.1:${port}/webhooks`;
  await expect.poll(() => listens(port), { timeout: 20_000 }).toBe(true);
  const result = await testReceiver({ ...options, to, url: 'https://example.com/webhooks' });
  expect(result.counts.passed).toBeGreaterThan(15);
  return result.cases.flatMap(({ id, failures }) => failures.map(({ delivery, got }) => `${id}: ${delivery}: ${got}`));
}

test.skipIf(!hasPython)(
  `the receiver that the page on Python shows is ready${hasPython ? '' : ' (skipped: there is no Python 3.11)'}`,
  async () => {
    const port = await freePort();
    const server = `from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import documented

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(documented.webhook(body, self.headers))
        self.send_header("Content-Length", "0")
        self.end_headers()

class Server(ThreadingHTTPServer):
    # As many wait for their turn as come in a burst.
    request_queue_size = 128

Server(("127.0.0.1", ${port}), Handler).serve_forever()
`;
    writeInto(join(folder, 'qminder_v1'), await generatePython(contract, '# Generated for a test.\n'));
    writeInto(folder, [
      { path: 'documented.py', content: documented('python') },
      { path: 'server.py', content: server },
    ]);
    expect(await failuresOf(port, 'python3', ['-B', 'server.py'])).toEqual([]);
  },
);

test.skipIf(!hasGo)(
  `the receiver that the page on Go shows is ready${hasGo ? '' : ' (skipped: there is no go)'}`,
  async () => {
    const port = await freePort();
    const program = documented('go').replace('":8080"', `"127.0.0.1:${port}"`);
    writeInto(join(folder, 'qminderv1'), await generateGo(contract, '// Generated for a test.\n'));
    writeInto(folder, [
      { path: 'go.mod', content: 'module example.com/clients\n\ngo 1.19\n' },
      { path: 'documented/main.go', content: program },
    ]);
    const env = { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' };
    const built = spawnSync('go', ['build', '-o', 'receiver', './documented'], { cwd: folder, env, encoding: 'utf8' });
    expect(built.stderr).toBe('');
    expect(await failuresOf(port, join(folder, 'receiver'), [])).toEqual([]);
  },
);
