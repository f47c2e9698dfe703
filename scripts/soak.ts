/** The long rounds: attacks on verdicts and on the reading of input. Seeds are printed; a round can be run again by itself. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const rounds: readonly (readonly [script: string, ...args: string[]])[] = [
  ['soak-properties.ts', '3'],
  ['soak-check.ts', '3000'],
  ['soak-compatibility.ts', '100000'],
  ['soak-mock.ts', '200000'],
  ['soak-receiver.ts', '100000'],
  ['kill-gateway.ts', '50'],
  ['soak-registry.ts'],
];

let failed = 0;
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
if (spawnSync(process.execPath, [vitest, 'run', '--project', 'soak'], { stdio: 'inherit' }).status !== 0) failed += 1;

for (const [script, ...args] of rounds) {
  console.log(`\n${script} ${args.join(' ')}`);
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
  console.log(`${status === 0 ? 'ok' : 'FAIL'} (${Math.round((performance.now() - start) / 1000)} s)`);
}
console.log(`${rounds.length + 1 - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
