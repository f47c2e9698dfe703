import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sendSimulation } from '../../src/api/simulate.ts';
import type { Outcome, SendSimulationOptions } from '../../src/api/simulate.ts';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { deliveries } from '../../src/simulator/deliveries.ts';
import { sendAll } from '../../src/simulator/send-all.ts';
import { startReceiver } from './receiver.ts';
import { root, shipped } from './support.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  closeConnections();
  for (const stop of stops.splice(0)) stop();
});

async function receiver(target: string, answer?: () => number | undefined) {
  const started = await startReceiver(target, ['present', 'past'], answer);
  stops.push(started.stop);
  return started;
}

const secrets = { cwd: root, secret: 'present', oldSecret: 'past' };

it('is accepted but for what is marked', async () => {
  const { url, received } = await receiver('qminder');
  const faults = { duplicates: 0.05, reorder: 0.05, late: 0.02, 'old-secret': 0.05 };
  const refused = { 'bad-signature': 0.05, 'no-signature': 0.05, malformed: 0.05 };
  const summary = await sendSimulation('qminder', { ...secrets, url, visitors: 40, faults: { ...faults, ...refused } });
  expect(summary.surprises).toEqual([]);
  expect(summary.verdict).toBe('passed');
  expect(summary.all.sent).toBe(received.length);
  const marked = summary.faults.filter(({ name }) => Object.hasOwn(refused, name));
  expect(summary.all.refused).toBe(marked.reduce((sum, { sent }) => sum + sent, 0));
  expect(summary.all.refused).toBeGreaterThan(0);
});

it('tries again as the contract says', async () => {
  let count = 0;
  const { url } = await receiver('waitwhile', () => (count++ % 3 === 0 ? 503 : undefined));
  const summary = await sendSimulation('waitwhile', { ...secrets, url, visitors: 20, parallel: 1 });
  expect(summary.retries).toBeGreaterThan(10);
  expect(summary.verdict).toBe('passed');
});

it('gives up after as many attempts as the contract says, and repeats nothing that shall be refused', async () => {
  const { url, received } = await receiver('waitwhile', () => 503);
  const { contract, plan } = await shipped('waitwhile');
  const faults = { 'bad-signature': 0.3 };
  const options = { seed: '1', visitors: 5, url, secret: 'present', faults };
  const { outcomes } = await sendAll(contract, deliveries(plan, options), {});
  expect(contract.delivery.retries?.max).toBe(3);
  for (const { delivery, attempts, verdict, isExpected } of outcomes) {
    expect([attempts, verdict, isExpected]).toEqual([delivery.fault === undefined ? 4 : 1, 'failed', false]);
  }
  expect(new Set(outcomes.map(({ attempts }) => attempts)).size).toBe(2);
  expect(received).toHaveLength(outcomes.reduce((sum, { attempts }) => sum + attempts, 0));
});

it('is refused where a secret was rotated too early', async () => {
  const started = await startReceiver('waitwhile', ['present']);
  stops.push(started.stop);
  const faults = { 'old-secret': 0.2 };
  const summary = await sendSimulation('waitwhile', { ...secrets, url: started.url, visitors: 30, faults });
  const [marked] = summary.faults;
  expect(marked?.sent).toBeGreaterThan(5);
  expect(summary.all).toMatchObject({ refused: marked?.sent, unexpected: marked?.sent });
});

it('stops when the vendor would switch the endpoint off', async () => {
  const { url, received } = await receiver('waitwhile', () => 500);
  const { contract, plan } = await shipped('waitwhile');
  const impatient = { ...contract, delivery: { ...contract.delivery, switchOff: { after: 600 } } };
  const sent = await sendAll(impatient, deliveries(plan, { seed: '1', visitors: 100, url }), {});
  expect(sent.isSwitchedOff).toBe(true);
  expect(received.length).toBeLessThan(150);
});

it('tells a receiver that takes everything by what it should have refused', async () => {
  const { url } = await receiver('qminder', () => 200);
  const summary = await sendSimulation('qminder', { ...secrets, url, visitors: 30, faults: { 'bad-signature': 0.2 } });
  expect(summary.verdict).toBe('failed');
  expect(new Set(summary.surprises.map(({ fault }) => fault))).toEqual(new Set(['bad-signature']));
});

it('keeps the order of each visitor', async () => {
  const { url, received } = await receiver('ombori@2.0.0');
  await sendSimulation('ombori@2.0.0', { ...secrets, url, visitors: 40, parallel: 16 });
  const first = new Map<unknown, unknown>();
  for (const text of received) {
    const { type, data } = JSON.parse(text) as { type: string; data: { position: { id: string } } };
    if (!first.has(data.position.id)) first.set(data.position.id, type);
  }
  expect(new Set(first.values())).toEqual(new Set(['positionCreated', 'bookingConfirmation']));
});

it('sends to nobody else unasked', async () => {
  await expect(sendSimulation('qminder', { cwd: root, url: 'http://hooks.example.com/' })).rejects.toThrow(
    /not this machine/,
  );
});

it('ends when nobody listens, or not in the way of the URL', async () => {
  const { url, received, stop } = await startReceiver('waitwhile', ['present']);
  stops.push(stop);
  const secure = url.replace('http:', 'https:');
  await expect(sendSimulation('waitwhile', { ...secrets, url: secure })).rejects.toThrow(/speaks http, not https\.$/);
  stop();
  const unheard: Outcome[] = [];
  const options = { ...secrets, url, parallel: 1, onOutcome: (outcome: Outcome) => void unheard.push(outcome) };
  await expect(sendSimulation('waitwhile', options)).rejects.toThrow(/^Nobody listens at 127\.0\.0\.1:\d+\.$/);
  expect(unheard.map(({ attempts }) => attempts)).toEqual([1]);
  expect(received).toEqual([]);
});

it('sends nothing unsigned where the vendor signs', async () => {
  const { url, received } = await receiver('qminder');
  await expect(sendSimulation('qminder', { cwd: root, url })).rejects.toThrow(/^qminder signs its deliveries/);
  expect(received).toEqual([]);
});

it('sends nothing more after an interrupt, and waits for what is under way', async () => {
  const held: (() => void)[] = [];
  const stop = new AbortController();
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    request.resume();
    const answer = (): void => void response.writeHead(503).end();
    if (stop.signal.aborted) answer();
    else held.push(answer);
    if (count === 2) stop.abort();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  stops.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const waiting: { answers: number; timeout: number }[] = [];
  const onInterrupt: SendSimulationOptions['onInterrupt'] = (about) => {
    waiting.push(about);
    for (const answer of held) answer();
  };
  const options = { ...secrets, url, timeout: 20, signal: stop.signal, onInterrupt };
  const summary = await sendSimulation('waitwhile', options);
  expect(waiting).toEqual([{ answers: count, timeout: 20 }]);
  expect(summary).toMatchObject({ isInterrupted: true, verdict: 'failed', retries: 0 });
  expect(summary.all).toMatchObject({ sent: count, failed: count });
});

it('waits no longer than it is told', async () => {
  const server = createServer((request) => void request.resume());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  stops.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const summary = await sendSimulation('qminder', { ...secrets, url, visitors: 1, timeout: 0.05 });
  expect(summary.surprises[0]?.answer).toBe('timeout: no whole answer within 0.05 s');
});
