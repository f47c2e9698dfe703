/** First and last code point of a run. */
export type Range = readonly [from: number, to: number];

/** Stretches of code points in which none of the first half of a surrogate pair comes before one of the second. */
const stretches: readonly Range[] = [
  [0, 0xd7ff],
  [0xd800, 0xdbff],
  [0xdc00, 0xdfff],
  [0xe000, 0xffff],
  [0x10000, 0x10ffff],
];

/** Sets that hold ASCII characters only, if they are plain: no complement, no escape but those of punctuation and digits. */
const plainSet = /^(?:\[(?!\^)(?:[ !-[_-~]|\\[^a-zA-Z]|\\[dwtnr])*\]|\\[dw]|\\[!-/:-@[-`{-~]|[ -~])$/;

const known = new Map<string, readonly Range[]>();
const texts = new Map<number, string>();

/**
 * The code points that a set of one character matches (`\s`, `[^a-z]`, `\p{Lu}`), as runs. They are asked of the
 * engine that runs the other patterns, so that both have the same Unicode version.
 */
export function rangesOf(source: string): readonly Range[] {
  const found = known.get(source) ?? findRanges(source);
  if (known.size > 500) known.clear();
  known.set(source, found);
  return found;
}

function findRanges(source: string): readonly Range[] {
  // Asking for all of Unicode takes 60 ms: the complement of a plain set follows from the set.
  if (source.startsWith('[^')) {
    const without = `[${source.slice(2)}`;
    if (plainSet.test(without)) return complementOf(rangesOf(without));
  }
  const runs = new RegExp(`(?:${source})+`, 'gu');
  const isPlain = source !== '.' && plainSet.test(source);
  return (isPlain ? ([[0, 0x7f]] as const) : stretches).flatMap(([from, to]) => runsWithin(runs, from, to));
}

function complementOf(ranges: readonly Range[]): Range[] {
  const starts = [0, ...ranges.map(([, to]) => to + 1)];
  const ends = [...ranges.map(([from]) => from - 1), 0x10ffff];
  return starts.map((start, index): Range => [start, ends[index] ?? 0x10ffff]).filter(([from, to]) => from <= to);
}

function runsWithin(runs: RegExp, from: number, to: number): Range[] {
  const units = from > 0xffff ? 2 : 1;
  return Array.from(textOf(from, to).matchAll(runs), (run): Range => {
    const start = from + run.index / units;
    return [start, start + run[0].length / units - 1];
  });
}

/** All code points of a stretch in their order. */
function textOf(from: number, to: number): string {
  const made = texts.get(to);
  if (made !== undefined) return made;
  let text = '';
  for (let start = from; start <= to; start += 1024) {
    text += String.fromCodePoint(
      ...Array.from({ length: Math.min(1024, to - start + 1) }, (_, index) => start + index),
    );
  }
  texts.set(to, text);
  return text;
}
