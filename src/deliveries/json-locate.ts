import { parsePointer } from '../json-schema/pointer.ts';
import { nextToken } from './json-tokens.ts';
import type { Token } from './json-tokens.ts';

/** How far the walk has come into one open object or list. */
interface Level {
  readonly isObject: boolean;
  /** Position of the current item of a list. */
  index: number;
  /** Name of the current property of an object. */
  key: string | undefined;
  /** Whether everything above this level lies on the path that is looked for. */
  readonly onPath: boolean;
}

/**
 * Where the value that a JSON Pointer (RFC 6901) names begins in a JSON text: an offset in UTF-16 units, or undefined
 * when nothing is there. Of properties with the same name the last counts, as for `JSON.parse`. Takes one pass and no
 * recursion; the text must be JSON.
 * @throws {PointerSyntaxError} when `pointer` is not a JSON Pointer.
 */
export function locatePointer(text: string, pointer: string): number | undefined {
  const path = parsePointer(pointer);
  const open: Level[] = [];
  let found: number | undefined;
  for (let token = nextToken(text, 0); token.kind !== 'end'; token = nextToken(text, token.end)) {
    const level = open.at(-1);
    if (token.kind === '}' || token.kind === ']') open.pop();
    else if (token.kind === ',' && level !== undefined) level.index += 1;
    if (token.kind === ',' && level !== undefined) level.key = undefined;
    if (!startsValue(token)) continue;
    if (level?.isObject === true && level.key === undefined) {
      level.key = readString(text, token);
      continue;
    }
    const onPath = level === undefined || (level.onPath && currentKey(level) === path[open.length - 1]);
    if (onPath && open.length <= path.length) found = open.length === path.length ? token.start : undefined;
    if (token.kind === '{' || token.kind === '[') {
      open.push({
        isObject: token.kind === '{',
        index: 0,
        key: undefined,
        onPath: onPath && open.length < path.length,
      });
    }
  }
  return found;
}

/** The offset that a JSON Pointer or an offset names, for those who take both. */
export function offsetOf(text: string, place: string | number): number | undefined {
  return typeof place === 'number' ? place : locatePointer(text, place);
}

/**
 * Where the items of a list stand in a JSON text; `start` is the offset of its opening bracket. Takes one pass.
 */
export function locateItems(text: string, start: number): { readonly start: number; readonly end: number }[] {
  const items: { start: number; end: number }[] = [];
  let depth = 0;
  let itemStart = start + 1;
  for (let token = nextToken(text, start + 1); token.kind !== 'end'; token = nextToken(text, token.end)) {
    if (depth === 0) itemStart = token.start;
    if (token.kind === '{' || token.kind === '[') depth += 1;
    if (token.kind === '}' || token.kind === ']') depth -= 1;
    if (depth < 0) break;
    if (depth === 0 && token.kind !== ',') items.push({ start: itemStart, end: token.end });
  }
  return items;
}

/**
 * Where the `index`-th UTF-16 unit of a JSON string's value stands in the text. `start` is the offset of its opening
 * quote.
 */
export function offsetInString(text: string, start: number, index: number): number {
  let offset = start + 1;
  for (let unit = 0; unit < index; unit += 1) {
    if (text.charCodeAt(offset) !== 0x5c) offset += 1;
    else offset += text.charCodeAt(offset + 1) === 0x75 ? 6 : 2;
  }
  return offset;
}

function startsValue({ kind }: Token): boolean {
  return kind === 'string' || kind === 'number' || kind === 'literal' || kind === '{' || kind === '[';
}

function currentKey(level: Level): string | undefined {
  return level.isObject ? level.key : String(level.index);
}

function readString(text: string, token: Token): string {
  const raw = text.slice(token.start, token.end);
  return raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
}
