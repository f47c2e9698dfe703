import type { Row } from './candidates.ts';

/** Why no selector was found, as far as it can be seen, and what that means. */
export function reasonWithout(rows: readonly Row[]): string {
  if (rows.length > 0 && rows.every(({ isList }) => isList))
    return 'The payloads are lists, and a contract cannot say which event an item is: they are taken for one, and the forms of items are told apart in its schema.';
  const keys = namingKeys(rows);
  if (keys.length > 0)
    return `Each delivery has one of the properties ${keys.join(', ')}, and nothing else says what it is. No selector can state that: they are taken for one event of several forms.`;
  const paths = telling(rows);
  if (paths.length > 0)
    return `Nothing in the deliveries reads like the name of an event, but they came at different paths: ${paths.join(', ')}. A contract cannot tell events by paths: infer each path by itself, with --vendor or --contract-version of its own.`;
  return 'Nothing in the deliveries reads like the name of an event: they are taken for one.';
}

const mostShown = 8;

/** Properties at the root of which each delivery has exactly one. */
function namingKeys(rows: readonly Row[]): string[] {
  const sets = rows.map(
    ({ features }) => new Set([...features].flatMap((feature) => /^\/([^/]*) [a-z]+$/.exec(feature)?.[1] ?? [])),
  );
  const counts = new Map<string, number>();
  for (const set of sets) for (const key of set) counts.set(key, (counts.get(key) ?? 0) + 1);
  const optional = [...counts].filter(([, times]) => times < rows.length).toSorted(([, one], [, other]) => other - one);
  const chosen: string[] = [];
  for (const [key] of optional) {
    if (!sets.some((set) => set.has(key) && chosen.some((other) => set.has(other)))) chosen.push(key);
  }
  const isWhole = sets.every((set) => chosen.some((key) => set.has(key)));
  return isWhole && chosen.length > 1 && chosen.length <= 40 ? shown(chosen) : [];
}

/** Paths of URLs, when they are several and each came more than once. */
function telling(rows: readonly Row[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of rows) if (path !== undefined) counts.set(path, (counts.get(path) ?? 0) + 1);
  const isFew = counts.size > 1 && counts.size <= 30 && [...counts.values()].every((times) => times > 1);
  return isFew ? shown([...counts.keys()]) : [];
}

function shown(texts: readonly string[]): string[] {
  return texts.length > mostShown ? [...texts.slice(0, mostShown), `and ${texts.length - mostShown} more`] : [...texts];
}
