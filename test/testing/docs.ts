import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../../docs/testing.md');

/** The blocks of code in `docs/testing.md` that are files, by the name in their first line. */
export function codeBlocks(): ReadonlyMap<string, string> {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/^```[jt]s\n(.*?)^```$/gms)].map(([, code = '']) => code);
  const named = blocks.map((code) => [/^\/\/ (\S+\.[jt]s)\n/.exec(code)?.[1], code] as const);
  return new Map(named.filter((block): block is readonly [string, string] => block[0] !== undefined));
}
