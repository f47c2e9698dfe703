/** Whether the work grows in step with the number of contracts and of events. */
import { join } from 'node:path';
import { writeContracts } from './lib/generated-contracts.ts';
import { run } from './lib/measure.ts';

const folder = join(import.meta.dirname, '.data');

export function manyContracts(): void {
  const start = run('bin/counterfoil.js', 'check', 'qminder').milliseconds;
  let first: number | undefined;
  for (const [contracts, events] of [
    [25, 50],
    [50, 50],
    [100, 50],
    [200, 50],
    [1, 1250],
    [1, 5000],
  ] as const) {
    const path = join(folder, `contracts-${contracts}x${events}`);
    writeContracts(path, contracts, events);
    const times = [1, 2, 3].map(() => run('bin/counterfoil.js', 'check', '--no-config', path).milliseconds - start);
    const perEvent = Math.max(0, times.toSorted((a, b) => a - b)[1] ?? 0) / (contracts * events);
    first ??= perEvent;
    const what = `${contracts} contracts of ${events} events: time per event / the first`;
    console.log(what.padEnd(58), (perEvent / first).toFixed(2).padEnd(24), 'target: flat');
  }
}
