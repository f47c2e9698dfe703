/**
 * Makes the runtime of generated clients: `src/runtime/module.ts` and what it imports as one module, and its declarations.
 * They are in `src/generated/client-runtime`, from where `counterfoil generate` copies them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src/runtime');
const target = join(root, 'src/generated/client-runtime');
/** The files whose declarations a client carries; the rest of the runtime is not seen from outside. */
const declared = ['index', 'api'];

/** Writes `runtime.js`, `runtime.d.ts` and `api.d.ts`. */
export async function buildClientRuntime(): Promise<void> {
  mkdirSync(target, { recursive: true });
  for (const [name, text] of [['runtime.js', await bundle()] as const, ...declarations()]) writeWhole(name, text);
}

/** Test runs side by side build the same: none sees half a file. */
function writeWhole(name: string, text: string): void {
  const file = join(target, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: join(source, 'module.ts'),
    platform: 'neutral',
    treeshake: true,
    logLevel: 'warn',
  });
  const { output } = await build.generate({ format: 'esm', minify: false, comments: { legal: false } });
  await build.close();
  const [chunk, ...others] = output;
  if (others.length > 0 || chunk.imports.length > 0 || chunk.dynamicImports.length > 0) {
    throw new Error(
      `The runtime is not one file without imports: ${[...chunk.imports, ...chunk.dynamicImports].join(', ')}`,
    );
  }
  return chunk.code.replace(/^\/\/#(?:region|endregion).*\n/gm, '');
}

function declarations(): readonly (readonly [name: string, text: string])[] {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-runtime-'));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.runtime.json', '--outDir', folder], {
    cwd: root,
    stdio: 'inherit',
  });
  const read = (name: string): string =>
    readFileSync(join(folder, 'runtime', `${name}.d.ts`), 'utf8').replaceAll(/(['"])\.\/(\w+)\.ts\1/g, "'./$2.js'");
  const files = declared.map((name) => [name === 'index' ? 'runtime.d.ts' : `${name}.d.ts`, read(name)] as const);
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of files) {
    const strangers = [...text.matchAll(/from '([^']+)'/g)]
      .map(([, from]) => from)
      .filter((from) => from !== './api.js');
    if (strangers.length > 0) throw new Error(`${name} would need ${strangers.join(', ')}, which no client carries.`);
  }
  return files;
}

if (import.meta.main) await buildClientRuntime();
