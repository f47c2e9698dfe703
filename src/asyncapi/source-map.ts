import { createRequire } from 'node:module';

import type * as Jsonc from 'jsonc-parser';
import type { Node as JsonNode, ParseError } from 'jsonc-parser';
import type { Document } from 'yaml';

import type { Finding } from '../findings/finding.ts';
import { at, parsePointer } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';
import { scanJson } from './json-text.ts';
import { depthOf } from './nesting.ts';
import { report } from './report.ts';
import { syntax, tooDeep } from './rules/input.ts';
import { locateInYaml, parseYaml, yamlToData } from './yaml.ts';

const require = createRequire(import.meta.url);

/** Only a place in a JSON file needs this parser, and most files have no findings. */
function jsonc(): typeof Jsonc {
  return require('jsonc-parser') as typeof Jsonc;
}

/** Line and column of a place in a text, both counted from 1; columns in UTF-16 units. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML or JSON file that was parsed, and a way back from its data to its text. */
export interface SourceDocument {
  /** Path as the user would type it. */
  readonly file: string;
  readonly text: string;
  readonly data: Json;
  /**
   * Where the member or item that `pointer` leads to begins: for a member, its key. When the pointer leads nowhere, the
   * nearest existing thing above it.
   */
  locate(pointer: string): Position;
}

/** Deeper nesting than this is refused: nobody writes it, and recursion over it could end the process. */
const greatestDepth = 200;

/**
 * Parses a text as JSON when the file's name ends in `.json`, else as YAML 1.2 (core schema, unique keys, no tags of its
 * own). What is wrong goes to `findings`; the result is undefined then.
 */
export function parseSource(file: string, text: string, findings: Finding[]): SourceDocument | undefined {
  const json = file.toLowerCase().endsWith('.json');
  const data = json ? parseJson(file, text, findings) : readYaml(file, text, findings);
  if (data === undefined) return undefined;
  if (depthOf(data, greatestDepth) > greatestDepth) {
    findings.push(report(tooDeep, `The data is nested more than ${greatestDepth} levels deep.`, { file }));
    return undefined;
  }
  return { file, text, data, locate: locator(text, data, json) };
}

/** Turns offsets into a text into lines and columns. */
function positionsOf(text: string): (offset: number) => Position {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function parseJson(file: string, text: string, findings: Finding[]): Json | undefined {
  const { depth, duplicate } = scanJson(text);
  if (depth > greatestDepth) {
    findings.push(report(tooDeep, `The JSON is nested more than ${greatestDepth} levels deep.`, { file }));
    return undefined;
  }
  try {
    const data = JSON.parse(text) as Json;
    if (duplicate === undefined) return data;
    const message = `The key "${duplicate.key}" stands twice in the same object.`;
    findings.push(report(syntax, message, { file, ...positionsOf(text)(duplicate.offset) }));
    return undefined;
  } catch (error) {
    const errors: ParseError[] = [];
    jsonc().parseTree(text, errors, { disallowComments: true });
    const place = { file, ...positionsOf(text)(errors[0]?.offset ?? text.length) };
    findings.push(report(syntax, `This is not valid JSON: ${messageOf(error)}.`, place));
    return undefined;
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/,? ?(?:\.\.\.)?".*"?(?:\.\.\.)? is not valid JSON$/s, '')
    .replace(/ in JSON at position.*$/s, '');
}

function readYaml(file: string, text: string, findings: Finding[]): Json | undefined {
  const parsed = yamlToData(text, greatestDepth);
  if (parsed.problem === undefined) return parsed.data;
  const { kind, message, offset } = parsed.problem;
  const place = offset === undefined ? { file } : { file, ...positionsOf(text)(offset) };
  findings.push(report(kind === 'depth' ? tooDeep : syntax, message, place));
  return undefined;
}

function locator(text: string, data: Json, json: boolean): (pointer: string) => Position {
  let find: ((tokens: readonly string[]) => number | undefined) | undefined;
  let position: ((offset: number) => Position) | undefined;
  return (pointer) => {
    find ??= json ? inJson(jsonc().parseTree(text)) : inYaml(parseYaml(text));
    position ??= positionsOf(text);
    return position(find(existing(data, parsePointer(pointer))) ?? 0);
  };
}

function existing(data: Json, tokens: readonly string[]): readonly string[] {
  let value: Json | undefined = data;
  for (const [index, token] of tokens.entries()) {
    value = value === undefined ? undefined : at(value, `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (value === undefined) return tokens.slice(0, index);
  }
  return tokens;
}

function inJson(tree: JsonNode | undefined) {
  return (tokens: readonly string[]): number | undefined => {
    let node = tree;
    for (const token of tokens) {
      node =
        node === undefined
          ? undefined
          : jsonc().findNodeAtLocation(node, [node.type === 'array' ? Number(token) : token]);
    }
    return node?.parent?.type === 'property' ? node.parent.offset : node?.offset;
  };
}

function inYaml(document: Document.Parsed) {
  return (tokens: readonly string[]) => locateInYaml(document, tokens);
}
