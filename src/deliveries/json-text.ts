import { step, tokenProblem } from './json-grammar.ts';
import type { Expected, JsonProblem, Opened, Position } from './json-grammar.ts';
import { nextToken } from './json-tokens.ts';
import type { Token } from './json-tokens.ts';

export type { Position } from './json-grammar.ts';

export type ParsedJson = { readonly value: unknown } | { readonly problem: JsonProblem };

/**
 * Parses JSON (RFC 8259) and, when it is not JSON, says where and why in a way that a person can act on.
 *
 * @param start where the text stands in what people look at, for places within messages; offsets are those in the text
 */
export function parseJson(text: string, start: Position = { line: 1, column: 1 }): ParsedJson {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return {
      problem: explain(text, start) ?? { message: error instanceof Error ? error.message : String(error), offset: 0 },
    };
  }
}

/** The line and column of an offset. Lines end with LF; a CR in front of it belongs to the line. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

/** A position in a text that itself stands at `start`. */
export function shifted({ line, column }: Position, start: Position): Position {
  return line === 1 ? { line: start.line, column: start.column + column - 1 } : { line: start.line + line - 1, column };
}

/**
 * Like `positionAt` for many offsets of one text: finds all line ends once, then takes logarithmic time.
 */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/**
 * Walks the grammar without recursion, so that deep nesting cannot overflow the stack, and stops at the first token
 * that JSON does not allow there.
 */
function explain(text: string, start: Position): JsonProblem | undefined {
  const open: Opened[] = [];
  let expected: Expected = 'value';
  let previous: Token | undefined;
  for (let at = 0; ;) {
    const token = nextToken(text, at);
    const problem = tokenProblem(text, token, expected, previous, open);
    if (problem !== undefined) return { ...problem, cutOff: expected !== 'end' && isCutOff(text, token) };
    if (token.kind === 'end') return undefined;
    expected = step(token, expected, open, () => shifted(positionAt(text, token.start), start));
    previous = token;
    at = token.end;
  }
}

function isCutOff(text: string, { kind, end }: Token): boolean {
  return kind === 'end' || (end === text.length && (kind === 'unclosed-string' || kind === 'word'));
}
