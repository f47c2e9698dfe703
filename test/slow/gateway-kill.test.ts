import { expect, test } from 'vitest';
import { killRounds } from '../../scripts/kill-gateway.ts';

test('a gateway that is killed at any moment loses nothing that it acknowledged, and leaves a store that opens', async () => {
  const lines: string[] = [];
  const { acknowledged, recorded, problems } = await killRounds(3, 20_260_110, (line) => lines.push(line));
  expect(problems).toEqual([]);
  expect(acknowledged).toBeGreaterThan(100);
  expect(recorded).toBeGreaterThanOrEqual(acknowledged);
});
