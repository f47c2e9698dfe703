import { isUtf8 } from 'node:buffer';
import { parseJson, positionAt } from '../deliveries/json-text.ts';
import type { Json } from '../util/json.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

export type ReadPayload =
  | { readonly payload: Json; readonly problem?: undefined }
  /** A sentence: why the body is not JSON in UTF-8. */
  | { readonly problem: string };

/** Reads a body as JSON in UTF-8; a byte order mark in front is skipped. */
export function readPayload(body: Uint8Array): ReadPayload {
  if (body.byteLength === 0) return { problem: 'The body is empty.' };
  if (!isUtf8(body))
    return { problem: `The body is not UTF-8${looksLikeUtf16(body) ? '; it looks like UTF-16' : ''}.` };
  const text = decoder.decode(body);
  const parsed = parseJson(text);
  if ('value' in parsed) return { payload: parsed.value as Json };
  if (looksLikeUtf16(body)) return { problem: 'The body is not JSON in UTF-8; it looks like UTF-16.' };
  const { line, column } = positionAt(text, parsed.problem.offset);
  return { problem: `The body is not JSON: line ${line}, column ${column}: ${parsed.problem.message}.` };
}

/** ASCII in UTF-16 has a zero in every second byte. */
function looksLikeUtf16(body: Uint8Array): boolean {
  const [first, second] = body;
  const hasMark = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  return hasMark || (body.byteLength >= 2 && (first === 0) !== (second === 0));
}
