import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pages.ts';

/**
 * `counterfoil` as a global installation has it; an `npx` that looks for installed programs alone, since the real one takes
 * half a second more; and no `npm`: it would change what is installed, and packages are tested in `install.test.ts`.
 */
export function writePrograms(bin: string): void {
  // Once: who starts a program while it is written anew starts an empty one.
  if (existsSync(bin)) return;
  mkdirSync(bin, { recursive: true });
  const program = join(root, 'bin/counterfoil.js');
  write(join(bin, 'counterfoil'), `exec '${process.execPath}' '${program}' "$@"`);
  write(join(bin, 'a-receiver'), `exec '${process.execPath}' '${join(import.meta.dirname, 'receiver.mjs')}' "$@"`);
  write(
    join(bin, 'npm'),
    'echo "npm $* is not run by this test: make it a console block, listed in not-run.ts" >&2; exit 127',
  );
  write(
    join(bin, 'npx'),
    `if [ "$1" = --package ]; then shift 2; fi
name="$1"; shift
if [ "$name" = counterfoil ]; then exec counterfoil "$@"; fi
for bin in node_modules/.bin '${join(root, 'node_modules/.bin')}'; do
  if [ -x "$bin/$name" ]; then exec "$bin/$name" "$@"; fi
done
echo "npx would have to download $name" >&2; exit 127`,
  );
}

function write(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}
