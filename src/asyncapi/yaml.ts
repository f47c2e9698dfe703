import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';

import type { Json } from '../util/json.ts';

/** What keeps a YAML text from being read; `offset` counts UTF-16 units from the start of the text. */
interface YamlProblem {
  readonly kind: 'syntax' | 'depth';
  readonly message: string;
  readonly offset: number | undefined;
}

export type YamlResult = { readonly data: Json; readonly problem?: undefined } | { readonly problem: YamlProblem };

/** Aliases may make the data at most this many values larger than the text: more is an attack on memory. */
const greatestAliasedSize = 10_000;

class YamlRefused extends Error {
  readonly problem: YamlProblem;

  constructor(kind: YamlProblem['kind'], message: string, offset: number | undefined) {
    super(message);
    this.problem = { kind, message, offset };
  }
}

/** Parses a text without looking at its errors: enough to find places in a text that `yamlToData` has accepted. */
export function parseYaml(text: string): Document.Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: true,
  });
}

/**
 * Reads one YAML 1.2 document (core schema) as JSON data. Refused: duplicate keys, keys that are no strings, tags other
 * than the core ones, aliases that grow the data without measure, several documents, nesting beyond `depth`.
 */
export function yamlToData(text: string, depth: number): YamlResult {
  try {
    const document = parseYaml(text);
    const first = document.errors[0] ?? document.warnings[0];
    if (first !== undefined) throw refusalOf(first.code, first.message, first.pos[0]);
    return { data: new Converter(depth).convert(document.contents, 0) };
  } catch (error) {
    if (error instanceof YamlRefused) return { problem: error.problem };
    if (error instanceof RangeError)
      return { problem: new YamlRefused('depth', 'The YAML is nested too deeply.', undefined).problem };
    throw error;
  }
}

/** The offset of the member or item that `tokens` lead to; of a member, the offset of its key. */
export function locateInYaml(document: Document.Parsed, tokens: readonly string[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined = startOf(node);
  for (const token of tokens) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(target)) {
      const pair: Pair | undefined = target.items.find((item) => keyOf(item) === token);
      offset = startOf(pair?.key);
      node = pair?.value;
    } else if (isSeq(target)) {
      node = target.items[Number(token)];
      offset = startOf(node);
    } else return offset;
  }
  return offset;
}

function refusalOf(code: string, message: string, offset: number): YamlRefused {
  if (code === 'RESOURCE_EXHAUSTION') return new YamlRefused('depth', 'The YAML is nested too deeply.', offset);
  if (code === 'MULTIPLE_DOCS')
    return new YamlRefused('syntax', 'The file holds several YAML documents; one is expected.', offset);
  if (code === 'TAG_RESOLVE_FAILED')
    return new YamlRefused('syntax', `YAML tags are not supported: ${sentence(message)}`, offset);
  return new YamlRefused('syntax', `This is not valid YAML: ${sentence(message)}`, offset);
}

function sentence(message: string): string {
  const spelled = message.replace(/"quote$/, 'double quote').replace(/'quote$/, 'single quote');
  return /[.!?]$/.test(spelled) ? spelled : `${spelled}.`;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

interface Anchored {
  readonly data: Json;
  readonly size: number;
}

class Converter {
  readonly #depth: number;
  readonly #anchors = new Map<string, Anchored>();
  #size = 0;
  #aliased = 0;

  constructor(depth: number) {
    this.#depth = depth;
  }

  convert(node: unknown, level: number): Json {
    if (level > this.#depth)
      throw new YamlRefused('depth', `The data is nested more than ${this.#depth} levels deep.`, startOf(node));
    if (isAlias(node)) return this.#alias(node.source, startOf(node));
    const before = this.#size;
    this.#size += 1;
    const data = this.#content(node, level);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, { data, size: this.#size - before });
    return data;
  }

  #content(node: unknown, level: number): Json {
    if (isMap(node)) return this.#map(node, level);
    if (isSeq(node)) return node.items.map((item) => this.convert(item, level + 1));
    return isScalar(node) ? scalar(node.value, startOf(node)) : null;
  }

  #map(node: YAMLMap, level: number): Json {
    const seen = new Set<string>();
    const entries = node.items.map((pair): [string, Json] => {
      if (!isScalar(pair.key))
        throw new YamlRefused('syntax', 'A key must be a plain or quoted text.', startOf(pair.key) ?? startOf(node));
      const key = keyOf(pair);
      if (seen.has(key))
        throw new YamlRefused('syntax', `The key "${key}" stands twice in the same map.`, startOf(pair.key));
      seen.add(key);
      return [key, this.convert(pair.value, level + 1)];
    });
    return Object.fromEntries(entries);
  }

  #alias(name: string, offset: number | undefined): Json {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined)
      throw new YamlRefused('syntax', `The alias "*${name}" has no complete anchor before it.`, offset);
    this.#aliased += anchored.size;
    this.#size += anchored.size;
    if (this.#aliased > greatestAliasedSize) {
      throw new YamlRefused(
        'syntax',
        `Aliases repeat more than ${greatestAliasedSize} values; write them out or use "$ref".`,
        offset,
      );
    }
    return anchored.data;
  }
}

function scalar(value: unknown, offset: number | undefined): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new YamlRefused(
    'syntax',
    `JSON has no value like ${typeof value === 'number' ? value : typeof value}.`,
    offset,
  );
}
