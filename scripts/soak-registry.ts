/** The long rounds of the registry: one of a minute and twenty kills, on SQLite and, with two replicas, on PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { killRegistries } from './kill-registry.ts';

const server = process.env['COUNTERFOIL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test';
const say = (line: string): void => console.log(line);
const seed = Date.now() % 2 ** 31;
console.log(`seed ${seed}`);

async function attack(store: string, replicas: number): Promise<number> {
  const shared = { store, replicas, clients: 64, seed, say };
  const long = await killRegistries({ ...shared, rounds: 1, seconds: 60 });
  const short = await killRegistries({ ...shared, rounds: 20, seconds: 3 });
  const problems = [...long.problems, ...short.problems];
  console.log(
    `${replicas} on ${store.split(':')[0] === 'postgres' ? 'PostgreSQL' : 'SQLite'}: ${long.requests + short.requests} requests, ` +
      `${long.acknowledged + short.acknowledged} writes acknowledged, ${problems.length} problems`,
  );
  for (const problem of problems) console.error(problem);
  return problems.length;
}

async function onPostgres(work: (url: string) => Promise<number>): Promise<number> {
  const name = `counterfoil_soak_${process.pid}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.end();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-soak-'));
try {
  const problems = (await attack(join(folder, 'registry.db'), 1)) + (await onPostgres((url) => attack(url, 2)));
  if (problems > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
