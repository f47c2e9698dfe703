import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { allFaults, faultsAmong, loopToMock, loopToReceivers } from '../simulator/loop.ts';
import { targets } from '../simulator/support.ts';

// Visitors of each contract.
const unmarked = { fast: 200, prism: 30, receivers: 200 };
const planted = { fast: 200, prism: 50, receivers: 200 };
const everyFault = new Set(Object.keys(allFaults));

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-loop-'));
let sent = 0;
afterAll(() => {
  closeConnections();
  rmSync(folder, { recursive: true, force: true });
});

test.for(['fast', 'prism'] as const)('the mock, engine %s, accepts everything', async (engine) => {
  const outcomes = await loopToMock(engine, unmarked[engine], {});
  sent += outcomes.length;
  expect(outcomes.filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
});

test.for(['fast', 'prism'] as const)('the mock, engine %s, refuses exactly what is marked', async (engine) => {
  const outcomes = await loopToMock(engine, planted[engine], allFaults);
  sent += outcomes.length;
  expect(faultsAmong(outcomes)).toEqual(everyFault);
  expect(outcomes.some(({ verdict }) => verdict === 'refused')).toBe(true);
});

test('generated receivers accept everything', async () => {
  const outcomes = await loopToReceivers(folder, unmarked.receivers, {});
  sent += outcomes.length;
  expect(outcomes.filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
});

test('generated receivers refuse exactly what is marked', async () => {
  const outcomes = await loopToReceivers(folder, planted.receivers, allFaults);
  sent += outcomes.length;
  expect(faultsAmong(outcomes)).toEqual(everyFault);
  expect(outcomes.some(({ verdict }) => verdict === 'refused')).toBe(true);
});

test('those were 10,000 deliveries at least, of all contracts', () => {
  expect(targets.toSorted()).toEqual(['ombori@1.0.0', 'ombori@2.0.0', 'qminder@1.0.0', 'waitwhile@1.0.0']);
  expect(sent).toBeGreaterThanOrEqual(10_000);
});
