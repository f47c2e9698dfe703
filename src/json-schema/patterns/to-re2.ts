import type { Node } from './parse.ts';
import { rangesOf } from './ranges.ts';

/** The same pattern in RE2's syntax. Sets become lists of code points, so that each means what ECMA-262 says. */
export function toRe2(node: Node): string {
  switch (node.kind) {
    case 'set':
      return setText(node.source);
    case 'assertion':
      return node.source;
    case 'sequence':
      return `(?:${node.parts.map(toRe2).join('')})`;
    case 'choice':
      return `(?:${node.options.map(toRe2).join('|')})`;
    case 'repeat':
      return `(?:${toRe2(node.body)})${quantifier(node.min, node.max)}`;
  }
}

function quantifier(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function setText(source: string): string {
  if (/^[\w ]$/.test(source)) return source;
  const ranges = rangesOf(source);
  if (ranges.length === 0) return String.raw`[^\x{0}-\x{10FFFF}]`;
  return `[${ranges.map(([from, to]) => (from === to ? codePoint(from) : `${codePoint(from)}-${codePoint(to)}`)).join('')}]`;
}

function codePoint(code: number): string {
  return String.raw`\x{${code.toString(16)}}`;
}
