import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layers } from '../../layers.ts';
import { withGeneratedPart, type GeneratedDocs } from './generated-docs.ts';
import { cruiseSources, folderOf, sourceFiles } from './modules.ts';

const root = join(import.meta.dirname, '../..');

/** `docs/architecture.md` with the picture and the table of folders as the code is now. */
export async function architectureDocs(): Promise<GeneratedDocs> {
  const file = 'docs/architecture.md';
  return new Map([[file, withGeneratedPart(file, 'folders', [await picture(), folderTable()].join('\n\n'))]]);
}

/** A Mermaid picture of the folders of `src/` with an arrow for every import that there is between two of them. */
async function picture(): Promise<string> {
  const arrows = new Set<string>();
  for (const module of (await cruiseSources()).modules) {
    const from = folderOf(module.source);
    for (const { resolved } of module.dependencies) {
      const to = folderOf(resolved);
      // Everyone may use util: its arrows would hide the others.
      if (from !== undefined && to !== undefined && from !== to && to !== 'util') arrows.add(`  ${from} --> ${to}`);
    }
  }
  return ['```mermaid', 'flowchart TD', ...[...arrows].toSorted(), '```'].join('\n');
}

function folderTable(): string {
  const files = sourceFiles();
  const rows = Object.entries(layers).flatMap(([folder, allowed]) => {
    const own = files.filter((file) => folderOf(file) === folder);
    if (own.length === 0) return [];
    const lines = own.reduce((sum, file) => sum + readFileSync(join(root, file), 'utf8').split('\n').length - 1, 0);
    const may = allowed.includes('*') ? 'everything' : allowed.join(', ') || 'nothing';
    return [`| \`${folder}/\` | ${own.length} | ${lines} | ${may} |`];
  });
  return ['| folder | files | lines | may import, besides itself |', '|---|---|---|---|', ...rows].join('\n');
}
