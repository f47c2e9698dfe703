import type { Json } from '../util/json.ts';

/** The text holds something that the plain reader leaves to the full parser. */
export class Unusual extends Error {}

/** A value and the index behind it. */
interface Read {
  readonly value: Json;
  readonly end: number;
}

/** A quoted scalar on one line that begins at `start`. */
export function readQuoted(line: string, start: number): Read & { readonly value: string } {
  return line[start] === '"' ? readDouble(line, start) : readSingle(line, start);
}

/** The index behind the quote that closes the scalar beginning at `start`; undefined when the line does not close it. */
export function quoteEnd(line: string, start: number): number | undefined {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') at += 1;
    else if (line[at] === quote && quote === "'" && line[at + 1] === "'") at += 1;
    else if (line[at] === quote) return at + 1;
  }
  return undefined;
}

function readDouble(line: string, start: number): Read & { readonly value: string } {
  const end = quoteEnd(line, start);
  const quoted = line.slice(start, end);
  // JSON's escapes mean the same in YAML; the others YAML has are rare.
  if (end === undefined || /\\[^"\\/bfnrtu]/.test(quoted.replaceAll('\\\\', ''))) throw new Unusual();
  try {
    return { value: JSON.parse(quoted) as string, end };
  } catch {
    throw new Unusual();
  }
}

function readSingle(line: string, start: number): Read & { readonly value: string } {
  const end = quoteEnd(line, start);
  if (end === undefined) throw new Unusual();
  return { value: line.slice(start + 1, end - 1).replaceAll("''", "'"), end };
}

const greatestFlowDepth = 100;

/** A flow collection on one line that begins at `start`. */
export function readFlow(line: string, start: number, depth: number): Read {
  if (depth > greatestFlowDepth) throw new Unusual();
  return line[start] === '{' ? readFlowMap(line, start, depth) : readFlowList(line, start, depth);
}

function readFlowMap(line: string, start: number, depth: number): Read {
  const entries: [string, Json][] = [];
  const keys = new Set<string>();
  let at = skipSpaces(line, start + 1);
  if (line[at] === '}') return { value: {}, end: at + 1 };
  for (;;) {
    const key = readFlowKey(line, at);
    if (keys.size === keys.add(key.value).size) throw new Unusual();
    const { value, end } = readFlowValue(line, skipSpaces(line, key.end), depth);
    entries.push([key.value, value]);
    at = skipSpaces(line, end);
    if (line[at] === '}') return { value: Object.fromEntries(entries), end: at + 1 };
    at = afterComma(line, at);
  }
}

function readFlowList(line: string, start: number, depth: number): Read {
  const items: Json[] = [];
  let at = skipSpaces(line, start + 1);
  if (line[at] === ']') return { value: items, end: at + 1 };
  for (;;) {
    const { value, end } = readFlowValue(line, at, depth);
    items.push(value);
    at = skipSpaces(line, end);
    if (line[at] === ']') return { value: items, end: at + 1 };
    at = afterComma(line, at);
  }
}

function readFlowKey(line: string, start: number): { value: string; end: number } {
  const quoted = line[start] === '"' || line[start] === "'";
  const plain = quoted ? null : /^[\w$][\w$./+-]*/.exec(line.slice(start));
  const { value, end } = quoted
    ? readQuoted(line, start)
    : { value: plain?.[0] ?? '', end: start + (plain?.[0].length ?? 0) };
  if (end === start || line[end] !== ':' || line[end + 1] !== ' ') throw new Unusual();
  return { value, end: end + 2 };
}

function readFlowValue(line: string, start: number, depth: number): Read {
  const first = line[start];
  if (first === '{' || first === '[') return readFlow(line, start, depth + 1);
  if (first === '"' || first === "'") return readQuoted(line, start);
  const found = /^(?:-?[0-9]|[A-Za-z_$./])[\w$./+ -]*/.exec(line.slice(start));
  const plain = found?.[0].trimEnd();
  if (plain === undefined) throw new Unusual();
  return { value: resolvePlain(plain), end: start + plain.length };
}

function afterComma(line: string, at: number): number {
  if (line[at] !== ',') throw new Unusual();
  return skipSpaces(line, at + 1);
}

function skipSpaces(line: string, at: number): number {
  let next = at;
  while (line.charCodeAt(next) === 0x20) next += 1;
  return next;
}

/** What a plain scalar means. Source: YAML 1.2.2, section 10.3.2 (core schema). */
export function resolvePlain(text: string): Json {
  switch (text) {
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return /^[-+.\d]/.test(text) ? resolveNumber(text) : text;
  }
}

function resolveNumber(text: string): Json {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new Unusual();
  }
  // Other ways to write a number: octal, hexadecimal, leading zeros, no digit before or after the point, infinity.
  if (/^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|0[ox][\da-f]*|\.(?:inf|nan))$/i.test(text)) throw new Unusual();
  return text;
}
