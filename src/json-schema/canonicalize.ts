import { createHash } from 'node:crypto';
import type { Json } from '../util/json.ts';

/** What is still to be written, last first: a piece of text as it is, or a value. */
type Work = { readonly text: string } | { readonly value: Json };

/**
 * The one JSON text that stands for a value: no spaces, keys sorted by their UTF-16 units, numbers and strings as
 * ECMAScript writes them. Equal values have equal texts. Half a surrogate pair is written as an escape, so that two
 * different strings never share a text; an infinity, which is what parsing makes of `1e400`, is `1e999`. Depth is
 * limited by memory only. Source: RFC 8785, section 3.2.
 * @throws {TypeError} for a value that JSON cannot express: undefined, NaN, a function.
 */
export function canonicalize(value: Json): string {
  let text = '';
  const waiting: Work[] = [{ value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('text' in next) text += next.text;
    else if (typeof next.value !== 'object' || next.value === null) text += scalar(next.value);
    else for (const part of partsOf(next.value).toReversed()) waiting.push(part);
  }
  return text;
}

/** `sha256:` and the SHA-256 of the canonical text's UTF-8 bytes, in hex. */
export function digest(value: Json): string {
  return `sha256:${createHash('sha256').update(canonicalize(value), 'utf8').digest('hex')}`;
}

function partsOf(value: object): Work[] {
  const parts: Work[] = [];
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) parts.push({ text: parts.length === 0 ? '[' : ',' }, { value: item });
    return [...(parts.length === 0 ? [{ text: '[' }] : parts), { text: ']' }];
  }
  for (const key of Object.keys(value).toSorted()) {
    const lead = parts.length === 0 ? '{' : ',';
    parts.push({ text: `${lead}${JSON.stringify(key)}:` }, { value: (value as Record<string, Json>)[key] as Json });
  }
  return [...(parts.length === 0 ? [{ text: '{' }] : parts), { text: '}' }];
}

function scalar(value: Json): string {
  if (value === Infinity) return '1e999';
  if (value === -Infinity) return '-1e999';
  if (Number.isNaN(value)) throw new TypeError('JSON has no NaN.');
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`JSON has no ${typeof value}.`);
  return text;
}
