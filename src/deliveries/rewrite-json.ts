import { formatPointer } from '../json-schema/pointer.ts';
import { nextToken } from './json-tokens.ts';

/** A scalar or a name in a JSON text, on its way through a rewriting. */
export interface JsonSpot<Context> {
  /** What the walker made for the object or list that holds it, and for it. */
  readonly context: Context;
  /** Name of the member, or position in the list; undefined for the text as a whole. */
  readonly token: string | number | undefined;
  /** JSON Pointer of the value; of the object for a name. */
  pointer(): string;
}

/** What a rewriting does at each value. */
export interface JsonWalker<Context> {
  /** The context of a member or an item. */
  below(context: Context, token: string | number): Context;
  /** A replacement for a text or number, as a value; undefined leaves its very characters. */
  scalar(value: string | number, spot: JsonSpot<Context>): string | number | RawNumber | undefined;
  /** Another name for a member; undefined leaves it. Members keep apart: a name that is taken gets a number. */
  name?(name: string, spot: JsonSpot<Context>): string | undefined;
}

/** A number as it shall be written: not every one survives being a double. */
export class RawNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

interface Level<Context> {
  readonly context: Context;
  readonly isObject: boolean;
  index: number;
  /** Name of the member whose value comes next. */
  key: string | undefined;
  readonly names: Set<string>;
}

/**
 * Rewrites single values of a JSON text; everything else keeps its characters: white space, the order of members, the way
 * numbers are written. One pass and no recursion, so that depth is no danger. The text must be JSON.
 */
export function rewriteJson<Context>(text: string, root: Context, walker: JsonWalker<Context>): string {
  const open: Level<Context>[] = [];
  let written = '';
  let copied = 0;
  const put = (start: number, end: number, replacement: string): void => {
    written += text.slice(copied, start) + replacement;
    copied = end;
  };
  for (let token = nextToken(text, 0); token.kind !== 'end'; token = nextToken(text, token.end)) {
    const level = open.at(-1);
    if (token.kind === '}' || token.kind === ']') open.pop();
    if (token.kind === ',' && level !== undefined) {
      level.index += 1;
      level.key = undefined;
    }
    if (token.kind === 'string' && level?.isObject === true && level.key === undefined) {
      const name = stringAt(text, token.start, token.end);
      level.key = name;
      const shown = walker.name?.(name, spotOf(open, level.context, undefined, -1));
      const fresh = shown === undefined ? name : unusedName(shown, level.names);
      level.names.add(fresh);
      if (shown !== undefined) {
        level.key = fresh;
        put(token.start, token.end, JSON.stringify(fresh));
      }
      continue;
    }
    if (token.kind !== 'string' && token.kind !== 'number' && token.kind !== '{' && token.kind !== '[') continue;
    const step = level === undefined ? undefined : level.isObject ? (level.key ?? '') : level.index;
    const context = level === undefined || step === undefined ? root : walker.below(level.context, step);
    if (token.kind === '{' || token.kind === '[') {
      open.push({ context, isObject: token.kind === '{', index: 0, key: undefined, names: new Set() });
      continue;
    }
    const raw = text.slice(token.start, token.end);
    const value = token.kind === 'string' ? stringAt(text, token.start, token.end) : Number(raw);
    const replacement = walker.scalar(value, spotOf(open, context, step, 0));
    if (replacement === undefined) continue;
    put(token.start, token.end, replacement instanceof RawNumber ? replacement.text : JSON.stringify(replacement));
  }
  return written + text.slice(copied);
}

function spotOf<Context>(
  open: readonly Level<Context>[],
  context: Context,
  token: string | number | undefined,
  end: number,
): JsonSpot<Context> {
  return {
    context,
    token,
    pointer: () => {
      const levels = end === 0 ? open : open.slice(0, end);
      return formatPointer(levels.map(({ isObject, key, index }) => (isObject ? (key ?? '') : index)));
    },
  };
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 2; ; count += 1) {
    const candidate = count === 2 ? name : `${name}-${count - 1}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  return raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
}
