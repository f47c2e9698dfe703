import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { newRecordId } from '../../../src/capture/record.ts';
import type { CaptureRecord } from '../../../src/capture/record.ts';

/** Where PostgreSQL is looked for; `COUNTERFOIL_TEST_POSTGRES` names another one. */
const serverUrl = process.env['COUNTERFOIL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Why there is no PostgreSQL to test with; undefined when there is one. */
export const postgresMissing = await (async () => {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return `no PostgreSQL answers at ${serverUrl}: ${error instanceof Error ? error.message || error.name : ''}`;
  }
})();

/** A place for a store, and a way to remove it. */
export interface StorePlace {
  readonly location: string;
  remove(): Promise<void>;
}

export function sqlitePlace(): Promise<StorePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-store-'));
  return Promise.resolve({
    location: join(folder, 'captures.db'),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  });
}

/** A database of its own. */
export async function postgresPlace(): Promise<StorePlace> {
  const name = `counterfoil_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { location: url.href, remove: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export const start = Date.UTC(2026, 0, 10, 12);

/** A record as the gateway makes it, received so many seconds after `start`. */
export function recordAt(seconds: number, more: Partial<CaptureRecord> = {}): CaptureRecord {
  const time = start + seconds * 1000;
  return {
    id: newRecordId(time),
    receivedAt: new Date(time).toISOString(),
    origin: 'live',
    vendor: 'cafe',
    contract: 'cafe@1.0.0',
    event: 'order.created',
    method: 'POST',
    url: 'https://shop.example/hooks?x=1',
    headers: [
      ['Content-Type', 'application/json'],
      ['X-A', '1'],
      ['x-a', '2'],
    ],
    body: Buffer.from(JSON.stringify({ n: seconds })),
    remote: '192.0.2.1',
    verdict: 'accepted',
    signature: { state: 'valid', secret: 'CAFE_SECRET' },
    ...more,
  };
}
