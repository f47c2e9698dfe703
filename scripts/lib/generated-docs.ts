import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Documents that scripts write: path below the repository to the whole text. */
export type GeneratedDocs = ReadonlyMap<string, string>;

/**
 * The file's text with the part between `<!-- <name>: generated -->` and `<!-- /<name> -->` replaced.
 *
 * @throws Error when the file has no such part
 */
export function withGeneratedPart(file: string, name: string, part: string): string {
  return withGeneratedParts(file, { [name]: part });
}

/**
 * As `withGeneratedPart`, for several parts by their names.
 *
 * @throws Error when the file lacks one of them
 */
export function withGeneratedParts(file: string, parts: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(root, file), 'utf8');
  return Object.entries(parts).reduce((sofar, [name, part]) => replacePart(file, sofar, name, part), text);
}

function replacePart(file: string, text: string, name: string, part: string): string {
  const begin = `<!-- ${name}: generated -->`;
  const end = `<!-- /${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no part "${begin} ... ${end}".`);
  return `${text.slice(0, from + begin.length)}\n${part.trim()}\n${text.slice(to)}`;
}
