/**
 * How fast `counterfoil gateway` takes deliveries, against a bare `node:http` server that appends the same bytes with the
 * same sync policy; and what it adds to a delivery that is passed on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContract } from '../src/api/load-contract.ts';
import { buildDelivery } from '../src/sending/build-delivery.ts';
import { measureLoad, requestOf } from './lib/http-load.ts';
import { pairs, report } from './lib/measure.ts';

const seconds = 3;
const rounds = 5;
const secret = 'bench-secret';
const program = join(import.meta.dirname, '../bin/counterfoil.js');
const host = 'http://127.0.0.1';

interface Served {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function gateway(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'));
  const requests = await deliveries();
  try {
    await throughput(folder, requests);
    await addedTime(folder, requests);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function throughput(folder: string, requests: readonly Buffer[]): Promise<void> {
  const ours = await startGateway(join(folder, 'answering.db'));
  const bare = await start([join(import.meta.dirname, 'programs/append-server.mjs'), join(folder, 'bodies')]);
  const figures: number[] = [];
  try {
    const ratio = await pairs(
      rounds,
      async () => {
        const figure = await load(ours.url, requests);
        figures.push(figure);
        return figure;
      },
      () => load(bare.url, requests),
    );
    report('gateway: deliveries a second / bare server that appends', ratio, 'target: at least 0.5');
    const sorted = figures.toSorted((one, other) => one - other);
    console.log(`  ${Math.round(percentile(sorted, 0.5)).toLocaleString('en')} deliveries a second`);
  } finally {
    await ours.stop();
    await bare.stop();
  }
}

/** What 128 connections get answered a second: what groups are good for shows when many come at the same time. */
async function load(url: string, requests: readonly Buffer[]): Promise<number> {
  const quarter = requests.length / 4;
  const figures = await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      measureLoad(url, requests.slice(index * quarter, (index + 1) * quarter), seconds),
    ),
  );
  return figures.reduce((sum, figure) => sum + figure, 0);
}

/** One delivery after another, with and without the gateway between, in turn. */
async function addedTime(folder: string, requests: readonly Buffer[]): Promise<void> {
  const receiver = createServer((received, response) => {
    received.resume().on('end', () => response.writeHead(200, ['Content-Length', '0']).end());
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const direct = `${host}:${(receiver.address() as AddressInfo).port}`;
  const ours = await startGateway(join(folder, 'forwarding.db'), '--forward', direct);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const added: number[] = [];
  try {
    for (let index = 0; index < 2_200; index += 1) {
      const body = requests[index % requests.length] ?? Buffer.alloc(0);
      const payload = body.subarray(body.indexOf('\r\n\r\n') + 4);
      const through = await timeOf(ours.url, payload, agent);
      const alone = await timeOf(direct, payload, agent);
      if (index >= 200) added.push(through - alone);
    }
  } finally {
    agent.destroy();
    await ours.stop();
    receiver.close();
    receiver.closeAllConnections();
  }
  const sorted = added.toSorted((one, other) => one - other);
  const [middle, most] = [percentile(sorted, 0.5), percentile(sorted, 0.99)].map((time) => time.toFixed(2));
  console.log(`time added to a forwarded delivery, the sync included: median ${middle} ms, p99 ${most} ms`);
}

/** Milliseconds from the first byte sent to the end of the answer. */
async function timeOf(url: string, body: Buffer, agent: Agent): Promise<number> {
  const start = performance.now();
  const headers = { 'content-type': 'application/json', 'content-length': body.byteLength };
  const sent = request(url, { method: 'POST', agent, headers });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
  response.resume();
  await once(response, 'end');
  return performance.now() - start;
}

/** Signed deliveries of a shipped contract, each with bytes of its own. */
async function deliveries(): Promise<Buffer[]> {
  const { contract } = await loadContract('qminder');
  if (contract === undefined) throw new Error('The contract is not whole.');
  const examples = contract.events.flatMap((event) => event.examples.map(({ payload }) => ({ event, payload })));
  return Array.from({ length: 20_000 }, (_, index) => {
    const { event, payload } = examples[index % examples.length] ?? {};
    if (event === undefined) throw new Error('The contract has no example.');
    const body = Buffer.from(`${JSON.stringify(payload).slice(0, -1)},"bench":${index}}`);
    const delivery = buildDelivery(contract, event, body, { url: `${host}/hook`, secret });
    return requestOf('/hook', delivery.headers, delivery.body);
  });
}

function startGateway(store: string, ...more: readonly string[]): Promise<Served> {
  const common = ['--port', '0', '--admin-port', 'off', '--contract', 'qminder', '--log', 'json'];
  const quiet = ['--filter', 'status=500'];
  return start(
    [program, 'gateway', ...common, ...quiet, '--url', host, '--secret', 'qminder=SECRET', '--store', store, ...more],
    { SECRET: secret },
  );
}

/** Starts a program and waits until it prints its URL. */
async function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (printed.length > 100_000) return;
    printed += chunk.toString();
    const url = /Listening on (http:\/\/[^\s,"]+)/.exec(printed)?.[1];
    if (url !== undefined) resolve(url);
  });
  const closed = once(child, 'close');
  void closed.then(() => reject(new Error(`${args.join(' ')} has ended: ${printed}`)));
  const url = await promise;
  return {
    url,
    async stop() {
      child.kill();
      await closed;
    },
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
