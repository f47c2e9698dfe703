/**
 * Makes what the catalog's pages load: the islands of `src/catalog/islands` as classic scripts, since modules do not load from a
 * file share, with stand-ins for what `src/signatures` uses of Node; and the style sheet without its comments and indents.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src/catalog');
const target = join(root, 'src/generated/catalog');
const islands = ['theme', 'catalog', 'validate', 'signature'];

/** Writes the assets to `src/generated/catalog`. */
export async function buildCatalogAssets(): Promise<void> {
  mkdirSync(target, { recursive: true });
  for (const name of islands) writeWhole(`${name}.js`, await bundle(name));
  const css = readFileSync(join(source, 'assets/catalog.css'), 'utf8');
  writeWhole(
    'catalog.css',
    css
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/^\s+|\s+$/gm, '')
      .replaceAll(/\n+/g, '\n'),
  );
  writeWhole('icon.svg', readFileSync(join(source, 'assets/icon.svg'), 'utf8'));
}

/** Test runs side by side build the same: none sees half a file. */
function writeWhole(name: string, text: string): void {
  const file = join(target, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

async function bundle(name: string): Promise<string> {
  const stand = (file: string): string => join(source, 'islands/node', file);
  const build = await rolldown({
    input: join(source, 'islands', `${name}.ts`),
    platform: 'browser',
    treeshake: true,
    logLevel: 'warn',
    tsconfig: false,
    resolve: { alias: { 'node:crypto': stand('crypto.ts'), 'node:buffer': stand('buffer.ts') } },
    transform: { inject: { Buffer: [stand('buffer.ts'), 'Buffer'] } },
  });
  const { output } = await build.generate({ format: 'iife', minify: true, comments: false });
  await build.close();
  const [chunk, ...others] = output;
  if (others.length > 0 || chunk.imports.length > 0)
    throw new Error(`${name}.js is not one script: ${chunk.imports.join(', ')}`);
  return chunk.code;
}

if (import.meta.main) await buildCatalogAssets();
