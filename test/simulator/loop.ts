import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startMock } from '../../src/api/mock.ts';
import type { EngineName, MockDelivery } from '../../src/api/mock.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { endpointOf } from '../../src/mock/openapi/endpoints.ts';
import type { ContractTypes, Receiver } from '../../src/runtime/api.ts';
import { deliveries } from '../../src/simulator/deliveries.ts';
import { faults } from '../../src/simulator/faults.ts';
import type { FaultKind } from '../../src/simulator/faults.ts';
import { sendAll } from '../../src/simulator/send-all.ts';
import type { Outcome } from '../../src/simulator/send-all.ts';
import { writeClient } from '../support/client-folder.ts';
import { shipped, targets } from './support.ts';
import type { Played } from './support.ts';

const secret = 'present-secret';
const oldSecret = 'past-secret';

/** Every fault that there is. */
export const allFaults = Object.fromEntries(Object.keys(faults).map((kind) => [kind, 0.04]));

/** Sends a whole run of so many visitors. */
export async function send(
  { contract, plan }: Played,
  url: string,
  visitors: number,
  rates: typeof allFaults,
): Promise<readonly Outcome[]> {
  const settings = { seed: `loop of ${contract.id}`, visitors, url, secret, oldSecret, faults: rates };
  const { outcomes, isSwitchedOff } = await sendAll(contract, deliveries(plan, settings), { parallel: 16 });
  expect(isSwitchedOff).toBe(false);
  return outcomes;
}

/** Kinds of the faults that occurred. */
export function faultsAmong(outcomes: readonly Outcome[]): ReadonlySet<string> {
  return new Set(outcomes.flatMap(({ delivery: { fault } }) => fault?.kind ?? []));
}

/** That exactly those were refused whose mark says so, by status as a mock and a receiver answer. */
export function expectMarkedRefused(outcomes: readonly Outcome[]): void {
  const shall: Partial<Record<FaultKind, number>> = { 'bad-signature': 401, 'no-signature': 401, malformed: 400 };
  const wrong = outcomes.filter(({ delivery: { fault }, answer: { status = 0 }, attempts }) => {
    const expected = fault === undefined ? undefined : shall[fault.kind];
    return attempts !== 1 || (expected === undefined ? status < 200 || status > 299 : status !== expected);
  });
  expect(wrong.map(({ delivery: { number, event, fault }, answer }) => ({ number, event, fault, answer }))).toEqual([]);
}

/** Deliveries of every contract that has scenarios to one mock, so many visitors each. */
export async function loopToMock(engine: EngineName, visitors: number, rates: typeof allFaults): Promise<Outcome[]> {
  const played = await Promise.all(targets.map((target) => shipped(target)));
  const secrets = Object.fromEntries(played.map(({ contract }) => [contract.vendor, [secret, oldSecret]]));
  const contracts = played.map(({ contract }) => contract.id);
  const mock = await startMock({ contracts, engine, secrets, keep: 100_000 });
  try {
    const all: Outcome[] = [];
    for (const one of played) {
      const outcomes = await send(one, mock.url + endpointOf(one.contract).path, visitors, rates);
      expectMarkedRefused(outcomes);
      expectSeen(mock.deliveries, outcomes);
      all.push(...outcomes);
      mock.clear();
    }
    return all;
  } finally {
    await mock.close();
  }
}

/** That the mock's own list says the same, and nothing was found that the contract does not describe. */
function expectSeen(seen: readonly MockDelivery[], outcomes: readonly Outcome[]): void {
  const doubtful = seen.filter(
    ({ warnings, disagreement, reason }) =>
      warnings.length > 0 || disagreement !== undefined || reason === 'invalid' || reason === 'unknown-event',
  );
  expect(doubtful).toEqual([]);
  const expected = outcomes.map(({ delivery: { fault } }) => fault?.expect ?? 'accepted');
  expect(seen.map(({ verdict }) => verdict).toSorted()).toEqual(expected.toSorted());
}

/** What a generated receiver told its handlers. */
interface Told {
  readonly handled: string[];
  readonly refused: string[];
  /** What must not come: invalid payloads, unknown events, errors. */
  readonly wrong: unknown[];
}

/** Deliveries of every contract that has scenarios to its generated receiver, so many visitors each. */
export async function loopToReceivers(folder: string, visitors: number, rates: typeof allFaults): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (const target of targets) {
    const played = await shipped(target);
    const { url, told, stop } = await startClient(played.contract, folder);
    try {
      const outcomes = await send(played, url, visitors, rates);
      expectMarkedRefused(outcomes);
      expect(told.wrong).toEqual([]);
      const accepted = outcomes.filter(({ verdict }) => verdict === 'accepted');
      expect(told.handled.toSorted()).toEqual(accepted.map(({ delivery }) => delivery.event).toSorted());
      // What is authentic and no JSON is refused too.
      expect(told.refused).toHaveLength(outcomes.length - accepted.length);
      all.push(...outcomes);
    } finally {
      stop();
    }
  }
  return all;
}

async function startClient(contract: Contract, folder: string) {
  const { createReceiver } = (await import(join(writeClient(contract, folder), 'index.js'))) as {
    createReceiver: (options: object) => Receiver<ContractTypes>;
  };
  const told: Told = { handled: [], refused: [], wrong: [] };
  const server = createServer((request, response) => void receiver.node(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  const isSigned = contract.authentication.kind === 'signature';
  const secrets = [secret, oldSecret];
  const receiver = createReceiver({
    ...(isSigned ? { secrets, url } : { auth: { secret: secrets } }),
    onError: (error: unknown) => told.wrong.push(error),
  });
  receiver
    .onAny(({ name }) => void told.handled.push(name))
    .onInvalid((event) => void told.wrong.push(event))
    .onUnknownEvent((event) => void told.wrong.push(event))
    .onRefused(({ reason }) => void told.refused.push(reason));
  return { url, told, stop: () => void server.close() };
}
