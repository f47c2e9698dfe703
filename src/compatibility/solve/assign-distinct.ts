/**
 * Picks one of its choices for each place, no two with the same key; undefined when that cannot be done.
 * Source: maximum bipartite matching by augmenting paths.
 */
export function assignDistinct<Value>(
  choices: readonly (readonly Value[])[],
  keyOf: (value: Value) => string,
): Value[] | undefined {
  const placeOf = new Map<string, number>();
  const picked: Value[] = [];
  const place = (index: number, visited: Set<string>): boolean => {
    for (const value of choices[index] ?? []) {
      const key = keyOf(value);
      if (visited.has(key)) continue;
      visited.add(key);
      const holder = placeOf.get(key);
      if (holder !== undefined && !place(holder, visited)) continue;
      placeOf.set(key, index);
      picked[index] = value;
      return true;
    }
    return false;
  };
  for (let index = 0; index < choices.length; index += 1) {
    if (!place(index, new Set())) return undefined;
  }
  return picked;
}
