import { isUtf8 } from 'node:buffer';

/**
 * Whether bytes are UTF-16: they begin with its byte order mark, or every other one of the first is zero.
 */
export function looksLikeUtf16(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.length >= 4 && ((first === 0 && third === 0) || (second === 0 && fourth === 0));
}

/** Text of a file that must be UTF-8, without its byte order mark; or why it is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string } | { readonly problem: string } {
  if (looksLikeUtf16(bytes)) return { problem: 'the file is UTF-16, not UTF-8' };
  if (!isUtf8(bytes))
    return { problem: `byte ${invalidAt(bytes) + 1} is not UTF-8; the file may be Latin-1 or Windows-1252` };
  const text = new TextDecoder('utf-8').decode(bytes);
  return { text };
}

/** Offset of the first byte that begins no valid UTF-8 character, found by halving. */
export function invalidAt(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // The last bytes of the prefix may be the beginning of a character that does not go on.
  while (!isUtf8(bytes.subarray(0, good))) good -= 1;
  return good;
}

/** A prefix that is cut inside a character counts as valid. */
function isUtf8Prefix(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
