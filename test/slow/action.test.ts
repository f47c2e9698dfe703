import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { WorkingCopy } from '../api/working-copy.ts';

const root = join(import.meta.dirname, '../..');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

let copy: WorkingCopy;
let temporary: string;
beforeEach(() => {
  copy = new WorkingCopy();
  temporary = mkdtempSync(join(tmpdir(), 'counterfoil-action-'));
  mkdirSync(copy.path('node_modules/.bin'), { recursive: true });
  symlinkSync(join(root, 'bin/counterfoil.js'), copy.path('node_modules/.bin/counterfoil'));
  writeFileSync(copy.path('.gitignore'), 'node_modules\n*.sarif\n');
});
afterEach(() => {
  copy.remove();
  rmSync(temporary, { recursive: true, force: true });
});

/** Runs the steps of the action as a runner does: inputs to environment, output files, until one fails. */
function runAction(inputs: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): Outcome {
  const given = new Map(
    Object.entries(action.inputs).map(([name, { default: value }]) => [name, inputs[name] ?? value]),
  );
  const outputs = new Map<string, Map<string, string>>();
  const evaluate = (text: string): string =>
    text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
      const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
      if (input !== undefined) return given.get(input) ?? '';
      const [, step, output] = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression) ?? [];
      if (step === undefined || output === undefined) throw new Error(`The test does not know ${expression}.`);
      return outputs.get(step)?.get(output) ?? '';
    });
  const summary = join(temporary, 'summary.md');
  writeFileSync(summary, '');
  let exit = 0;
  let stdout = '';
  for (const [index, step] of action.runs.steps.entries()) {
    if (step.run === undefined) continue;
    expect(step.shell).toBe('bash');
    const outputFile = join(temporary, `output-${index}`);
    writeFileSync(outputFile, '');
    const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: join(copy.folder, evaluate(step['working-directory'] ?? '.')),
      encoding: 'utf8',
      env: {
        PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`,
        HOME: process.env['HOME'],
        RUNNER_TEMP: temporary,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value)])),
        ...env,
      },
    });
    stdout += result.stdout;
    exit = result.status ?? 1;
    if (step.id !== undefined) {
      const lines = readFileSync(outputFile, 'utf8').split('\n').filter(Boolean);
      const pairs = lines.map((line): [string, string] => [
        line.slice(0, line.indexOf('=')),
        line.slice(line.indexOf('=') + 1),
      ]);
      outputs.set(step.id, new Map(pairs));
    }
    if (exit !== 0) break;
  }
  const values = Object.entries(action.outputs).map(([name, { value }]): [string, string] => [name, evaluate(value)]);
  return { exit, stdout, outputs: Object.fromEntries(values), summary: readFileSync(summary, 'utf8') };
}

const breakOrder = (): void =>
  copy.edit('schemas/cafe/1.0.0/order.schema.json', '"type": "integer"', '"type": "string"');

describe('the action', () => {
  test('passes what touches nothing, and says so in every output', () => {
    copy.commitAll();
    const { exit, outputs, summary } = runAction({ against: 'main', sarif: 'counterfoil.sarif' });
    expect(exit).toBe(0);
    expect(outputs).toMatchObject({ verdict: 'pass', errors: '0', warnings: '0', sarif: 'counterfoil.sarif' });
    expect(summary).toContain('✅ counterfoil: pass');
    expect(readFileSync(outputs['markdown'] ?? '', 'utf8')).toBe(summary);
    expect(JSON.parse(readFileSync(copy.path('counterfoil.sarif'), 'utf8'))).toHaveProperty('version', '2.1.0');
  });

  test('fails a break, with annotations and the payload in the summary', () => {
    copy.commitAll();
    breakOrder();
    const { exit, stdout, outputs, summary } = runAction({ against: 'main' });
    expect(exit).toBe(1);
    expect(outputs['verdict']).toBe('fail');
    expect(Number(outputs['errors'])).toBeGreaterThan(0);
    expect(stdout).toContain('::error file=schemas/cafe/1.0.0/order.schema.json,line=');
    expect(summary).toContain('```jsonc');
    expect(outputs['sarif']).toBe('');
  });

  test('with report-only it tells and does not fail', () => {
    copy.commitAll();
    breakOrder();
    const { exit, outputs } = runAction({ against: 'main', 'report-only': 'true' });
    expect(exit).toBe(0);
    expect(outputs['verdict']).toBe('fail');
  });

  test('in a pull request it brings the target branch to a shallow checkout', () => {
    copy.commitAll();
    copy.git('checkout', '--quiet', '-b', 'change');
    breakOrder();
    copy.commitAll('change');
    const origin = join(temporary, 'origin.git');
    copy.git('clone', '--quiet', '--bare', copy.folder, origin);
    copy.git(
      'clone',
      '--quiet',
      '--depth',
      '1',
      '--single-branch',
      '--branch',
      'change',
      `file://${origin}`,
      join(temporary, 'checkout'),
    );
    rmSync(copy.path('.git'), { recursive: true });
    spawnSync('cp', ['-r', join(temporary, 'checkout/.git'), copy.path('.git')]);
    const { exit, outputs, summary } = runAction({}, { GITHUB_BASE_REF: 'main' });
    expect(exit).toBe(1);
    expect(outputs['verdict']).toBe('fail');
    expect(summary).toContain('Against origin/main');
  });

  test('a mistake in its inputs fails with the advice in the log', () => {
    copy.commitAll();
    const { exit, outputs } = runAction({ against: 'no-such-branch' });
    expect(exit).toBe(2);
    expect(outputs['verdict']).toBe('fail');
    expect(existsSync(join(temporary, 'counterfoil.md'))).toBe(false);
  });

  test('every input is used, and every step that is not a script is a known action', () => {
    const text = JSON.stringify(action.runs);
    for (const name of Object.keys(action.inputs)) expect(text).toContain(`inputs.${name} `);
    expect(action.runs.steps.flatMap(({ uses }) => uses ?? [])).toEqual(['actions/setup-node@v4']);
  });
});
