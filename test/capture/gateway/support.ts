import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../../src/api/gateway.ts';
import type { Gateway, GatewayOptions } from '../../../src/api/gateway.ts';
import { verifyAttestation } from '../../../src/capture/attest.ts';
import { readTrust } from '../../../src/capture/gateway/keys.ts';
import type { GatewayLog, LoggedDelivery } from '../../../src/capture/gateway/log/log.ts';
import type { CaptureRecord } from '../../../src/capture/record.ts';
import { openStore } from '../../../src/capture/store/open-store.ts';
import type { RecordQuery } from '../../../src/capture/store/store.ts';
import { cafeFolder, secret } from '../../mock/server/support.ts';

/** What a receiver got. */
export interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** A receiver that keeps what it gets. */
export interface TestReceiver extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly got: Got[];
  close(): Promise<void>;
}

type Answering = (response: ServerResponse, got: Got, request: IncomingMessage) => void;

/** @param port to listen on, when it comes back where it was before */
export async function startReceiver(
  answer: Answering = (response) => response.writeHead(200, ['Content-Length', '2']).end('ok'),
  port = 0,
): Promise<TestReceiver> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => {});
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [[name, request.rawHeaders[index + 1] ?? ''] as const] : [],
      );
      const one = { method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(chunks) };
      got.push(one);
      answer(response, one, request);
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const { port: own } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  };
  return { url: `http://127.0.0.1:${own}`, port: own, got, close, [Symbol.asyncDispose]: close };
}

/** A folder that goes with the test. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'counterfoil-gateway-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A gateway before a receiver of cafe orders, with its store, its log and what was written. */
export interface TestGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly url: string;
  readonly store: string;
  readonly seen: LoggedDelivery[];
  readonly troubles: string[];
  /** Resolves when so many deliveries have been logged. */
  logged(count: number): Promise<void>;
  /** Ends the gateway and reads its store. */
  records(query?: RecordQuery): Promise<CaptureRecord[]>;
}

export async function startTestGateway(
  folder: string,
  { store = join(folder, 'captures.db'), ...options }: GatewayOptions = {},
): Promise<TestGateway> {
  const seen: LoggedDelivery[] = [];
  const troubles: string[] = [];
  const log: GatewayLog = {
    delivery: (delivery) => void seen.push(delivery),
    settled() {},
    trouble: (message) => void troubles.push(message),
    bug: (message, error) => void troubles.push(`bug: ${message} ${error instanceof Error ? error.stack : ''}`),
    notice() {},
  };
  const gateway = await startGateway({
    contracts: [cafeFolder],
    secrets: [{ vendor: 'cafe', id: 'CAFE_SECRET', value: secret }],
    store,
    cwd: folder,
    log,
    reserve: 0,
    ...options,
  });
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= gateway.close());
  return {
    gateway,
    url: gateway.url,
    store,
    seen,
    troubles,
    logged: (count) => until(() => seen.length >= count),
    async records(query) {
      await end();
      return readRecords(store, query, options.encryptionKey);
    },
    [Symbol.asyncDispose]: end,
  };
}

/** All records of a store that a query wants. */
export async function readRecords(
  location: string,
  query: RecordQuery = {},
  key?: Uint8Array,
): Promise<CaptureRecord[]> {
  const store = await openStore(location, key === undefined ? {} : { key });
  const found: CaptureRecord[] = [];
  for await (const page of store.read(query)) found.push(...page);
  await store.close();
  return found;
}

/** What the attestation of a record beside a store in a file is worth. */
export function attestationOf(record: CaptureRecord | undefined, store: string): string {
  return record === undefined ? 'no record' : verifyAttestation(record, readTrust(`${store}.key`));
}

/** Waits until something holds; the test's own deadline ends what never does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
