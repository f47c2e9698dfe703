/**
 * How fast `counterfoil serve` answers with a schema, against a bare fastify route that sends the same bytes; how many
 * schemas it takes a second, each compared with the former one, on both stores; how long it takes to start with a thousand
 * versions of contracts in its store, and how much memory 20,000 schemas take.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { By, RegistryStore } from '../src/registry/domain/store.ts';
import { openRegistryStore } from '../src/registry/store/open-registry-store.ts';
import { pairs, report } from './lib/measure.ts';

const seconds = 3;
const rounds = 5;
const program = join(import.meta.dirname, '../bin/counterfoil.js');
const postgres = process.env['COUNTERFOIL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const by: By = { actor: 'bench', action: 'fill', target: 'all' };
const media = 'application/vnd.schemaregistry.v1+json';

interface Served {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export async function registry(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-bench-'));
  try {
    await reads(folder);
    await registrations('SQLite', join(folder, 'registrations.db'));
    await onServer(async (url) => registrations('PostgreSQL', url));
    await coldStart(folder);
    await memory(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A schema of the size of the shipped ones, with a mark of its own. */
function schemaText(mark: number): string {
  const names = Array.from({ length: 40 }, (_, index) => `property${index}`);
  const properties = Object.fromEntries(
    names.map((name) => [name, { type: 'string', description: `What ${name} says.` }]),
  );
  return JSON.stringify({ type: 'object', title: `Schema ${mark}`, properties, required: names.slice(0, 5) });
}

async function reads(folder: string): Promise<void> {
  const file = join(folder, 'reads.db');
  await fill(file, (store) => fillSchemas(store, 100));
  const ours = await startServe(file);
  const answer = await call(`${ours.url}/schemas/ids/1`, 'GET');
  const bytes = join(folder, 'answer.json');
  writeFileSync(bytes, answer.text);
  const bare = await start([join(import.meta.dirname, 'programs/bare-fastify.mjs'), bytes, answer.type]);
  const paths = Array.from({ length: 100 }, (_, index) => `/schemas/ids/${index + 1}`);
  const figures: number[] = [];
  try {
    const ratio = await pairs(
      rounds,
      async () => {
        const figure = await load(ours.url, paths);
        figures.push(figure);
        return figure;
      },
      () => load(bare.url, paths),
    );
    report('registry: GET /schemas/ids/{id} / bare fastify route', ratio, 'target: at least 0.7');
    console.log(
      `  ${Math.round(middle(figures)).toLocaleString('en')} answers of ${answer.text.length} bytes a second`,
    );
  } finally {
    await ours.stop();
    await bare.stop();
  }
}

