import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Delivery } from '../deliveries/delivery.ts';
import { valuesOf } from '../signatures/signature-header.ts';

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

/** By their names in HTTP. Source: RFC 9110, section 8.4.1. */
const decoders = new Map<string, Decoder>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** The content coding of a delivery; empty when its body is as it was written. Source: RFC 9110, section 8.4. */
export function codingOf(headers: Delivery['headers']): string {
  return valuesOf(headers, 'content-encoding')
    .join()
    .trim()
    .toLowerCase()
    .replace(/^identity$/, '');
}

/** The body without its content coding, at most `limit` bytes. Never rejects. */
export async function decodeBody(
  body: Uint8Array,
  coding: string,
  limit: number,
): Promise<Uint8Array | 'unknown' | 'broken' | 'too-large'> {
  const decode = decoders.get(coding);
  if (decode === undefined) return 'unknown';
  try {
    return await decode(body, { maxOutputLength: limit });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken';
  }
}
