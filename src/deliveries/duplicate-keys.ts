import { formatPointer } from '../json-schema/pointer.ts';
import { nextToken } from './json-tokens.ts';

/** A name that an object of a JSON text has twice. */
export interface DuplicateKey {
  /** JSON Pointer of the member. */
  readonly pointer: string;
  /** Of the second name, in UTF-16 units. */
  readonly offset: number;
}

interface Level {
  readonly names: Set<string> | undefined;
  /** Of the member or item that is being read. */
  token: string | number;
  isNamed: boolean;
}

/**
 * The first name that stands twice in an object: `JSON.parse` takes the last value, other parsers the first, or none. One
 * pass and no recursion; a text that is written as `JSON.stringify` writes it is not walked at all.
 *
 * @param text must be JSON
 * @param value what the text holds
 */
export function duplicateKey(text: string, value: unknown): DuplicateKey | undefined {
  if (!text.includes('{') || isWrittenPlainly(text, value)) return undefined;
  const open: Level[] = [];
  for (let token = nextToken(text, 0); token.kind !== 'end'; token = nextToken(text, token.end)) {
    const level = open.at(-1);
    if (token.kind === '{') open.push({ names: new Set(), token: '', isNamed: false });
    else if (token.kind === '[') open.push({ names: undefined, token: 0, isNamed: true });
    else if (token.kind === '}' || token.kind === ']') open.pop();
    else if (level === undefined || token.kind === ':') continue;
    else if (token.kind === ',') {
      if (typeof level.token === 'number') level.token += 1;
      else level.isNamed = false;
    } else if (level.names !== undefined && !level.isNamed) {
      const name = JSON.parse(text.slice(token.start, token.end)) as string;
      level.token = name;
      level.isNamed = true;
      if (level.names.has(name))
        return { pointer: formatPointer(open.map((one) => String(one.token))), offset: token.start };
      level.names.add(name);
    }
  }
  return undefined;
}

function isWrittenPlainly(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    // Nested too deep for it.
    return false;
  }
}
