import { layers } from '../../layers.ts';
import { withGeneratedPart, type GeneratedDocs } from './generated-docs.ts';
import { cruiseSources, folderOf, sourceFiles } from './modules.ts';

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
  const folders = new Set(sourceFiles().map(folderOf));
  const rows = Object.entries(layers).flatMap(([folder, allowed]) => {
    const may = allowed.includes('*') ? 'everything' : allowed.join(', ') || 'nothing';
    return folders.has(folder) ? [`| \`${folder}/\` | ${may} |`] : [];
  });
  return ['| folder | may import, besides itself |', '|---|---|', ...rows].join('\n');
}
