import { nextToken } from './json-tokens.ts';
import type { Token } from './json-tokens.ts';

/** A place in a text: both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Why a text is not JSON. */
interface JsonProblem {
  /** A sentence without the place. */
  readonly message: string;
  /** Offset of the culprit in UTF-16 units. */
  readonly offset: number;
  /** Whether the text may be the beginning of a JSON text whose rest is lost. */
  readonly cutOff?: boolean;
}

export type ParsedJson = { readonly value: unknown } | { readonly problem: JsonProblem };

/**
 * Parses JSON (RFC 8259) and, when it is not JSON, says where and why in a way that a person can act on.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: explain(text) ?? { message: error instanceof Error ? error.message : String(error), offset: 0 } };
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

type Expected = 'value' | 'item or ]' | 'key' | 'key or }' | ':' | ', or end' | 'end';

/**
 * Walks the grammar without recursion, so that deep nesting cannot overflow the stack, and stops at the first token
 * that JSON does not allow there.
 */
function explain(text: string): JsonProblem | undefined {
  const open: Token[] = [];
  let expected: Expected = 'value';
  let previous: Token | undefined;
  for (let at = 0; ;) {
    const token = nextToken(text, at);
    const problem = foreignToken(text, token) ?? unexpected(text, token, expected, previous, open);
    if (problem !== undefined) return { ...problem, cutOff: expected !== 'end' && isCutOff(text, token) };
    if (token.kind === 'end') return undefined;
    expected = step(token, expected, open);
    previous = token;
    at = token.end;
  }
}

function isCutOff(text: string, { kind, end }: Token): boolean {
  return kind === 'end' || (end === text.length && (kind === 'unclosed-string' || kind === 'word'));
}

/** What is expected after a token that stands where it may. */
function step(token: Token, expected: Expected, open: Token[]): Expected {
  if (token.kind === '{' || token.kind === '[') {
    open.push(token);
    return token.kind === '{' ? 'key or }' : 'item or ]';
  }
  if (token.kind === ':') return 'value';
  if (token.kind === ',') return open.at(-1)?.kind === '{' ? 'key' : 'value';
  if (token.kind === 'string' && (expected === 'key' || expected === 'key or }')) return ':';
  if (token.kind === '}' || token.kind === ']') open.pop();
  return open.length === 0 ? 'end' : ', or end';
}

/** Problems of tokens that JSON has nowhere. */
function foreignToken(text: string, token: Token): JsonProblem | undefined {
  const offset = token.start;
  switch (token.kind) {
    case 'comment':
      return { message: 'there is a comment; JSON has none', offset };
    case 'single-quoted':
      return { message: 'the text stands in single quotes; JSON wants double quotes', offset };
    case 'unclosed-string':
      return { message: 'a string opens here and is never closed', offset };
    case 'string':
      return badString(text, token);
    case 'other':
      return { message: otherCharacter(text.slice(offset, token.end)), offset };
    default:
      return undefined;
  }
}

function otherCharacter(character: string): string {
  if (/[\u201c\u201d\u201e\u2018\u2019]/u.test(character)) {
    return `${character} is a typographic quotation mark; JSON wants the plain "`;
  }
  if (character === '\u2026') return 'an ellipsis stands here: the example was shortened and is not whole';
  if (character === '\ufeff') return 'a byte order mark stands in front of the JSON; remove it';
  return `${visible(character)} does not belong here`;
}

function badString(text: string, token: Token): JsonProblem | undefined {
  const escape = /\\(?!["\\/bfnrt]|u[\da-fA-F]{4})|\\./gsu;
  const inner = text.slice(token.start + 1, token.end - 1);
  const control = inner.search(/[\u0000-\u001f]/u);
  if (control !== -1) {
    const name =
      inner.charAt(control) === '\n' || inner.charAt(control) === '\r' ? 'a line break' : 'a control character';
    return {
      message: `a string holds ${name}, which must be written as an escape, or its closing quote is missing`,
      offset: token.start,
    };
  }
  for (const match of inner.matchAll(escape)) {
    if (match[0] === '\\')
      return {
        message: 'a string holds a backslash that begins no JSON escape',
        offset: token.start + 1 + match.index,
      };
  }
  return undefined;
}

function unexpected(
  text: string,
  token: Token,
  expected: Expected,
  previous: Token | undefined,
  open: readonly Token[],
): JsonProblem | undefined {
  if (allowed(token, expected, open)) return undefined;
  const offset = token.start;
  const shown = visible(text.slice(offset, token.end));
  if (token.kind === 'end') return { message: endsEarly(text, open), offset };
  if (token.kind === 'word' && /^\.{3}$/u.test(shown)) {
    return { message: '"..." stands here: the example was shortened and is not whole', offset };
  }
  if ((token.kind === '}' || token.kind === ']') && previous?.kind === ',') {
    return { message: `there is a comma in front of ${token.kind} with nothing after it`, offset: previous.start };
  }
  switch (expected) {
    case 'key':
    case 'key or }':
      return { message: unquotedKey(token, shown), offset };
    case ':':
      return { message: `a colon is missing between a property's name and ${shown}`, offset };
    case ', or end':
      return { message: missingComma(token, shown, open), offset };
    case 'end':
      return { message: `the JSON is complete, and ${shown} follows`, offset };
    default:
      return { message: notAValue(token, shown), offset };
  }
}

function allowed(token: Token, expected: Expected, open: readonly Token[]): boolean {
  switch (expected) {
    case 'end':
      return token.kind === 'end';
    case ':':
      return token.kind === ':';
    case 'key':
      return token.kind === 'string';
    case 'key or }':
      return token.kind === 'string' || token.kind === '}';
    case ', or end':
      return token.kind === ',' || token.kind === (open.at(-1)?.kind === '{' ? '}' : ']');
    case 'item or ]':
      return token.kind === ']' || startsValue(token);
    default:
      return startsValue(token);
  }
}

function startsValue({ kind }: Token): boolean {
  return kind === '{' || kind === '[' || kind === 'string' || kind === 'number' || kind === 'literal';
}

function endsEarly(text: string, open: readonly Token[]): string {
  const innermost = open.at(-1);
  if (innermost === undefined) return 'there is no JSON value';
  const { line, column } = positionAt(text, innermost.start);
  const what = innermost.kind === '{' ? 'object' : 'list';
  return `the text ends inside the ${what} that opens at line ${line}, column ${column}: it was cut off, or ${innermost.kind === '{' ? '}' : ']'} is missing`;
}

function unquotedKey(token: Token, shown: string): string {
  if (token.kind === 'word' || token.kind === 'literal' || token.kind === 'number') {
    return `the property name ${shown} is not in double quotes`;
  }
  return `a property name in double quotes must stand here, not ${shown}`;
}

function missingComma(token: Token, shown: string, open: readonly Token[]): string {
  const close = open.at(-1)?.kind === '{' ? '}' : ']';
  if (token.kind === '}' || token.kind === ']')
    return `${shown} closes what ${open.at(-1)?.kind ?? ''} opened; ${close} must stand here`;
  return `a comma or ${close} is missing in front of ${shown}`;
}

function notAValue(token: Token, shown: string): string {
  if (token.kind === 'word' && /^[-+.\d]/u.test(shown)) return `${shown} is not a JSON number`;
  if (token.kind === 'word') return `${shown} is not a JSON value: text needs double quotes`;
  return `a value must stand here, not ${shown}`;
}

function visible(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return short.replaceAll(/[\p{C}\p{Z}]/gu, (character) =>
    character === ' ' ? ' ' : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
