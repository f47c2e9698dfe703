import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-edge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hash = '7d59f4c32020caf4322d761848951e5dae723760ab43799d85f1ce746a92ab03';
const zipped = expect.stringMatching(/^[\da-f]{64}$/);
const expected = [
  [204, 204, 401, 401, 204, 204],
  [[1, hash, 'now'], true, [1, zipped, 'now']],
];

/** The program as one file, in the given form. */
async function bundle(format: 'iife' | 'esm'): Promise<string> {
  const build = await rolldown({ input: join(import.meta.dirname, 'edge-program.ts'), platform: 'neutral' });
  const { output } = await build.generate({ format, name: 'program', minify: true });
  await build.close();
  expect(output).toHaveLength(1);
  return output[0].code;
}

let code = '';
beforeAll(async () => {
  code = await bundle('esm');
});

describe('the runtime', () => {
  it('imports nothing, and evaluates no text', () => {
    expect(code).not.toMatch(
      /\b(?:import|require)\s*\(|^import\b|\beval\b|new Function|[`'"]node:(?!crypto)|\bBuffer\b/m,
    );
  });

  it('runs where there is nothing but the web', async () => {
    const names =
      'atob btoa console crypto performance Blob CompressionStream DecompressionStream Headers ReadableStream Request Response TextDecoder TextEncoder URL URLSearchParams';
    const web = Object.fromEntries(names.split(' ').map((name) => [name, Reflect.get(globalThis, name) as unknown]));
    const context = createContext(web, { codeGeneration: { strings: false, wasm: false } });
    expect(runInContext('typeof process + typeof Buffer + typeof require', context)).toBe(
      'undefinedundefinedundefined',
    );
    expect(() => void runInContext('new Function("")', context)).toThrow(/Code generation from strings disallowed/);
    const text = `${await bundle('iife')}; program.run().then((found) => JSON.stringify(found))`;
    expect(JSON.parse((await runInContext(text, context)) as string)).toEqual(expected);
  });

  it.for([process.execPath, '/usr/bin/node'])('runs under a strict policy in %s', (node, { skip }) => {
    skip(!existsSync(node) || majorOf(node) < 20, `${node} is no Node.js of version 20 or later`);
    const file = join(folder, 'program.mjs');
    writeFileSync(join(folder, 'runtime.mjs'), code);
    writeFileSync(file, "import { run } from './runtime.mjs';\nconsole.log(JSON.stringify(await run()));");
    const output = execFileSync(node, ['--disallow-code-generation-from-strings', '--throw-deprecation', file], {
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual(expected);
  });
});

function majorOf(node: string): number {
  return Number(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]);
}
