import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The compiler that the repository itself uses. */
export const ownCompiler = join(root, 'node_modules/typescript/bin/tsc');

/** The strictest options that all versions from 5.4 on have. */
const compilerOptions = {
  target: 'es2022',
  lib: ['es2022'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: [],
  // The programs stand outside the repository.
  paths: { 'expect-type': [join(root, 'node_modules/expect-type/dist/index.d.ts')] },
  noEmit: true,
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  forceConsistentCasingInFileNames: true,
};

/** What the compiler complains about: a line for each error, `file(line,column): error TS...`. */
export function compile(files: ReadonlyMap<string, string>, compiler = ownCompiler): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-types-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [...files.keys()] }));
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      cwd: folder,
      maxBuffer: 64e6,
    });
    const lines = stdout.split('\n').filter((line) => line !== '');
    if (status !== 0 && lines.length === 0) throw new Error(`The compiler ended with ${status}: ${stderr}`);
    return lines;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
