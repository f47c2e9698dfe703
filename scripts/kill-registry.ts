/**
 * Loads registries from all sides, ends them by SIGKILL in the middle of their work, and looks whether everything that they
 * had acknowledged is in the store.
 * `node scripts/kill-registry.ts [--rounds N] [--seconds S] [--store FILE|URL] [--replicas N] [--clients N] [--seed N]`
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Actor } from '../src/registry/domain/access.ts';
import { createToken } from '../src/registry/domain/tokens/manage-tokens.ts';
import { openRegistryStore } from '../src/registry/store/open-registry-store.ts';
import { RegistryRecords } from './lib/registry-records.ts';
import { RegistryVisitor } from './lib/registry-visitor.ts';
import { randomFrom } from './lib/seeded-random.ts';

const root = join(import.meta.dirname, '..');

export interface KillOptions {
  readonly rounds: number;
  /** How long each round is, about; the moment of the kill comes from the seed. */
  readonly seconds: number;
  /** A path or a `postgres://` URL. */
  readonly store: string;
  /** Servers on one store: more than one takes PostgreSQL. */
  readonly replicas: number;
  readonly clients: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** What came of all rounds. */
export interface KillReport {
  readonly requests: number;
  /** Writes that were acknowledged. */
  readonly acknowledged: number;
  /** What is wrong: sentences. */
  readonly problems: readonly string[];
}

/** Kills so many registries, one after the other on one store. */
export async function killRegistries(options: KillOptions): Promise<KillReport> {
  const { rounds, seconds, store, seed, say } = options;
  const records = new RegistryRecords();
  const token = await prepare(store);
  const random = randomFrom(seed);
  const problems: string[] = [];
  let requests = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const before = records.acknowledged;
    const milliseconds = seconds * 1000 * (0.5 + random());
    const made = await killOnce(options, token, records, milliseconds, Math.floor(random() * 2 ** 31));
    requests += made;
    const found = [...records.takeProblems(), ...(await records.missingFrom(store))];
    problems.push(...found.map((text) => `round ${round}: ${text}`));
    say(
      `round ${round}: ${made} requests, ${records.acknowledged - before} writes acknowledged, ${found.length} problems`,
    );
  }
  return { requests, acknowledged: records.acknowledged, problems };
}

/** Makes the store, which takes any schema from whoever has the token. */
async function prepare(location: string): Promise<string> {
  const store = await openRegistryStore(location, { create: true });
  const actor: Actor = { name: 'command line', role: 'admin', known: true };
  const { secret } = await createToken(store, { role: 'admin' }, actor, Date.now());
  const { revision } = await store.getGlobalConfig();
  await store.writeConfig(
    undefined,
    revision,
    { level: 'NONE' },
    { actor: actor.name, action: 'config', target: 'all' },
  );
  await store.close();
  return secret;
}

/** Starts servers, sends to them from all sides, and kills them after so many milliseconds of that. */
async function killOnce(
  { store, replicas, clients }: KillOptions,
  token: string,
  records: RegistryRecords,
  after: number,
  seed: number,
): Promise<number> {
  const servers = await Promise.all(Array.from({ length: replicas }, () => startRegistry(store)));
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const { acknowledged } = records;
  let requests = 0;
  const visits = Array.from({ length: clients }, async (_, index) => {
    const url = servers[index % servers.length]?.url ?? '';
    const visitor = new RegistryVisitor({
      url,
      agent,
      records,
      token,
      name: `client-${index}`,
      random: randomFrom(seed + index),
    });
    while (!isOver()) {
      await visitor.act(isOver);
      requests += 1;
    }
  });
  // The first schema takes long: its worker has to start.
  for (let waited = 0; records.acknowledged === acknowledged && waited < 60_000; waited += 20) await wait(20);
  await wait(after);
  // From now on nothing needs to be answered, and whatever was must be kept.
  over.abort();
  const closed = servers.map(({ child }) => once(child, 'close'));
  for (const { child } of servers) child.kill('SIGKILL');
  await Promise.all(closed);
  await Promise.all(visits);
  agent.destroy();
  return requests;
}

interface StartedRegistry {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts a registry without contracts, in which everybody may write. */
export async function startRegistry(store: string, args: readonly string[] = []): Promise<StartedRegistry> {
  const program = join(root, 'test/support/counterfoil.ts');
  const usual = ['--store', store, '--contract', 'none', '--port', '0', '--no-mocks', '--log', 'json'];
  const child = spawn(process.execPath, [program, 'serve', ...usual, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  // What it says later is read, so that the pipe never fills, and dropped.
  const listen = (chunk: Buffer): void => {
    if (text.length > 10_000) return;
    text += chunk.toString();
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
    if (url !== undefined) resolve(url);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  child.once('close', () => reject(new Error(`The registry has not started: ${text}`)));
  return { child, url: await promise };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '3' },
      store: { type: 'string' },
      replicas: { type: 'string', default: '1' },
      clients: { type: 'string', default: '64' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-kill-'));
  console.log(`seed ${values.seed}`);
  try {
    const { requests, acknowledged, problems } = await killRegistries({
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      store: values.store ?? join(folder, 'registry.db'),
      replicas: Number(values.replicas),
      clients: Number(values.clients),
      seed: Number(values.seed),
      say: (line) => console.log(line),
    });
    console.log(
      `${values.rounds} kills, ${requests} requests, ${acknowledged} writes acknowledged, ${problems.length} problems`,
    );
    for (const problem of problems) console.error(problem);
    if (problems.length > 0 || acknowledged === 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
