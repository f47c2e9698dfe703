/**
 * The stock command `prism mock` serves what `counterfoil export openapi` writes, and judges as our validators do.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiText } from '../../src/api/export-openapi.ts';
import type { Contract, ContractEvent } from '../../src/asyncapi/model.ts';
import { createFastEngine } from '../../src/mock/fast/create-fast-engine.ts';
import { toOpenApi } from '../../src/mock/openapi/to-openapi.ts';
import { createPrismEngine } from '../../src/mock/prism/create-prism-engine.ts';
import { buildDelivery } from '../../src/sending/build-delivery.ts';
import { closeConnections, sendDelivery } from '../../src/sending/send-delivery.ts';
import type { Json } from '../../src/util/json.ts';
import type { Mutant } from '../contracts/mutants.ts';
import { loadShipped, pathOf, subjectsOf } from '../mock/support.ts';
import type { Subject } from '../mock/support.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-prism-'));

/** Why Prism accepts what our validators refuse, for a mutant's place. */
const known: readonly { readonly reason: string; readonly is: (place: string, kind: string) => boolean }[] = [
  { reason: 'Prism does not read JSON inside a text', is: (place, kind) => kind === 'json' || place.includes('#') },
];

interface Peer {
  readonly url: string;
  readonly process: ChildProcess;
}

