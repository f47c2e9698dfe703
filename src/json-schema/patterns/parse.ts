import { PatternRefused } from './refused.ts';

/** A regular expression as far as it matters whether, not how, it matches: groups capture nothing. */
export type Node =
  /** One character out of a set, as ECMA-262 writes it: `a`, `\d`, `[^a-z]`. */
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'assertion'; readonly source: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly body: Node; readonly min: number; readonly max: number };

/**
 * Parses a regular expression that `new RegExp(source, 'u')` accepts; what that refuses is not looked for again.
 * Source: ECMA-262, "Patterns".
 * @throws {PatternRefused} for what no linear-time engine can run: look-around, back-references, changes of flags
 */
export function parsePattern(source: string): Node {
  return parseChoice({ source, index: 0 });
}

interface Reader {
  readonly source: string;
  index: number;
}

function parseChoice(reader: Reader): Node {
  const options: Node[] = [parseSequence(reader)];
  while (reader.source[reader.index] === '|') {
    reader.index++;
    options.push(parseSequence(reader));
  }
  return options.length === 1 ? (options[0] as Node) : { kind: 'choice', options };
}

function parseSequence(reader: Reader): Node {
  const parts: Node[] = [];
  while (reader.index < reader.source.length && !'|)'.includes(reader.source[reader.index] as string)) {
    parts.push(parseQuantifier(reader, parseAtom(reader)));
  }
  return parts.length === 1 ? (parts[0] as Node) : { kind: 'sequence', parts };
}

function parseAtom(reader: Reader): Node {
  const character = reader.source[reader.index];
  if (character === '(') return parseGroup(reader);
  if (character === '^' || character === '$') {
    reader.index++;
    return { kind: 'assertion', source: character };
  }
  if (character === '\\' && /[bB]/.test(reader.source[reader.index + 1] ?? '')) {
    return { kind: 'assertion', source: take(reader, /\\[bB]/y) as '\\b' | '\\B' };
  }
  if (character === '[') return { kind: 'set', source: take(reader, /\[(?:\\[^]|[^\]\\])*\]/y) };
  if (character === '\\') return { kind: 'set', source: takeEscape(reader) };
  return { kind: 'set', source: take(reader, /[^]/uy) };
}

function parseGroup(reader: Reader): Node {
  const opening = take(reader, /\((?:\?(?:<?[=!]|<[^>=!][^>]*>|[a-z-]*:))?/y);
  if (/[=!]$/.test(opening)) throw new PatternRefused('It looks ahead or behind, which needs a backtracking engine.');
  if (/^\(\?[a-z-]+:/.test(opening))
    throw new PatternRefused('It changes flags within the pattern, which is not supported.');
  const body = parseChoice(reader);
  reader.index++;
  return body;
}

function takeEscape(reader: Reader): string {
  if (/\\(?:[1-9]|k)/y.test(reader.source.slice(reader.index, reader.index + 2))) {
    throw new PatternRefused('It refers back to what a group matched, which needs a backtracking engine.');
  }
  return take(
    reader,
    /\\(?:u\{[^}]*\}|u[dD][89abAB][^]{2}\\u[dD][c-fC-F][^]{2}|u[^]{4}|x[^]{2}|c[^]|[pP]\{[^}]*\}|[^])/y,
  );
}

function parseQuantifier(reader: Reader, body: Node): Node {
  const text = reader.source[reader.index] ?? '';
  if (!'*+?{'.includes(text) || text === '') return body;
  const [whole, from, comma, to] = match(reader, /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
  if (text !== '{') return { kind: 'repeat', body, min: text === '+' ? 1 : 0, max: whole[0] === '?' ? 1 : Infinity };
  const max = comma === '' ? Number(from) : to === '' ? Infinity : Number(to);
  return { kind: 'repeat', body, min: Number(from), max };
}

function take(reader: Reader, expression: RegExp): string {
  return match(reader, expression)[0];
}

function match(reader: Reader, expression: RegExp): RegExpExecArray {
  expression.lastIndex = reader.index;
  const found = expression.exec(reader.source);
  if (found === null)
    throw new PatternRefused(`It holds something that is not understood at position ${reader.index}.`);
  reader.index += found[0].length;
  return found;
}
