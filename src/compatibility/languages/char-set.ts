/** A set of code points: ranges, both ends included, ascending, with gaps between them. */
export type CharSet = readonly (readonly [from: number, to: number])[];

const last = 0x10ffff;

/** Every code point that can stand in a text: all but the surrogates, which JSON texts in UTF-8 cannot hold alone. */
export const anyChar: CharSet = [
  [0, 0xd7ff],
  [0xe000, last],
];

/** `\d`, `\w` and `\s`. Source: ECMA-262, CharacterClassEscape. */
export const digits: CharSet = [[0x30, 0x39]];
export const wordChars: CharSet = union([digits, [[0x41, 0x5a]], [[0x5f, 0x5f]], [[0x61, 0x7a]]]);
export const spaces: CharSet = union(
  [
    [0x09, 0x0d],
    [0x20, 0x20],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
    [0xfeff, 0xfeff],
  ].map((range) => [range as [number, number]]),
);

/** Line ends, which `.` does not match. Source: ECMA-262, LineTerminator. */
export const lineEnds: CharSet = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

/** The set of the one code point. */
export function single(char: number): CharSet {
  return [[char, char]];
}

/** Code points in any of the sets. */
export function union(sets: readonly CharSet[]): CharSet {
  const ranges = sets.flat().toSorted((left, right) => left[0] - right[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of ranges) {
    const previous = merged.at(-1);
    if (previous !== undefined && from <= previous[1] + 1) previous[1] = Math.max(previous[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Code points that are not in the set. */
export function complement(set: CharSet): CharSet {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) gaps.push([next, last]);
  return gaps;
}

/** Whether the set has the code point. */
export function hasChar(set: CharSet, char: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = set[middle] as readonly [number, number];
    if (char < from) high = middle - 1;
    else if (char > to) low = middle + 1;
    else return true;
  }
  return false;
}

const properties = new Map<string, CharSet>();

/**
 * The set of `\p{...}`, as the engine's own regular expressions have it.
 * @param escape the whole escape, `\p{Letter}`
 * @throws {SyntaxError} when there is no such property
 */
export function propertyChars(escape: string): CharSet {
  const known = properties.get(escape);
  if (known !== undefined) return known;
  const pattern = new RegExp(`^${escape}$`, 'u');
  const ranges: [number, number][] = [];
  for (let char = 0; char <= last; char += 1) {
    if (char === 0xd800) char = 0xe000;
    if (!pattern.test(String.fromCodePoint(char))) continue;
    const previous = ranges.at(-1);
    if (previous !== undefined && previous[1] === char - 1) previous[1] = char;
    else ranges.push([char, char]);
  }
  properties.set(escape, ranges);
  return ranges;
}
