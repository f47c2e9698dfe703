import type { Capture } from './capture.ts';
import { duplicateKey } from './duplicate-keys.ts';
import type { Deviation } from './identify-result.ts';
import { parseJson } from './json-text.ts';

/**
 * What makes the body of a delivery mean different things to different programs: the first name that stands twice in one
 * object, with its place. Empty for every other body, and for one that is no JSON.
 */
export function duplicateKeyWarnings(capture: Capture): Deviation[] {
  const { text } = capture.delivery.body;
  const { line } = capture.place;
  const parsed = text === undefined ? undefined : parseJson(text);
  if (text === undefined || parsed === undefined || !('value' in parsed)) return [];
  const found = duplicateKey(text, parsed.value);
  if (found === undefined) return [];
  const { pointer, offset } = found;
  const message = 'stands twice in one object: some parsers take the last value, and some the first';
  return [{ pointer, message, ...(line === undefined ? {} : { line }), ...capture.locate(offset) }];
}
