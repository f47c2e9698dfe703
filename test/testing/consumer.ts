import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './own-contract.ts';
import type { TestFolder } from './own-contract.ts';

const root = join(import.meta.dirname, '../..');

/** What a runner printed, without colours, and how it ended. */
export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A folder of somebody who uses the testing helpers; `built` is the folder of the built package, this one unbuilt when absent. */
export function newConsumer(files: Readonly<Record<string, string>>, built?: string): TestFolder {
  const folder = newFolder({ 'package.json': JSON.stringify({ type: 'module' }), ...files });
  const link = (target: string, name: string): void => symlinkSync(target, join(folder.path, 'node_modules', name));
  mkdirSync(join(folder.path, 'node_modules'));
  for (const name of ['vitest', '@types']) link(join(root, 'node_modules', name), name);
  if (built === undefined) writeUnbuilt(folder);
  else link(built, 'counterfoil');
  return folder;
}

function writeUnbuilt(folder: TestFolder): void {
  const exports = { './testing': './testing.js', './vitest': './vitest.js' };
  const entry = (name: string): string => `export * from ${JSON.stringify(join(root, 'src/testing', name))};\n`;
  folder.write(
    'node_modules/counterfoil/package.json',
    JSON.stringify({ name: 'counterfoil', type: 'module', exports }),
  );
  folder.write('node_modules/counterfoil/testing.js', entry('index.ts'));
  folder.write('node_modules/counterfoil/vitest.js', entry('vitest.ts'));
}

/** Runs a program of Node in a folder, as if no other test runner were around it. */
export function runNode(folder: TestFolder, ...args: readonly string[]): Run {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|JEST|NODE_|FORCE_COLOR|TEST$)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1', CI: '1' },
  });
  return { status, output: `${stdout}\n${stderr}` };
}

export const vitestProgram = join(root, 'node_modules/vitest/vitest.mjs');
