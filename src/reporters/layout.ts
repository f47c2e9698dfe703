const wide =
  /\p{Extended_Pictographic}\uFE0F?|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;
const colours = /\u001B\[\d+m/g;
// Letters and signs up to here take one column and combine with nothing.
const plain = /^[\u0020-\u02FF]*$/;

const longest = 1500;

/** A text that people read to the end: of a longer one the beginning and the end, with the number of characters left out. */
export function shortText(text: string): string {
  if (text.length <= longest) return text;
  const [start, end] = [text.slice(0, longest - 500), text.slice(-300)];
  return `${start}… (${text.length - start.length - end.length} more characters) …${end}`;
}

/** How many terminal columns a text takes; colours take none. */
export function displayWidth(text: string): number {
  const bare = text.replace(colours, '');
  if (plain.test(bare)) return bare.length;
  let width = 0;
  for (const segment of graphemes(bare)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/**
 * Breaks a text into lines of at most `width` columns, between words where that is possible; a longer word is cut.
 */
export function wrap(text: string, width: number): string[] {
  const limit = Math.max(width, 1);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => cut(part, limit))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= limit) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Wraps a text and puts `first` in front of its first line, and as many blanks in front of the others. */
export function hang(first: string, text: string, width: number): string[] {
  const margin = displayWidth(first);
  return wrap(text, width - margin).map((line, index) => (index === 0 ? first : ' '.repeat(margin)) + line);
}

/** A column of a table: the heading can take several lines. */
export interface Column {
  readonly heading: readonly string[];
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

/** Lays columns side by side, two blanks apart: heading lines first, then one line for each row of cells. */
export function table(columns: readonly Column[]): { heading: string[]; rows: string[] } {
  const height = Math.max(...columns.map((column) => column.heading.length));
  const padded = columns.map((column) => {
    const heading = [...Array<string>(height - column.heading.length).fill(''), ...column.heading];
    const width = Math.max(...[...heading, ...column.cells].map(displayWidth));
    const fit = (cell: string): string => pad(cell, width, column.align);
    return { heading: heading.map(fit), cells: column.cells.map(fit) };
  });
  const rowCount = columns[0]?.cells.length ?? 0;
  return {
    heading: lines(
      padded.map((column) => column.heading),
      height,
    ),
    rows: lines(
      padded.map((column) => column.cells),
      rowCount,
    ),
  };
}

function lines(columns: readonly (readonly string[])[], count: number): string[] {
  return Array.from({ length: count }, (_, row) =>
    columns
      .map((column) => column[row] ?? '')
      .join('  ')
      .trimEnd(),
  );
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(width - displayWidth(text), 0));
  return align === 'left' ? text + blanks : blanks + text;
}

function cut(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const segment of graphemes(word)) {
    if (displayWidth(piece + segment) > width && piece !== '') {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character. The segmenter is made when it is needed: that takes milliseconds. */
function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
