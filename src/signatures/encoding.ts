import type { SignatureScheme } from './scheme.ts';

/** Bytes as text: hex in lower case, base64 with padding, base64url without. Source: RFC 4648. */
export function encode(bytes: Uint8Array, encoding: SignatureScheme['encoding']): string {
  if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = btoa(String.fromCharCode(...bytes));
  return encoding === 'base64' ? base64 : unpadded(base64.replaceAll('+', '-').replaceAll('/', '_'));
}

/** The bytes that a text stands for; undefined when it is not written in the encoding. Padding may be left out. */
export function decode(text: string, encoding: 'hex' | 'base64'): Uint8Array<ArrayBuffer> | undefined {
  const plain = encoding === 'hex' ? text.toLowerCase() : unpadded(text);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes =
      encoding === 'hex'
        ? Uint8Array.from(plain.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
        : Uint8Array.from(atob(plain), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
  // The way back refuses what was passed over: white space, signs of no number, bits that belong to no byte.
  return unpadded(encode(bytes, encoding)) === plain ? bytes : undefined;
}

export function unpadded(base64: string): string {
  return base64.replace(/=+$/, '');
}
