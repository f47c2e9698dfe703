/** Lines of a file that are new or different, counted from 1; both ends belong to it. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What changed, by path relative to the working folder: ranges of lines, or `whole` for files that are new. */
export type ChangedFiles = ReadonlyMap<string, readonly LineRange[] | 'whole'>;

/**
 * Reads a patch without context lines and prefixes: `git diff --unified=0 --no-prefix`. Files that are gone are left out.
 * Source: git-diff, "Generating patch text with -p".
 */
export function readDiff(patch: string): ChangedFiles {
  const changed = new Map<string, LineRange[] | 'whole'>();
  const lines = patch.split('\n');
  let isNew = false;
  let ranges: LineRange[] | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.startsWith('diff --git ')) {
      isNew = false;
      ranges = undefined;
    } else if (line.startsWith('--- ')) {
      isNew = line === '--- /dev/null';
    } else if (line.startsWith('+++ ')) {
      const path = unquote(line.slice(4).replace(/\t$/, ''));
      if (path === '/dev/null') continue;
      ranges = [];
      changed.set(path, isNew ? 'whole' : ranges);
    } else {
      const hunk = readHunk(line);
      if (hunk === undefined) continue;
      // A hunk that only removes stands between two lines: both are beside the change.
      if (hunk.added === 0) ranges?.push({ first: Math.max(1, hunk.start), last: hunk.start + 1 });
      else ranges?.push({ first: hunk.start, last: hunk.start + hunk.added - 1 });
      index += hunk.removed + hunk.added;
    }
  }
  return changed;
}

/** The text of a hunk is skipped by its length, because it may look like anything. */
function readHunk(line: string): { start: number; added: number; removed: number } | undefined {
  const [, removed = '1', start, added = '1'] = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
  if (start === undefined) return undefined;
  return { start: Number(start), added: Number(added), removed: Number(removed) };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };

/** A path that git has put in quotes: C escapes, and octal ones for bytes. */
function unquote(path: string): string {
  if (!path.startsWith('"')) return path;
  const bytes: number[] = [];
  for (const [, octal, letter, plain] of path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...Buffer.from(letter === undefined ? (plain ?? '') : (escapes[letter] ?? letter)));
  }
  return Buffer.from(bytes).toString('utf8');
}
