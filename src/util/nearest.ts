/**
 * The candidate that `name` was most likely meant to be: the one with the fewest edits (insertions, deletions,
 * substitutions), when they are at most a third of its length plus one. Of equals, the first. Undefined when none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const allowed = Math.min(fewest - 1, Math.floor(Math.max(name.length, candidate.length) / 3) + 1);
    if (Math.abs(candidate.length - name.length) > allowed || candidate.length > longest) continue;
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits <= allowed) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** Longer names are not compared: the work grows with the product of the lengths. */
const longest = 200;

/** The least number of insertions, deletions and substitutions of UTF-16 units that turns `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
