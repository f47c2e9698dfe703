/**
 * Ends gateways by SIGKILL in the middle of their work, and looks whether everything that they had acknowledged is in the
 * store. `node scripts/kill-gateway.ts [rounds] [seed]`
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { verifyAttestation } from '../src/capture/attest.ts';
import { readTrust } from '../src/capture/gateway/keys.ts';
import { openStore } from '../src/capture/store/open-store.ts';
import { randomFrom } from './lib/seeded-random.ts';

const root = join(import.meta.dirname, '..');
const senders = 24;

/** What one gateway is made to do before it is killed. */
interface Way {
  readonly name: string;
  /** Arguments beside the usual ones. */
  readonly args: (receiver: string) => readonly string[];
  /** Whether the receiver answers. */
  readonly isUp: boolean;
}

const ways: readonly Way[] = [
  { name: 'passing on', args: (receiver) => ['--forward', receiver], isUp: true },
  { name: 'answering itself', args: () => [], isUp: true },
  {
    name: 'holding',
    args: (receiver) => ['--forward', receiver, '--on-receiver-failure', 'hold'],
    isUp: false,
  },
  {
    name: 'recording first',
    args: (receiver) => ['--forward', receiver, '--on-store-failure', 'refuse'],
    isUp: true,
  },
];

/** What came of all rounds. */
export interface KillReport {
  readonly acknowledged: number;
  readonly recorded: number;
  /** What is wrong: sentences. */
  readonly problems: readonly string[];
}

/**
 * Kills so many gateways, one after the other on one store. A way of working follows the other; the moment of the kill
 * comes from the seed.
 */
export async function killRounds(rounds: number, seed: number, say: (line: string) => void): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-kill-'));
  const store = join(folder, 'captures.db');
  const acknowledged = new Set<string>();
  const problems: string[] = [];
  const random = randomFrom(seed);
  let isUp = true;
  const receiver = createServer((received, response) => {
    received.resume().on('end', () => response.writeHead(isUp ? 200 : 503, ['Content-Length', '0']).end());
  });
  const url = await listening(receiver);
  try {
    for (let round = 0; round < rounds; round += 1) {
      const way = ways[round % ways.length];
      if (way === undefined) continue;
      isUp = way.isUp;
      const before = acknowledged.size;
      await killOne(store, way.args(url), 50 + Math.floor(random() * 800), acknowledged);
      const missing = await missingFrom(store, acknowledged);
      problems.push(...missing.map((text) => `round ${round + 1}, ${way.name}: ${text}`));
      say(`round ${round + 1}, ${way.name}: ${acknowledged.size - before} acknowledged, ${missing.length} problems`);
    }
    const reader = await openStore(store);
    const { records } = await reader.stats();
    await reader.close();
    return { acknowledged: acknowledged.size, recorded: records, problems };
  } finally {
    receiver.close();
    receiver.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a gateway, sends to it from all sides, and kills it after so many milliseconds of that. */
async function killOne(
  store: string,
  args: readonly string[],
  after: number,
  acknowledged: Set<string>,
): Promise<void> {
  const common = ['--port', '0', '--admin-port', 'off', '--store', store, '--disk-reserve', '0', '--log', 'json'];
  const contract = ['--contract', join(root, 'test/cli/bases/cafe/asyncapi')];
  const program = join(root, 'test/support/counterfoil.ts');
  const child = spawn(process.execPath, [program, 'gateway', ...common, ...contract, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await listensAt(child);
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const closed = once(child, 'close');
  const sending = Array.from({ length: senders }, async () => {
    while (child.exitCode === null && child.signalCode === null) await sendOne(url, agent, acknowledged);
  });
  await wait(after);
  child.kill('SIGKILL');
  await closed;
  await Promise.all(sending);
  agent.destroy();
}

/** Where a gateway listens; what it says later is read, so that the pipe never fills, and dropped. */
function listensAt(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (text.length > 10_000) return;
    text += chunk.toString();
    const [, url] = /Listening on (http:\/\/[^\s,]+)/.exec(text) ?? [];
    if (url !== undefined) resolve(url);
  });
  child.once('close', () => reject(new Error(`The gateway has not started: ${text}`)));
  return promise;
}

async function sendOne(url: string, agent: Agent, acknowledged: Set<string>): Promise<void> {
  const mark = crypto.randomUUID();
  const body = JSON.stringify({ type: 'order.ready', mark, order: { id: 1, status: 'ready', placedAt: 'x' } });
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const sent = request(url, { method: 'POST', agent, headers: { 'Content-Type': 'application/json' } }, (response) => {
    response.on('error', () => {}).resume();
    resolve(response.statusCode);
  });
  sent.on('error', () => resolve(undefined));
  sent.end(body);
  const status = (await promise) ?? 0;
  if (status >= 200 && status < 300) acknowledged.add(mark);
  else await wait(5);
}

/** What of the acknowledged deliveries is not in the store, or not as it should be. */
async function missingFrom(store: string, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const problems: string[] = [];
  const found = new Set<string>();
  const trusted = readTrust(`${store}.key`);
  const reader = await openStore(store);
  for await (const page of reader.read()) {
    for (const record of page) {
      const { mark } = JSON.parse(Buffer.from(record.body).toString()) as { readonly mark: string };
      found.add(mark);
      const state = verifyAttestation(record, trusted);
      if (state !== 'attested') problems.push(`the attestation of ${record.id} is ${state}`);
    }
  }
  await reader.close();
  const lost = [...acknowledged].filter((mark) => !found.has(mark));
  if (lost.length > 0) problems.push(`${lost.length} acknowledged deliveries are lost`);
  const database = new DatabaseSync(store);
  const [check] = database.prepare('PRAGMA integrity_check').all();
  database.close();
  if (check?.['integrity_check'] !== 'ok') problems.push(`the store is damaged: ${JSON.stringify(check)}`);
  return problems;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (import.meta.main) {
  const rounds = Number(process.argv[2] ?? '50');
  const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 1e9));
  console.log(`seed ${seed}`);
  const { acknowledged, recorded, problems } = await killRounds(rounds, seed, (line) => console.log(line));
  console.log(`${rounds} kills, ${acknowledged} acknowledged, ${recorded} recorded, ${problems.length} problems`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0 || acknowledged === 0) process.exitCode = 1;
}
