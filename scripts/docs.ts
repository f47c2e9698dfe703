/**
 * Writes the documents that follow from the code: rule pages, command reference, architecture picture, terminal pictures.
 * With `--check` it writes nothing and fails on any difference.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { architectureDocs } from './lib/architecture-docs.ts';
import { cliDocs } from './lib/cli-docs.ts';
import { compatibilityDocs } from './lib/compatibility-docs.ts';
import { configDocs } from './lib/config-docs.ts';
import { errorDocs } from './lib/error-docs.ts';
import { httpDocs } from './lib/http-docs.ts';
import { hurtDocs } from './lib/hurt-docs.ts';
import { pictureDocs } from './lib/picture-docs.ts';
import { ruleDocs } from './lib/rule-docs.ts';
import { vendorDocs } from './lib/vendor-docs.ts';

const root = join(import.meta.dirname, '..');
/** Folders that hold nothing but generated documents, and photographs of the catalog that its browser test takes. */
const generatedFolders = ['docs/rules', 'docs/images'];

const docs = new Map([
  ...ruleDocs(),
  ...(await cliDocs()),
  ...compatibilityDocs(),
  ...configDocs(),
  ...errorDocs(),
  ...(await httpDocs()),
  ...hurtDocs(),
  ...(await architectureDocs()),
  ...(await pictureDocs()),
  ...vendorDocs(),
]);

function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function isCurrent(file: string, text: string): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

const stale = generatedFolders.flatMap(filesBelow).filter((file) => !docs.has(file) && !file.endsWith('.png'));
const outdated = [...docs].flatMap(([file, made]) => {
  const text = typeof made === 'string' ? made : made();
  return isCurrent(file, text) ? [] : [[file, text] as const];
});

if (process.argv.includes('--check')) {
  for (const [file] of outdated) console.error(`${file} is not what the code says: run npm run docs.`);
  for (const file of stale) console.error(`${file} follows from nothing: run npm run docs.`);
  if (outdated.length + stale.length > 0) process.exitCode = 1;
} else {
  for (const file of stale) rmSync(join(root, file));
  for (const [file, text] of outdated) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  console.log(`${docs.size} documents, ${outdated.length} written, ${stale.length} removed`);
}
