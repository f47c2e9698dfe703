/** A command line that cannot be taken apart without a shell. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
  /** Where in the text, in UTF-16 units. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Piece {
  readonly text: string;
  readonly end: number;
}

const controlEscapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * The words of the first simple command of a POSIX shell line: quotes, `$'...'` and continued lines are resolved. What
 * follows the command (`| jq`, `> file`) is left out. Source: POSIX.1-2024, Shell Command Language, section 2.2.
 * @throws {ShellSyntaxError} for an open quote, and for variables and substitutions, which only a shell can fill in
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length;) {
    const character = line.charAt(at);
    const continuation = /^\\\r?\n/.exec(line.slice(at, at + 3))?.[0];
    if (continuation !== undefined) {
      at += continuation.length;
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (isEnd(character)) {
      break;
    } else {
      const piece = readPiece(line, at);
      word = (word ?? '') + piece.text;
      at = piece.end;
    }
  }
  return word === undefined ? words : [...words, word];
}

function isEnd(character: string): boolean {
  return '\r\n|&;<>'.includes(character);
}

function readPiece(line: string, at: number): Piece {
  switch (line.charAt(at)) {
    case "'":
      return singleQuoted(line, at);
    case '"':
      return doubleQuoted(line, at);
    case '\\':
      return { text: line.charAt(at + 1), end: at + 2 };
    case '$':
      if (line.charAt(at + 1) === "'") return dollarQuoted(line, at);
      return dollar(line, at);
    case '`':
      throw substitution(at);
    default:
      return { text: line.charAt(at), end: at + 1 };
  }
}

function singleQuoted(line: string, start: number): Piece {
  const end = line.indexOf("'", start + 1);
  if (end === -1) throw unclosed(start);
  return { text: line.slice(start + 1, end), end: end + 1 };
}

function doubleQuoted(line: string, start: number): Piece {
  const parts: string[] = [];
  for (let at = start + 1; at < line.length;) {
    const character = line.charAt(at);
    if (character === '"') return { text: parts.join(''), end: at + 1 };
    if (character === '`') throw substitution(at);
    const piece =
      character === '\\' ? escapeInDoubleQuotes(line, at) : character === '$' ? dollar(line, at) : undefined;
    parts.push(piece?.text ?? character);
    at = piece?.end ?? at + 1;
  }
  throw unclosed(start);
}

function escapeInDoubleQuotes(line: string, at: number): Piece {
  const next = line.charAt(at + 1);
  if (next === '\n') return { text: '', end: at + 2 };
  return '"\\$`'.includes(next) && next !== '' ? { text: next, end: at + 2 } : { text: '\\', end: at + 1 };
}

/** A dollar sign stands for itself unless a name, a parenthesis or a brace follows. */
function dollar(line: string, at: number): Piece {
  if (/[A-Za-z_0-9({@*#?$!-]/.test(line.charAt(at + 1))) throw substitution(at);
  return { text: '$', end: at + 1 };
}

function dollarQuoted(line: string, start: number): Piece {
  const parts: string[] = [];
  for (let at = start + 2; at < line.length;) {
    const character = line.charAt(at);
    if (character === "'") return { text: parts.join(''), end: at + 1 };
    const piece = character === '\\' ? ansiEscape(line, at) : { text: character, end: at + 1 };
    parts.push(piece.text);
    at = piece.end;
  }
  throw unclosed(start);
}

const numbered = /^\\(?:x([\da-fA-F]{1,2})|[uU]([\da-fA-F]{1,8})|([0-7]{1,3}))/;

function ansiEscape(line: string, at: number): Piece {
  const match = numbered.exec(line.slice(at, at + (line.charAt(at + 1) === 'u' ? 6 : 10)));
  if (match !== null) return numberedEscape(match, at);
  const next = line.charAt(at + 1);
  const control = Object.hasOwn(controlEscapes, next) ? controlEscapes[next] : undefined;
  if (control !== undefined) return { text: control, end: at + 2 };
  return '\\\'"?'.includes(next) && next !== '' ? { text: next, end: at + 2 } : { text: '\\', end: at + 1 };
}

/** `\xHH` and `\nnn` name bytes, `\uHHHH` and `\UHHHHHHHH` characters. */
function numberedEscape([whole, hexByte, character, octalByte]: RegExpExecArray, at: number): Piece {
  const code =
    octalByte === undefined ? Number.parseInt(hexByte ?? character ?? '', 16) : Number.parseInt(octalByte, 8);
  if (code > (character === undefined ? 0x7f : 0x10ffff)) {
    throw new ShellSyntaxError(`${whole} is not a whole character; write the character itself`, at);
  }
  return { text: String.fromCodePoint(code), end: at + whole.length };
}

function unclosed(offset: number): ShellSyntaxError {
  return new ShellSyntaxError('a quote opens here and is never closed', offset);
}

function substitution(offset: number): ShellSyntaxError {
  return new ShellSyntaxError(
    'a variable or substitution stands here, which only a shell can fill in; write its value',
    offset,
  );
}
