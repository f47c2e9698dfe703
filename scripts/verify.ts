/**
 * Everything that must hold before a change lands, step by step, each to its end so that one run shows all that is
 * wrong. The last line counts: every step that is not the tests is one, and so is every test.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const node = process.execPath;

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format', bin('oxfmt'), '--check', '.'],
  ['lint', bin('oxlint'), '--type-aware', '--deny-warnings', '.'],
  ['types', bin('tsc'), '-p', 'tsconfig.json'],
  ['types of the pages', bin('tsc'), '-p', 'src/catalog/islands', '--noEmit'],
  ['layers', node, 'scripts/layers.ts'],
  ['dead code', bin('knip')],
  ['docs', node, 'scripts/docs.ts', '--check'],
  ['spelling', bin('cspell'), '--no-progress', '--quiet'],
  ['build', node, 'scripts/build.ts'],
  ['public API', node, 'scripts/api-report.ts', '--check'],
  ['package', bin('publint'), '--strict'],
  ['exports', bin('attw'), '--pack', '.', '--profile', 'esm-only'],
];

let passed = 0;
let failed = 0;
const failures: string[] = [];

for (const [name, command, ...args] of steps) {
  const start = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  if (status === 0) passed += 1;
  else {
    failed += 1;
    failures.push(name);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-verify-'));
// CI has just run the fast ones: that is the README's second command.
const projects = process.env['COUNTERFOIL_FAST_TESTS'] === 'passed' ? ['slow'] : ['fast', 'slow'];
for (const project of projects) {
  const report = join(folder, `${project}.json`);
  const { status } = spawnSync(
    bin('vitest'),
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { cwd: root, stdio: 'inherit' },
  );
  const counts = readCounts(report);
  passed += counts.passed;
  failed += counts.failed;
  if (status === 0) continue;
  failures.push(`${project} tests`);
  if (counts.failed === 0) failed += 1;
}
rmSync(folder, { recursive: true, force: true });

if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function readCounts(file: string): { passed: number; failed: number } {
  try {
    const json = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
    return { passed: json.numPassedTests, failed: json.numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
