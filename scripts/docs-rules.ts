/**
 * Writes `docs/rules/` from the rule catalog and removes pages of rules that are gone. With `--check` it writes nothing
 * and fails on any difference.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { ruleDocs } from './lib/rule-docs.ts';

const root = join(import.meta.dirname, '..');
const docs = ruleDocs();

function existingPages(): string[] {
  const folder = join(root, 'docs/rules');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function isCurrent(file: string, text: string): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

const stale = existingPages().filter((file) => !docs.has(file));
const outdated = [...docs].filter(([file, text]) => !isCurrent(file, text));

if (process.argv.includes('--check')) {
  for (const [file] of outdated) console.error(`${file} is not what the rules say: run node scripts/docs-rules.ts.`);
  for (const file of stale) console.error(`${file} has no rule: run node scripts/docs-rules.ts.`);
  if (outdated.length + stale.length > 0) process.exitCode = 1;
} else {
  for (const file of stale) rmSync(join(root, file));
  for (const [file, text] of outdated) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}
