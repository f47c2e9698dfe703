import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './own-contract.ts';
import type { TestFolder } from './own-contract.ts';

const root = join(import.meta.dirname, '../..');

/** The package as it is published, built anew in a folder of its own, so that no stale build is tested. */
export function buildPackage(): TestFolder {
  const folder = newFolder();
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const output = join(folder.path, 'dist');
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', output], {
    cwd: root,
  });
  cpSync(join(root, 'src/generated'), join(output, 'generated'), { recursive: true });
  for (const name of ['package.json', 'asyncapi', 'schemas']) {
    cpSync(join(root, name), join(folder.path, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  return folder;
}
