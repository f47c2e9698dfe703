import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { allFaults, loopToMock, loopToReceivers } from './loop.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-loop-'));
afterAll(() => {
  closeConnections();
  rmSync(folder, { recursive: true, force: true });
});

it('is accepted by the mock but for what is marked', async () => {
  const outcomes = await loopToMock('fast', 20, allFaults);
  expect(outcomes.some(({ verdict }) => verdict === 'refused')).toBe(true);
});

it('is accepted by generated receivers but for what is marked', async () => {
  const outcomes = await loopToReceivers(folder, 20, allFaults);
  expect(outcomes.some(({ verdict }) => verdict === 'refused')).toBe(true);
});
