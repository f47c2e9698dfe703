import type { Token } from './json-tokens.ts';

/** A place in a text: both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Why a text is not JSON. */
export interface JsonProblem {
  /** A sentence without the place. */
  readonly message: string;
  /** Offset of the culprit in UTF-16 units. */
  readonly offset: number;
  /** Whether the text may be the beginning of a JSON text whose rest is lost. */
  readonly cutOff?: boolean;
}

/** An object or a list that has begun and not ended. */
export interface Opened {
  readonly kind: '{' | '[';
  /** Where it opens. */
  position(): Position;
}

/** What may stand next in a JSON text. */
export type Expected = 'value' | 'item or ]' | 'key' | 'key or }' | ':' | ', or end' | 'end';

/** What is wrong with a token that stands where something is expected; undefined when it may stand there. */
export function tokenProblem(
  text: string,
  token: Token,
  expected: Expected,
  previous: Token | undefined,
  open: readonly Opened[],
): JsonProblem | undefined {
  return foreignToken(text, token) ?? unexpected(text, token, expected, previous, open);
}

/** What is expected after a token that stands where it may. */
export function step(token: Token, expected: Expected, open: Opened[], position: () => Position): Expected {
  if (token.kind === '{' || token.kind === '[') {
    open.push({ kind: token.kind, position });
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
  open: readonly Opened[],
): JsonProblem | undefined {
  if (allowed(token, expected, open)) return undefined;
  const offset = token.start;
  const shown = visible(text.slice(offset, token.end));
  if (token.kind === 'end') return { message: endsEarly(open), offset };
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

function allowed(token: Token, expected: Expected, open: readonly Opened[]): boolean {
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

export function startsValue({ kind }: Token): boolean {
  return kind === '{' || kind === '[' || kind === 'string' || kind === 'number' || kind === 'literal';
}

function endsEarly(open: readonly Opened[]): string {
  const innermost = open.at(-1);
  if (innermost === undefined) return 'there is no JSON value';
  const { line, column } = innermost.position();
  const what = innermost.kind === '{' ? 'object' : 'list';
  return `the text ends inside the ${what} that opens at line ${line}, column ${column}: it was cut off, or ${innermost.kind === '{' ? '}' : ']'} is missing`;
}

function unquotedKey(token: Token, shown: string): string {
  if (token.kind === 'word' || token.kind === 'literal' || token.kind === 'number') {
    return `the property name ${shown} is not in double quotes`;
  }
  return `a property name in double quotes must stand here, not ${shown}`;
}

function missingComma(token: Token, shown: string, open: readonly Opened[]): string {
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
