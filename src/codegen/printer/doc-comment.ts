/** Columns of generated code, comments included. */
export const lineWidth = 100;

/**
 * A doc comment with a blank line between paragraphs, wrapped, as lines of code; none when there is nothing to say. The
 * paragraphs are escaped already (`commentText`).
 *
 * @param indent spaces in front of each line
 */
export function docComment(paragraphs: readonly string[], indent: string): string[] {
  if (paragraphs.length === 0) return [];
  const width = lineWidth - indent.length - ' * '.length;
  const lines = paragraphs.flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...wrap(paragraph, width)]);
  const [only = ''] = lines;
  if (lines.length === 1 && only.length + '/**  */'.length + indent.length <= lineWidth)
    return [`${indent}/** ${only} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

/** Lines of a paragraph; what is laid out by hand (code, tables, indented lines) stays as it is. */
function wrap(paragraph: string, width: number): string[] {
  let isCode = false;
  return paragraph.split('\n').flatMap((line) => {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) isCode = !isCode;
    return isFence || isCode || /^[ \t|]/.test(line) ? [line] : wrapLine(line, width);
  });
}

function wrapLine(line: string, width: number): string[] {
  const hanging = /^(?:[-*+]|\d+\.) /.exec(line)?.[0].replaceAll(/./g, ' ') ?? '';
  const lines: string[] = [];
  let current = '';
  // An inline tag stays in one piece.
  for (const word of line.match(/(?:\{@\w+ [^}]*\}|\S)+/g) ?? ['']) {
    if (current.trim() !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      // A word that begins a line would be read as a tag.
      current = hanging + (word.startsWith('@') ? `\\${word}` : word);
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
