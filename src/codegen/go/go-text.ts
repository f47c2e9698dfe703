/** Columns of generated comments. */
const width = 110;

/** Characters that end a line, cannot be seen, or turn the direction of what is read. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A string literal. A half of a surrogate pair, which Go has no way to write, becomes U+FFFD. */
export function goString(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(unprintable, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    });
  return `"${escaped}"`;
}

/** A comment as lines of code, wrapped; none when there is nothing to say. */
export function comment(text: string | undefined, indent: string): string[] {
  const clean = (text ?? '')
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unprintable, (sign) => (sign === '\n' ? sign : ' '))
    .trim();
  if (clean === '') return [];
  const lines = clean.split('\n').flatMap((line) => wrap(line.trim(), width - indent.length - 3));
  return lines.map((line) => `${indent}// ${line}`.trimEnd());
}

function wrap(line: string, most: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > most) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** Rows of code in columns, as gofmt lays them out: every row has the same number of cells. */
export function inColumns(rows: readonly (readonly string[])[], indent: string): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows.map(
    (row) =>
      indent +
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - [...cell].length),
        )
        .join(' '),
  );
}
