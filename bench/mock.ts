/** How fast `counterfoil mock` takes deliveries, as it is started by a user, against `prism mock` on the same document. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportOpenApi, openApiText } from '../src/api/export-openapi.ts';
import { loadContract } from '../src/api/load-contract.ts';
import type { Contract } from '../src/asyncapi/model.ts';
import { shippedContracts } from '../src/checks/targets.ts';
import { endpointOf } from '../src/mock/openapi/endpoints.ts';
import { buildDelivery } from '../src/sending/build-delivery.ts';
import { measureLoad, requestOf } from './lib/http-load.ts';
import { pairs, report } from './lib/measure.ts';

const seconds = 2;
const rounds = 5;

/** A server in a process of its own. */
interface Served {
  readonly url: string;
  /** Ends the process. */
  readonly stop: () => void;
}

export async function mock(): Promise<void> {
  const contracts = await loadShipped();
  const requests = contracts.flatMap(requestsOf);
  const stock = await startStock();
  try {
    for (const [engine, target] of [
      ['prism', 'reported'],
      ['fast', 'target: at least 5'],
    ] as const) {
      const ours = await startMock(engine);
      try {
        const figures: number[] = [];
        const ratio = await pairs(
          rounds,
          async () => keep(figures, await measureLoad(ours.url, requests, seconds)),
          () => measureLoad(stock.url, requests, seconds),
        );
        report(`mock, engine ${engine}: deliveries a second / prism mock`, ratio, target);
        console.log(`  ${Math.round(median(figures)).toLocaleString('en')} deliveries a second`);
      } finally {
        ours.stop();
      }
    }
  } finally {
    stock.stop();
  }
}

async function loadShipped(): Promise<Contract[]> {
  const loaded = await Promise.all(shippedContracts().map(({ file }) => loadContract(file)));
  return loaded.map(({ contract }) => contract).filter((contract) => contract !== undefined);
}

/** A signed request for each documented example. */
function requestsOf(contract: Contract): Buffer[] {
  const { path } = endpointOf(contract);
  return contract.events.flatMap((event) =>
    event.examples.map(({ payload }) => {
      const delivery = buildDelivery(contract, event, payload, { url: `http://127.0.0.1${path}`, secret: 'secret' });
      return requestOf(path, delivery.headers, delivery.body);
    }),
  );
}

/** The mock of all shipped contracts, with an engine. */
function startMock(engine: 'fast' | 'prism'): Promise<Served> {
  const program = join(import.meta.dirname, '../bin/counterfoil.js');
  return start([program, 'mock', '--engine', engine, '--port', '0'], /Listening on (http:\/\/\S+)/);
}

async function startStock(): Promise<Served> {
  const folder = join(import.meta.dirname, '.data');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'contracts.openapi.json');
  const { document } = await exportOpenApi(shippedContracts().map(({ file: path }) => path));
  writeFileSync(file, openApiText(document, 'json'));
  const program = fileURLToPath(import.meta.resolve('@stoplight/prism-cli'));
  return start([program, 'mock', file, '--port', String(await freePort())], /listening on (http:\/\/\S+)/);
}

/** Starts a program and waits until it prints its URL. */
function start(args: readonly string[], pattern: RegExp): Promise<Served> {
  const { promise, resolve, reject } = Promise.withResolvers<Served>();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    // What comes later is read, so that the pipe never fills, and dropped.
    if (printed.length > 100_000) return;
    printed += chunk.toString();
    const url = pattern.exec(printed)?.[1];
    if (url !== undefined) resolve({ url, stop: () => void child.kill() });
  });
  child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${printed}`)));
  return promise;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

function keep(figures: number[], figure: number): number {
  figures.push(figure);
  return figure;
}

function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
}
