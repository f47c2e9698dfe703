import type { Json } from '../util/json.ts';
import { quoteEnd, readFlow, readQuoted, resolvePlain, Unusual } from './plain-yaml-values.ts';

/**
 * Reads the plain part of YAML 1.2 that people write: block maps and lists, scalars of all styles, flow collections on
 * one line, comments. Gives undefined for everything else, valid or not: then the whole language has to be read.
 *
 * It exists for speed (about 15 times that of a parser that keeps positions) and must never read a text differently from
 * that parser; a fuzz test holds the two against each other.
 */
export function readPlainYaml(text: string): Json | undefined {
  const unix = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  if (unusualCharacter.test(unix)) return undefined;
  try {
    return new PlainYaml(unix).read();
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** Tabs, lone carriage returns, control characters, other line ends and byte-order marks. */
// oxlint-disable-next-line no-control-regex
const unusualCharacter = /[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const greatestDepth = 100;

/** In lines. */
const longestQuoted = 50;

/** A key and what follows its colon. Plain keys have no spaces; others are left to the full parser. */
const keyLine = /^(?:([\w$^/][\w$^/.+~-]*)|"([^"\\]*)"|'([^']*)'):(?: +(.*))?$/;

class PlainYaml {
  readonly #lines: readonly string[];
  #at = 0;
  /** Indent and content of the current line; an item of a list can begin in the middle of a line. */
  #indent = 0;
  #content = '';

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  read(): Json {
    this.#seek(0);
    if (this.#indent !== 0) throw new Unusual();
    const data = this.#node(0, 0);
    if (this.#at < this.#lines.length) throw new Unusual();
    return data;
  }

  /** Moves to the first line from `start` on that is neither blank nor a comment. */
  #seek(start: number): void {
    this.#content = '';
    this.#indent = -1;
    for (this.#at = start; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? '';
      const indent = indentOf(line);
      if (indent === line.length || line[indent] === '#') continue;
      if (indent === 0 && /^(?:---|\.\.\.|%)/.test(line)) throw new Unusual();
      this.#indent = indent;
      this.#content = line.slice(indent).trimEnd();
      return;
    }
  }

  #next(): void {
    this.#seek(this.#at + 1);
  }

  #node(indent: number, depth: number): Json {
    if (depth > greatestDepth) throw new Unusual();
    return isItem(this.#content) ? this.#list(indent, depth) : this.#map(indent, depth);
  }

  #map(indent: number, depth: number): Json {
    const entries: [string, Json][] = [];
    const keys = new Set<string>();
    while (this.#indent === indent && !isItem(this.#content)) {
      const found = keyLine.exec(this.#content);
      const key = found?.[1] ?? found?.[2] ?? found?.[3];
      if (found === null || key === undefined || keys.size === keys.add(key).size) throw new Unusual();
      entries.push([key, this.#value(found[4] ?? '', indent, depth, true)]);
    }
    if (this.#indent > indent || entries.length === 0) throw new Unusual();
    return Object.fromEntries(entries);
  }

  #list(indent: number, depth: number): Json {
    const items: Json[] = [];
    while (this.#indent === indent && isItem(this.#content)) {
      const rest = this.#content.slice(1).trimStart();
      if (isItem(rest) || keyLine.test(rest)) {
        this.#indent = indent + this.#content.length - rest.length;
        this.#content = rest;
        items.push(this.#node(this.#indent, depth + 1));
      } else items.push(this.#value(rest, indent, depth, false));
    }
    if (this.#indent > indent) throw new Unusual();
    return items;
  }

  /** The value that begins with `rest`, in a map or list at `indent`, and goes on in deeper lines. */
  #value(rest: string, indent: number, depth: number, inMap: boolean): Json {
    const first = rest[0];
    if (first === undefined || first === '#') return this.#below(indent, depth, inMap);
    if (first === '|' || first === '>') return this.#block(rest, indent);
    if (first === '{' || first === '[' || first === '"' || first === "'") {
      const text = first === '"' || first === "'" ? this.#joined(rest, indent) : rest;
      const { value, end } = first === '{' || first === '[' ? readFlow(text, 0, depth + 1) : readQuoted(text, 0);
      if (!/^(?: +#.*| *)$/.test(text.slice(end))) throw new Unusual();
      this.#next();
      if (this.#indent > indent) throw new Unusual();
      return value;
    }
    return this.#plain(rest, indent);
  }

  /** A quoted scalar that begins with `rest`, with the lines it goes on in folded into one. */
  #joined(rest: string, indent: number): string {
    let text = rest;
    for (let lines = 1; quoteEnd(text, 0) === undefined; lines += 1) {
      this.#at += 1;
      const line = this.#lines[this.#at]?.trim() ?? '';
      const deeper = indentOf(this.#lines[this.#at] ?? '') > indent;
      if (line === '' || !deeper || text.endsWith('\\') || lines > longestQuoted) throw new Unusual();
      text = `${text.trimEnd()} ${line}`;
    }
    return text;
  }

  /** The value of a key or an item with nothing behind it. */
  #below(indent: number, depth: number, inMap: boolean): Json {
    this.#next();
    if (this.#indent > indent) return this.#node(this.#indent, depth + 1);
    return inMap && this.#indent === indent && isItem(this.#content) ? this.#list(indent, depth + 1) : null;
  }

  #plain(rest: string, indent: number): Json {
    if (/^[-?:,\]}&*!%@`]/.test(rest) && !/^-\d/.test(rest)) throw new Unusual();
    const comment = rest.search(/ +#/);
    const parts = [checkedPlain(comment === -1 ? rest : rest.slice(0, comment))];
    let last = this.#at;
    this.#next();
    if (this.#indent > indent && comment !== -1) throw new Unusual();
    while (this.#indent > indent) {
      if (this.#lines.slice(last + 1, this.#at).some((line) => line.trim() !== '')) throw new Unusual();
      if (!/^[\w("'`$/.]/.test(this.#content) || / #/.test(this.#content)) throw new Unusual();
      const blank = this.#at - last - 1;
      parts.push(blank === 0 ? ' ' : '\n'.repeat(blank), checkedPlain(this.#content));
      last = this.#at;
      this.#next();
    }
    return parts.length === 1 ? resolvePlain(parts[0] ?? '') : parts.join('');
  }

  /** A literal (`|`) or folded (`>`) scalar. */
  #block(header: string, indent: number): Json {
    if (!/^[|>]-?$/.test(header)) throw new Unusual();
    const lines: string[] = [];
    let inner = -1;
    let at = this.#at + 1;
    for (; at < this.#lines.length; at += 1) {
      const line = this.#lines[at] ?? '';
      const own = indentOf(line);
      if (own === line.length) {
        if (inner === -1 || own > inner) throw new Unusual();
        lines.push('');
        continue;
      }
      if (inner === -1) inner = own;
      if (own < inner) break;
      lines.push(line.slice(inner));
    }
    if (inner <= indent || lines.length === 0) throw new Unusual();
    this.#seek(at);
    if (at < this.#lines.length && indentOf(this.#lines[at] ?? '') > indent) throw new Unusual();
    while (lines.at(-1) === '') lines.pop();
    const text = header.startsWith('|') ? lines.join('\n') : fold(lines);
    return header.endsWith('-') ? text : `${text}\n`;
  }
}

function fold(lines: readonly string[]): string {
  let text = '';
  let blank = 0;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(' ')) throw new Unusual();
    if (line === '') blank += 1;
    else {
      text += (index === 0 ? '' : blank === 0 ? ' ' : '\n'.repeat(blank)) + line;
      blank = 0;
    }
  }
  return text;
}

function checkedPlain(text: string): string {
  if (/:(?: |$)/.test(text)) throw new Unusual();
  return text.trimEnd();
}

function isItem(content: string): boolean {
  return content === '-' || content.startsWith('- ');
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 0x20) indent += 1;
  return indent;
}
