import { compilePattern, PatternRefused } from '../../json-schema/patterns.ts';
import { isSafe } from '../../json-schema/patterns/is-safe.ts';
import { parsePattern } from '../../json-schema/patterns/parse.ts';
import type { Node } from '../../json-schema/patterns/parse.ts';
import { rangesOf } from '../../json-schema/patterns/ranges.ts';
import { toRe2 } from '../../json-schema/patterns/to-re2.ts';

/** A longer one, full of classes of Unicode, is not worth its lines of code. */
const mostCharacters = 4000;

/** RE2 allows no more repetitions than this. */
const mostRepetitions = 1000;

/** A pattern for Go's `regexp`; undefined when it is too long there. */
export function goPattern(source: string): string | undefined {
  return spelled(source, toRe2);
}

/** A pattern for Python's `re`, which backtracks: undefined when it could run away. */
export function pythonPattern(source: string): string | undefined {
  return spelled(source, (node) => (isSafe(node) ? toPython(node) : undefined));
}

function spelled(source: string, spell: (node: Node) => string | undefined): string | undefined {
  try {
    compilePattern(source);
    const node = parsePattern(source);
    const text = isBounded(node) ? spell(node) : undefined;
    return text === undefined || text.length > mostCharacters ? undefined : text;
  } catch (error) {
    if (error instanceof PatternRefused) return undefined;
    throw error;
  }
}

function isBounded(node: Node): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.parts.every(isBounded);
    case 'choice':
      return node.options.every(isBounded);
    case 'repeat':
      return (
        node.min <= mostRepetitions && (node.max === Infinity || node.max <= mostRepetitions) && isBounded(node.body)
      );
    default:
      return true;
  }
}

function toPython(node: Node): string {
  switch (node.kind) {
    case 'set':
      return setText(node.source);
    case 'assertion':
      return assertions[node.source];
    case 'sequence':
      return node.parts.map(toPython).join('');
    case 'choice':
      return `(?:${node.options.map(toPython).join('|')})`;
    case 'repeat':
      return `(?:${toPython(node.body)})${quantifier(node.min, node.max)}`;
  }
}

/** `$` of Python also matches in front of a line break at the end, and its `\b` knows letters of all scripts. */
const assertions = {
  '^': String.raw`\A`,
  $: String.raw`\Z`,
  '\\b': String.raw`(?a:\b)`,
  '\\B': String.raw`(?a:\B)`,
} as const;

function quantifier(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function setText(source: string): string {
  if (/^[A-Za-z\d]$/.test(source)) return source;
  const ranges = rangesOf(source);
  if (ranges.length === 0) return '(?!)';
  return `[${ranges.map(([from, to]) => (from === to ? codePoint(from) : `${codePoint(from)}-${codePoint(to)}`)).join('')}]`;
}

function codePoint(code: number): string {
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
