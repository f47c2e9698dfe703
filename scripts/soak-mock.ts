/**
 * Sends a mock as many deliveries as asked, good and broken ones, and watches its memory.
 * Usage: node scripts/soak-mock.ts [deliveries] [fast|prism]. Exit code 1: an answer was wrong, or the memory grows.
 */
import { Agent, request } from 'node:http';
import process from 'node:process';
import { startMock } from '../src/api/mock.ts';
import { loadContract } from '../src/api/load-contract.ts';
import { shippedContracts } from '../src/checks/targets.ts';
import { endpointOf } from '../src/mock/openapi/endpoints.ts';

const count = Number(process.argv[2] ?? 200_000);
const engine = process.argv[3] === 'prism' ? 'prism' : 'fast';
const lanes = 32;

interface Shot {
  readonly path: string;
  readonly body: string;
  readonly wanted: number;
}

const files = shippedContracts().map(({ file }) => file);
const mock = await startMock({ contracts: files, engine, spaces: { mode: 'auto', most: 20 } });
const shots = (await Promise.all(files.map(shotsOf))).flat();
const agent = new Agent({ keepAlive: true, maxSockets: lanes });
let sent = 0;
let wrong = 0;
const memory: number[] = [];
const start = performance.now();

async function shotsOf(file: string): Promise<Shot[]> {
  const { contract } = await loadContract(file);
  if (contract === undefined) return [];
  const { path } = endpointOf(contract);
  return contract.events.flatMap(({ examples }) =>
    examples.flatMap(({ payload }) => [
      { path, body: JSON.stringify(payload), wanted: 200 },
      { path, body: JSON.stringify({ ...(payload as object), [contract.vendor]: 'x'.repeat(3000) }), wanted: 200 },
      { path, body: JSON.stringify([payload]), wanted: 422 },
      { path, body: JSON.stringify(payload).slice(1), wanted: 400 },
    ]),
  );
}

function fire({ path, body }: Shot, space: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const outgoing = request(`${mock.url}${space}${path}`, { method: 'POST', agent, headers }, (response) => {
    response.resume().on('end', () => resolve(response.statusCode ?? 0));
  });
  outgoing.on('error', reject).end(body);
  return promise;
}

async function lane(): Promise<void> {
  for (let number = sent++; number < count; number = sent++) {
    const shot = shots[number % shots.length];
    if (shot === undefined) return;
    // A tenth goes to spaces, whose quota refuses what is too much.
    const space = number % 10 === 0 ? `/s/team-${(number / 10) % 20}` : '';
    const status = await fire(shot, space);
    if (status !== shot.wanted && !(space !== '' && status === 429)) wrong += 1;
    if (number % Math.ceil(count / 10) === 0) measure(number);
  }
}

function measure(number: number): void {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  memory.push(heapUsed);
  console.log(`${number}: heap ${megabytes(heapUsed)} MB, all ${megabytes(rss)} MB, ${wrong} wrong`);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

await Promise.all(Array.from({ length: lanes }, lane));
measure(count);
const seconds = (performance.now() - start) / 1000;
console.log(
  `engine ${engine}: ${count} deliveries in ${Math.round(seconds)} s, ${Math.round(count / seconds)} a second`,
);
agent.destroy();
await mock.close();
// The lists are full after the first rounds; from the middle on nothing may be added for good.
const [middle = 0, end = 0] = [memory[Math.floor(memory.length / 2)], memory.at(-1)];
if (wrong > 0 || end > middle + 30 * 1024 * 1024) process.exitCode = 1;