async function startPrism(file: string): Promise<Peer> {
  const port = await freePort();
  const program = join(root, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const peer = spawn(process.execPath, [program, 'mock', file, '--host', '127.0.0.1', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let printed = '';
  const read = (chunk: Buffer): void => {
    // Read on, so that the pipe never fills; keep only what the start prints.
    if (printed.length < 1_000_000) printed += chunk.toString();
    if (printed.includes('Prism is listening')) resolve();
  };
  peer.stdout.on('data', read);
  peer.stderr.on('data', read);
  peer.once('exit', (code) => reject(new Error(`prism mock ended with ${code}:\n${printed}`)));
  await promise;
  return { url: `http://127.0.0.1:${port}`, process: peer };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function post(peer: Peer, contract: Contract, event: ContractEvent, path: string, body: Json): Promise<number> {
  const delivery = buildDelivery(contract, event, body, { url: `${peer.url}${path}`, secret: 'secret' });
  const answer = await sendDelivery(delivery);
  // Prism ends connections that are idle for 5 s, which can happen just when one is used again.
  const { status } = answer.status === undefined ? await sendDelivery(delivery) : answer;
  if (status === undefined) throw new Error(`No answer to ${JSON.stringify(body)}.`);
  return status;
}

/** Posts one body after the other, on several connections at once. */
async function postAll(peer: Peer, { contract, event, mutants }: Subject): Promise<number[]> {
  const statuses: number[] = [];
  const waiting = [...mutants.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, { payload }] = next;
      statuses[index] = await post(peer, contract, event, pathOf(contract), payload);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return statuses;
}

/** A change in an object whose keys are ids. */
function hasMap({ place }: Mutant): boolean {
  return place.includes('/resources/');
}

let subjects: readonly Subject[] = [];
let contracts: Contract[] = [];

beforeAll(async () => {
  contracts = await loadShipped();
  subjects = subjectsOf(contracts);
});

afterAll(() => {
  closeConnections();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  { name: 'with errors documented', errors: true, format: 'yaml' as const },
  { name: 'without errors documented', errors: false, format: 'json' as const },
])('prism mock, $name', ({ errors, format }) => {
  let peer: Peer | undefined;

  beforeAll(async () => {
    const file = join(folder, `contracts-${errors}.${format}`);
    writeFileSync(file, openApiText(toOpenApi(contracts, { errors }), format));
    peer = await startPrism(file);
  });

  afterAll(() => {
    peer?.process.removeAllListeners('exit');
    peer?.process.kill();
  });

  test('accepts every documented example at both its endpoints', async () => {
    const refused: string[] = [];
    for (const { contract, event, example } of subjects) {
      for (const path of [pathOf(contract), pathOf(contract, event.name)]) {
        const status = await post(peer as Peer, contract, event, path, example.payload);
        if (status < 200 || status > 299) refused.push(`${path} ${example.name}: ${status}`);
      }
    }
    expect(refused).toEqual([]);
  });

  test('judges every mutant as our validators do, but for what is named', async () => {
    const different: string[] = [];
    const reasons = new Set<string>();
    let refused = 0;
    for (const subject of subjects) {
      const { contract, event, example, mutants, accepts } = subject;
      const statuses = await postAll(peer as Peer, subject);
      for (const [index, { kind, place, became, payload }] of mutants.entries()) {
        const status = statuses[index] ?? 0;
        const isAccepted = status >= 200 && status <= 299;
        if (status === 422) refused += 1;
        if (isAccepted === accepts(payload)) continue;
        const reason = known.find(({ is }) => isAccepted && is(place, kind))?.reason;
        if (reason !== undefined) reasons.add(reason);
        else different.push(`${contract.id} ${event.name} ${example.name} ${kind} ${place} ${became}: ${status}`);
      }
    }
    expect(different).toEqual([]);
    expect([...reasons]).toEqual(known.map(({ reason }) => reason));
    expect(refused).toBeGreaterThan(1000);
  });

  test('asks for the signature, and for JSON', async () => {
    const { contract, event, example } = subjects.find(
      ({ contract: { authentication } }) => authentication.kind === 'signature',
    ) as Subject;
    const url = `${(peer as Peer).url}${pathOf(contract)}`;
    const unsigned = await sendDelivery(buildDelivery(contract, event, example.payload, { url }));
    expect(unsigned.status).toBe(401);
    const signed = buildDelivery(contract, event, example.payload, { url, secret: 'secret' });
    const headers = signed.headers.map(
      ([name, value]) => [name, name === 'Content-Type' ? 'text/plain' : value] as const,
    );
    expect((await sendDelivery({ ...signed, headers })).status).toBe(415);
  });
});

test.each([
  { errors: true, answers: [undefined, undefined] },
  { errors: false, answers: [422, 202] },
])('prism mock after an emoji in a violation, as docs/openapi.md says: %o', async ({ errors, answers }) => {
  const file = join(folder, `emoji-${errors}.json`);
  writeFileSync(file, openApiText(toOpenApi(contracts, { errors }), 'json'));
  const peer = await startPrism(file);
  const { contract, event, example } = subjects.find(({ mutants }) => mutants.some(hasMap)) as Subject;
  const body = JSON.parse(
    JSON.stringify(example.payload).replaceAll('"resources":{', '"resources":{"😀":"x",'),
  ) as Json;
  expect(body).not.toEqual(example.payload);
  const statuses: (number | undefined)[] = [];
  for (const payload of [body, example.payload]) {
    const url = `${peer.url}${pathOf(contract)}`;
    statuses.push((await sendDelivery(buildDelivery(contract, event, payload, { url, secret: 'secret' }))).status);
  }
  peer.process.removeAllListeners('exit');
  peer.process.kill();
  expect(statuses).toEqual(answers);
});

test('the engines agree on every mutant', async () => {
  const fast = createFastEngine(contracts);
  const prism = await createPrismEngine(contracts);
  const different: string[] = [];
  for (const { contract, event, mutants } of subjects) {
    for (const { kind, place, became, payload } of mutants) {
      const name = kind === 'event' ? undefined : event.name;
      const delivery = { contract, event: name, payload, headers: [], path: pathOf(contract) };
      const judgement = await prism.judge(delivery);
      if (judgement.accepted !== fast.judge(delivery).accepted || judgement.disagreement !== undefined)
        different.push(`${contract.id} ${event.name} ${kind} ${place} ${became}: ${judgement.disagreement ?? ''}`);
    }
  }
  expect(different).toEqual([]);
});
