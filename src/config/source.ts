import { readFileSync, statSync } from 'node:fs';
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, ParsedNode } from 'yaml';

import type { Finding, Place } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import { displayPath } from '../util/display-path.ts';
import type { Json } from '../util/json.ts';
import { fileNotFound, syntax, unreadable } from './rules.ts';

/** A configuration file that was parsed, with the way back from its data to its text. */
export interface ConfigSource {
  /** Absolute path. */
  readonly path: string;
  readonly data: Json;
  /** Place of the key or item that a pointer leads to, or of the nearest thing above it. */
  place(pointer: string): Place;
}

const mostBytes = 1024 * 1024;
const mostAliases = 100;

/**
 * Reads and parses a configuration file.
 *
 * @param path absolute path
 * @param cwd working folder; places are shown relative to it
 * @param namedAt where the file is named, for a file that does not exist
 */
export function readSource(path: string, cwd: string, namedAt?: Place): ConfigSource | Finding {
  const file = displayPath(path, cwd);
  const text = readText(path, file, namedAt ?? { file });
  return typeof text === 'string' ? parseSource(path, file, text) : text;
}

/** A finding of `rule`, as grave as the rule says. */
export function report(rule: Rule, message: string, place: Place, help?: string): Finding {
  return { rule: rule.id, severity: rule.severity, message, place, ...(help === undefined ? {} : { help }) };
}

function readText(path: string, file: string, namedAt: Place): string | Finding {
  let bytes: Buffer;
  try {
    const stats = statSync(path);
    if (!stats.isFile() && !stats.isDirectory()) return report(unreadable, `${file} is not a regular file.`, namedAt);
    bytes = readFileSync(path);
  } catch (error) {
    return readFailure(error, file, namedAt);
  }
  if (bytes.length > mostBytes) return report(unreadable, `${file} is larger than ${mostBytes} bytes.`, { file });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return report(unreadable, `${file} is not valid UTF-8.`, { file });
  }
}

function readFailure(error: unknown, file: string, namedAt: Place): Finding {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return report(fileNotFound, `There is no file ${file}.`, namedAt);
  if (code === 'EISDIR') return report(unreadable, `${file} is a folder, not a file.`, namedAt);
  if (code === 'EACCES' || code === 'EPERM') return report(unreadable, `${file} may not be read.`, namedAt);
  throw error;
}

function parseSource(path: string, file: string, text: string): ConfigSource | Finding {
  const lineCounter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const document = parseDocument(text, { schema: 'core', stringKeys: true, prettyErrors: false, lineCounter });
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) {
      // The parser reports an exhausted stack like an error of the text.
      const isTooDeep = /call stack/i.test(problem.message);
      return report(syntax, isTooDeep ? `${file} is nested too deeply.` : problem.message, place(problem.pos[0]));
    }
    const data = document.toJS({ maxAliasCount: mostAliases }) as Json;
    return { path, data, place: (pointer) => ({ ...place(findOffset(document, pointer)), pointer }) };
  } catch (error) {
    // The parser throws only for what it refuses to build: nesting that exhausts the stack, aliases beyond measure.
    if (error instanceof RangeError) return report(syntax, `${file} is nested too deeply.`, { file });
    if (error instanceof ReferenceError) return report(syntax, 'Too many aliases stand for one another.', { file });
    throw error;
  }
}

function findOffset(document: Document.Parsed, pointer: string): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const token of parsePointer(pointer)) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap<ParsedNode, ParsedNode | null>(target)) {
      const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === token);
      if (pair === undefined) break;
      offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq<ParsedNode>(target)) {
      node = target.items[Number(token)] ?? null;
      offset = node?.range[0] ?? offset;
    }
  }
  return offset;
}
