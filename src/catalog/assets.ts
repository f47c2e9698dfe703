import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Made when the program is built; see `scripts/build-catalog-assets.ts`. */
const folder = new URL('../generated/catalog/', import.meta.url);
const names = ['catalog.css', 'theme.js', 'catalog.js', 'validate.js', 'signature.js', 'icon.svg'];
let files: readonly (readonly [name: string, content: string])[] | undefined;

/** What pages load beside the search index, by name. */
export function assetFiles(): readonly (readonly [name: string, content: string])[] {
  files ??= names.map((name) => [name, readFileSync(fileURLToPath(new URL(name, folder)), 'utf8')] as const);
  return files;
}