/** Answers a second; the load comes from a process of its own. */
async function load(url: string, paths: readonly string[]): Promise<number> {
  const loader = join(import.meta.dirname, 'programs/get-load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [loader, url, String(seconds), ...paths]);
  return Number(stdout);
}

/** Eight clients, each with a subject of its own, to which they add a property with each version. */
async function registrations(kind: string, store: string): Promise<void> {
  await fill(store, (opened) => opened.writeConfig(undefined, 0, { level: 'FORWARD' }, by));
  const served = await startServe(store);
  let done = 0;
  const over = new AbortController();
  const clients = Array.from({ length: 8 }, async (_, client) => {
    const properties: Record<string, object> = {};
    for (let version = 0; !over.signal.aborted; version += 1) {
      properties[`property${version}`] = { type: 'string' };
      const schema = JSON.stringify({ type: 'object', title: `client ${client}`, properties });
      const path = `${served.url}/subjects/subject-${client}/versions`;
      const { status, text } = await call(path, 'POST', { schemaType: 'JSON', schema });
      if (status !== 200) throw new Error(`The registry refuses: ${status} ${text}`);
      done += 1;
    }
  });
  try {
    const measured = Promise.all(clients);
    await Promise.race([measured, pause(3)]);
    const before = done;
    await Promise.race([measured, pause(10)]);
    console.log(`registrations with the compatibility check, ${kind}: ${((done - before) / 10).toFixed(0)} a second`);
    over.abort();
    await measured;
  } finally {
    await served.stop();
  }
}

async function coldStart(folder: string): Promise<void> {
  const empty = join(folder, 'empty.db');
  const many = join(folder, 'contracts.db');
  await fill(empty, () => Promise.resolve());
  await fill(many, fillContracts);
  const ratio = await pairs(
    3,
    () => startTime(many),
    () => startTime(empty),
  );
  report('registry: start with 1,000 contracts / with none', ratio, 'reported');
  console.log(`  ${Math.round(await startTime(many))} ms until it listens`);
}

async function startTime(store: string): Promise<number> {
  const began = performance.now();
  const served = await startServe(store);
  const time = performance.now() - began;
  await served.stop();
  return time;
}

async function memory(folder: string): Promise<void> {
  const file = join(folder, 'memory.db');
  await fill(file, (store) => fillSchemas(store, 20_000));
  const served = await startServe(file);
  try {
    const before = residentOf(served.child);
    const paths = Array.from({ length: 20_000 }, (_, index) => `/schemas/ids/${index + 1}`);
    for (let from = 0; from < paths.length; from += 64)
      await Promise.all(paths.slice(from, from + 64).map((path) => call(`${served.url}${path}`, 'GET')));
    const after = residentOf(served.child);
    console.log(`memory with 20,000 schemas: ${before} MB after the start, ${after} MB when each has been read once`);
  } finally {
    await served.stop();
  }
}

/** Resident memory, in MB. */
function residentOf({ pid }: ChildProcess): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

async function fill(location: string, work: (store: RegistryStore) => Promise<void>): Promise<void> {
  const store = await openRegistryStore(location, { create: true, fsync: 'off' });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Ten versions of each subject. */
async function fillSchemas(store: RegistryStore, count: number): Promise<void> {
  await inTurn(count / 10, async (index) => {
    for (let revision = 0; revision < 10; revision += 1) {
      const number = index * 10 + revision;
      const schema = { digest: `digest ${number}`, text: schemaText(number), references: [] };
      const change = { kind: 'register', schema } as const;
      await store.writeSubject({ subject: `subject-${index}`, revision, globalRevision: 0, change }, by);
    }
  });
}

async function fillContracts(store: RegistryStore): Promise<void> {
  const document = { asyncapi: '3.1.0', info: { title: 'x'.repeat(100_000), version: '1.0.0' } };
  await inTurn(20, async (index) => {
    const vendor = `vendor-${index}`;
    for (let revision = 0; revision < 50; revision += 1) {
      const version = `1.${revision}.0`;
      const entry = {
        vendor,
        version,
        title: vendor,
        digest: version,
        state: 'released',
        visibility: 'public',
        published: revision,
        events: ['order.created'],
      } as const;
      await store.writeContract(
        { vendor, revision, change: { kind: 'publish', entry, texts: { document, derived: {} } } },
        by,
      );
    }
  });
}

async function inTurn(count: number, work: (index: number) => Promise<void>): Promise<void> {
  const left = Array.from({ length: count }, (_, index) => index).values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const index of left) await work(index);
    }),
  );
}

/** Runs something on a database of its own; says so where there is no server. */
async function onServer(work: (url: string) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: postgres, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
  } catch {
    console.log(`PostgreSQL is left out: none answers at ${postgres}`);
    return;
  }
  const name = `counterfoil_bench_${process.pid}`;
  try {
    await client.query(`CREATE DATABASE ${name}`);
    await work(Object.assign(new URL(postgres), { pathname: `/${name}` }).href);
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  }
}

function startServe(store: string): Promise<Served> {
  const quiet = ['--contract', 'none', '--no-mocks', '--log', 'json', '--rate', 'off'];
  return start([program, 'serve', '--store', store, '--port', '0', '--anonymous', 'write', ...quiet]);
}

/** Starts a program and waits until it prints its URL. */
async function start(args: readonly string[]): Promise<Served> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const listen = (chunk: Buffer): void => {
    if (text.length > 10_000) return;
    text += chunk.toString();
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
    if (url !== undefined) resolve(url);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  child.once('close', () => reject(new Error(`It has not started: ${text}`)));
  const url = await promise;
  return {
    url,
    child,
    async stop() {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function call(url: string, method: string, body?: object): Promise<Answer> {
  const sent = request(url, { method, headers: body === undefined ? {} : { 'Content-Type': media } });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode ?? 0, type: response.headers['content-type'] ?? media, text };
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time * 1000));
}
