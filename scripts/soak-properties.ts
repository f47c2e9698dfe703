/**
 * Runs the property tests with other seeds than the fixed one.
 *
 * Usage: node scripts/soak-properties.ts [rounds] [seed]. Exit code 1: a property failed; its seed is printed.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 3);
const first = Number(process.argv[3] ?? Date.now() % 1_000_000);
const root = join(import.meta.dirname, '..');

/** Tests with properties of their own, or by way of a helper beside them. */
const files = globSync('test/**/*.ts', { cwd: root, exclude: ['test/peers/**'] }).filter((file) =>
  readFileSync(join(root, file), 'utf8').includes('fast-check'),
);
const folders = new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))));
const tests = globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/peers/**'] }).filter(
  (file) => files.includes(file) || (folders.has(file.slice(0, file.lastIndexOf('/'))) && usesHelper(file)),
);
console.log(`${rounds} rounds of ${tests.length} files with properties, from seed ${first}`);

let failed = 0;
for (let seed = first; seed < first + rounds; seed += 1) {
  const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', ...tests], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256e6,
    env: { ...process.env, COUNTERFOIL_TEST_SEED: String(seed), NO_COLOR: '1' },
  });
  if (status === 0) continue;
  failed += 1;
  console.log(`FAIL COUNTERFOIL_TEST_SEED=${seed}\n${stdout.slice(stdout.indexOf(' FAIL ')).slice(0, 10_000)}`);
}
console.log(`${rounds - failed} rounds passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/** Whether a test imports one of the helpers with properties. */
function usesHelper(file: string): boolean {
  const text = readFileSync(join(root, file), 'utf8');
  return files.some((helper) => text.includes(`/${helper.slice(helper.lastIndexOf('/') + 1)}'`));
}
