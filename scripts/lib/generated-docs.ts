import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * Documents that scripts write: path below the repository to the whole text. Where only parts of it are written, the rest is read when
 * the text is asked for: somebody may be at it meanwhile.
 */
export type GeneratedDocs = ReadonlyMap<string, string | (() => string)>;

/**
 * The file's text with the part between `<!-- <name>: generated -->` and `<!-- /<name> -->` replaced.
 *
 * @returns the text; it throws when the file has no such part
 */
export function withGeneratedPart(file: string, name: string, part: string): () => string {
  return withGeneratedParts(file, { [name]: part });
}

/**
 * As `withGeneratedPart`, for several parts by their names.
 *
 * @returns the text; it throws when the file lacks one of them
 */
export function withGeneratedParts(file: string, parts: Readonly<Record<string, string>>): () => string {
  return () =>
    Object.entries(parts).reduce(
      (sofar, [name, part]) => replacePart(file, sofar, name, part),
      readFileSync(join(root, file), 'utf8'),
    );
}

function replacePart(file: string, text: string, name: string, part: string): string {
  const begin = `<!-- ${name}: generated -->`;
  const end = `<!-- /${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no part "${begin} ... ${end}".`);
  return `${text.slice(0, from + begin.length)}\n${part.trim()}\n${text.slice(to)}`;
}
