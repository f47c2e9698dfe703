import { basename } from 'node:path';
import type { Page } from './pages.ts';

interface Piece {
  /** Line of the page that the first line stands on; undefined for what the reader is not shown. */
  readonly line: number | undefined;
  readonly text: string;
}

/** A module of the documents: one block of a page, or several that are one file. */
export interface DocumentedModule {
  /** Page below the repository. */
  readonly page: string;
  /** Path in a folder of the page's own, so that `./webhooks.js` is what another block of the page is called. */
  readonly path: string;
  readonly text: string;
  /** Line of the page for a line of `text`, both from 1; undefined for what the reader is not shown. */
  readonly lineOf: (line: number) => number | undefined;
}

/** A folder that a page's modules stand in. */
export const folderOf = (page: string): string => page.replace(/\.md$/, '').replaceAll('/', '-');

/** The modules of a page: blocks of TypeScript and JavaScript, named by a comment in their first line, else by where they stand. */
export function modulesOf({ file, blocks }: Page): DocumentedModule[] {
  const files = new Map<string, Piece[]>();
  let last = '';
  for (const { language, code, line, given, continues } of blocks) {
    if (language !== 'ts' && language !== 'js') continue;
    const named = /^\/\/ (\S+\.[jt]s)\n/.exec(code)?.[1]?.replace(/js$/, 'ts');
    if (!continues) last = named ?? `${basename(file, '.md')}-${line}.ts`;
    const pieces = files.get(last) ?? [];
    if (given !== '') pieces.push({ line: undefined, text: given });
    files.set(last, [...pieces, { line: line + 1, text: code }]);
  }
  return [...files].map(([path, pieces]) => ({
    page: file,
    path,
    text: `${pieces.map(({ text }) => text).join('\n')}\nexport {};\n`,
    lineOf: (wanted) => lineIn(pieces, wanted),
  }));
}

function lineIn(pieces: readonly Piece[], wanted: number): number | undefined {
  let rest = wanted;
  for (const { line, text } of pieces) {
    const length = text.split('\n').length;
    if (rest <= length) return line === undefined ? undefined : line + rest - 1;
    rest -= length;
  }
  return undefined;
}
