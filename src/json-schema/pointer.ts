import type { Json } from '../util/json.ts';

/** A text that is not a JSON Pointer. */
export class PointerSyntaxError extends Error {
  override readonly name = 'PointerSyntaxError';
}

/**
 * The reference tokens of a JSON Pointer, unescaped. Source: RFC 6901, sections 3 and 4.
 * @throws {PointerSyntaxError} when the text is neither empty nor begins with `/`, or holds a `~` that escapes nothing.
 */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/'))
    throw new PointerSyntaxError(`A JSON Pointer begins with "/": ${JSON.stringify(pointer)}`);
  if (/~(?![01])/.test(pointer))
    throw new PointerSyntaxError(`"~" must be followed by 0 or 1: ${JSON.stringify(pointer)}`);
  return pointer.slice(1).split('/').map(unescapeToken);
}

/** The JSON Pointer made of these reference tokens. */
export function formatPointer(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => child('', token)).join('');
}

/** The pointer to the member or item `token` of what `pointer` points to. */
export function child(pointer: string, token: string | number): string {
  return `${pointer}/${typeof token === 'number' ? token : escapeToken(token)}`;
}

/**
 * The value that `pointer` leads to in `data`, or undefined when there is none. Only own properties count; an array
 * index has no leading zero, and `-` leads nowhere. Source: RFC 6901, section 4.
 * @throws {PointerSyntaxError} when `pointer` is not a JSON Pointer.
 */
export function at(data: Json, pointer: string): Json | undefined {
  let value: Json | undefined = data;
  for (const token of parsePointer(pointer)) {
    value = member(value, token);
    if (value === undefined) return undefined;
  }
  return value;
}

/**
 * The JSON Pointer in a reference within the same document (`#/definitions/a%20b`), decoded; undefined when `reference`
 * is anything else. Source: RFC 6901, section 6.
 */
export function pointerOfReference(reference: string): string | undefined {
  if (!reference.startsWith('#/')) return undefined;
  try {
    const pointer = decodeURIComponent(reference.slice(1));
    parsePointer(pointer);
    return pointer;
  } catch {
    return undefined;
  }
}

function member(value: Json, token: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(token)) return undefined;
  return Object.hasOwn(value, token) ? (value as Readonly<Record<string, Json>>)[token] : undefined;
}

function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}

function escapeToken(token: string): string {
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}
