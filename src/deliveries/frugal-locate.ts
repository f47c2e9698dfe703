import type { Capture } from './capture.ts';

/** Characters that are read to find places in one body: a second or two on a slow machine. */
const mostCharacters = 20_000_000;

/**
 * `capture.locate` for many places. Each takes a pass over the body, so that in a huge one only the first are found; the
 * others are undefined, like places that cannot be told.
 */
export function frugalLocate(capture: Capture): Capture['locate'] {
  const length = capture.delivery.body.text?.length ?? 0;
  let left = mostCharacters;
  return (inBody) => {
    if (left <= 0) return undefined;
    left -= length;
    return capture.locate(inBody);
  };
}
