/** A token of JSON or of text that was meant to be JSON: the last five kinds are none that JSON has. */
type TokenKind =
  | '{'
  | '}'
  | '['
  | ']'
  | ':'
  | ','
  | 'string'
  | 'number'
  | 'literal'
  | 'end'
  | 'unclosed-string'
  | 'single-quoted'
  | 'word'
  | 'comment'
  | 'other';

export interface Token {
  readonly kind: TokenKind;
  /** Offsets in UTF-16 units, the end exclusive. */
  readonly start: number;
  readonly end: number;
}

const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const word = /[\p{L}\p{N}_$.+-]+/uy;
const lineComment = /\/\/[^\n]*/y;
const literals = new Set(['true', 'false', 'null']);

/**
 * The token at or after `from`. Never fails: text that JSON does not have comes back as one of the kinds that say so.
 */
export function nextToken(text: string, from: number): Token {
  const start = matchEnd(blank, text, from) ?? from;
  if (start >= text.length) return { kind: 'end', start, end: start };
  const character = text.charAt(start);
  switch (character) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case ',':
      return { kind: character, start, end: start + 1 };
    case '"':
      return quoted(text, start);
    case "'":
      return singleQuoted(text, start);
    case '/':
      return comment(text, start);
    default:
      return scalar(text, start);
  }
}

function matchEnd(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function quoted(text: string, start: number): Token {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end === -1) return { kind: 'unclosed-string', start, end: text.length };
  return { kind: 'string', start, end: end + 1 };
}

/** Whether a backslash that is none itself stands before an offset. */
export function isEscaped(text: string, offset: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(offset - 1 - backslashes) === 0x5c) backslashes += 1;
  return backslashes % 2 === 1;
}

function singleQuoted(text: string, start: number): Token {
  const close = text.indexOf("'", start + 1);
  return { kind: 'single-quoted', start, end: close === -1 ? text.length : close + 1 };
}

function comment(text: string, start: number): Token {
  const line = matchEnd(lineComment, text, start);
  if (line !== undefined) return { kind: 'comment', start, end: line };
  if (!text.startsWith('/*', start)) return { kind: 'other', start, end: start + 1 };
  const close = text.indexOf('*/', start + 2);
  return { kind: 'comment', start, end: close === -1 ? text.length : close + 2 };
}

function scalar(text: string, start: number): Token {
  const numberEnd = matchEnd(number, text, start);
  if (numberEnd !== undefined) return { kind: 'number', start, end: numberEnd };
  const wordEnd = matchEnd(word, text, start);
  if (wordEnd === undefined) {
    return { kind: 'other', start, end: start + String.fromCodePoint(text.codePointAt(start) ?? 0).length };
  }
  const kind = literals.has(text.slice(start, wordEnd)) ? 'literal' : 'word';
  return { kind, start, end: wordEnd };
}
