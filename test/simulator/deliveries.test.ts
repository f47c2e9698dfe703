import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulation, simulate } from '../../src/api/simulate.ts';
import type { SimulatedDelivery, Simulation } from '../../src/api/simulate.ts';
import { faults } from '../../src/simulator/faults.ts';
import type { FaultKind } from '../../src/simulator/faults.ts';
import { root } from './support.ts';

const settings = { cwd: root, url: 'https://hooks.example.com/w', secret: 'present', oldSecret: 'past' };
const rates = Object.fromEntries(Object.keys(faults).map((kind) => [kind, 0.03]));

const textOf = ({ body }: SimulatedDelivery): string => Buffer.from(body).toString();

describe('deliveries', () => {
  let simulation: Simulation;
  beforeAll(async () => {
    simulation = await loadSimulation('waitwhile', settings);
  });

  const run = (options: object = {}): SimulatedDelivery[] => [
    ...simulation.deliveries({ ...settings, visitors: 100, seed: 7, ...options }),
  ];

  it('are the same for the same seed, byte for byte, faults included', () => {
    const text = (): string => JSON.stringify(run({ faults: rates }).map((one) => ({ ...one, body: textOf(one) })));
    expect(text()).toBe(text());
    const bodies = new Set(run().map(textOf));
    expect(run({ seed: 8 }).filter((one) => bodies.has(textOf(one)))).toEqual([]);
  });

  it('come as a stream', async () => {
    const events: string[] = [];
    for await (const { event } of simulate('waitwhile', { ...settings, visitors: 3 })) events.push(event);
    expect(events[0]).toBe('visit.created');
  });

  it('carry about as many faults as asked for, each marked', () => {
    const all = run({ faults: rates, visitors: 400 });
    for (const kind of Object.keys(faults) as FaultKind[]) {
      const share = all.filter(({ fault }) => fault?.kind === kind).length / all.length;
      expect(share, kind).toBeGreaterThan(0.01);
      expect(share, kind).toBeLessThan(0.05);
    }
    expect(all.every(({ at }, index) => at >= (all[index - 1]?.at ?? 0))).toBe(true);
  });

  it('lose nothing and make nothing up, whatever faults they have', () => {
    const numbers = run({ faults: { duplicates: 0.1, reorder: 0.2, late: 0.1 } }).map(({ number }) => number);
    const plain = run().map(({ number }) => number);
    expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual(plain);
  });

  it('send the same bytes twice', () => {
    const all = run({ faults: { duplicates: 0.1 } });
    const doubles = all.filter(({ fault }) => fault !== undefined);
    expect(doubles.length).toBeGreaterThan(10);
    for (const double of doubles) {
      const first = all.find(({ number }) => number === double.number);
      expect(first?.fault).toBeUndefined();
      expect(first?.headers).toEqual(double.headers);
      expect(first === undefined ? '' : textOf(first)).toBe(textOf(double));
    }
  });

  it('put what is out of order behind the next of the same visitor', () => {
    const all = run({ faults: { reorder: 0.2 } });
    const marked = all.filter(({ fault }) => fault?.kind === 'reorder');
    expect(marked.length).toBeGreaterThan(10);
    for (const one of marked) {
      const earlier = all.slice(0, all.indexOf(one)).filter(({ visitor }) => visitor === one.visitor);
      expect(earlier.some(({ number }) => number > one.number)).toBe(true);
    }
  });

  it('bring what is late 1 to 24 hours after its time', () => {
    const plain = new Map(run().map(({ number, at }) => [number, at]));
    const late = run({ faults: { late: 0.2 } }).filter(({ fault }) => fault !== undefined);
    expect(late.length).toBeGreaterThan(10);
    const hours = late.map(({ number, at }) => (at - (plain.get(number) ?? 0)) / 3_600_000);
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...hours)).toBeLessThanOrEqual(24);
  });

  it.each([
    ['a rate beyond 1', { faults: { late: 1.2 } }, /from 0 to 1/],
    ['rates that exceed 1', { faults: { late: 0.6, reorder: 0.6 } }, /up to 1/],
    ['an old secret that is not given', { faults: { 'old-secret': 0.1 }, oldSecret: undefined }, /before the present/],
    ['a signature without a secret', { faults: { 'bad-signature': 0.1 }, secret: undefined }, /needs the secret/],
    ['no number of visitors', { visitors: -1 }, /number of visitors/],
  ])('refuse %s', (_, options, message) => {
    expect(() => run(options)).toThrow(message);
  });
});

it('says which contract has no scenarios', async () => {
  await expect(loadSimulation('test/cli/bases/cafe/asyncapi/cafe/1.0.0', { cwd: root })).rejects.toThrow(
    /has no scenarios/,
  );
});
