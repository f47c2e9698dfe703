/** See `searchIndex`. */
export type SearchEntry = readonly [
  kind: 'v' | 'e' | 'f' | 'k',
  text: string,
  where: string,
  url: string,
  words?: string,
];

const most = 12;

/** The best entries for a text: all its words must occur; vendors and events first, beginnings before what is inside. */
export function find(entries: readonly SearchEntry[], text: string, limit = most): SearchEntry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const ranked = entries.flatMap((entry): { entry: SearchEntry; score: number }[] => {
    const [kind, what, where, , more = ''] = entry;
    const name = what.toLowerCase();
    const rest = `${name} ${where} ${more}`.toLowerCase();
    if (!words.every((word) => rest.includes(word))) return [];
    const score = words.reduce((sum, word) => sum + scoreOf(name, word), 0);
    return [{ entry, score: score + { v: 4, e: 3, f: 1, k: 0 }[kind] - name.length / 100 }];
  });
  return ranked
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

function scoreOf(name: string, word: string): number {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (name === word || last === word) return 20;
  if (name.startsWith(word) || last.startsWith(word)) return 12;
  return name.includes(word) ? 6 : 0;
}
