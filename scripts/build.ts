/** Builds `dist/`: precompiles the AsyncAPI schemas, compiles the sources, copies what the compiler leaves behind. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const run = (...args: string[]): void => {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
run('scripts/build-asyncapi-validator.ts');
run('scripts/build-client-runtime.ts');
run('scripts/build-catalog-assets.ts');
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
cpSync(join(root, 'src/generated'), join(root, 'dist/generated'), { recursive: true });
if (!existsSync(join(root, 'dist/cli/main.js')) || readdirSync(join(root, 'dist/generated')).length === 0) {
  throw new Error('The build left no dist/cli/main.js or no precompiled validator.');
}
