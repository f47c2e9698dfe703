import { isUtf8 } from 'node:buffer';
import type { DeliveryBody } from './delivery.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Encodes only when the bytes are asked for: most checks of a recorded delivery never do. */
class TextBody implements DeliveryBody {
  readonly text: string;
  #bytes: Uint8Array | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= encoder.encode(this.text));
  }
}

class BytesBody implements DeliveryBody {
  readonly bytes: Uint8Array;
  #text: string | undefined;
  #decoded = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get text(): string | undefined {
    if (!this.#decoded) {
      this.#decoded = true;
      if (isUtf8(this.bytes)) this.#text = decoder.decode(this.bytes);
    }
    return this.#text;
  }
}

/**
 * A body given as text; its bytes are the text's UTF-8 form, a byte order mark included.
 * @throws {TypeError} when the text holds a lone surrogate: it has no UTF-8 form.
 */
export function bodyFromText(text: string): DeliveryBody {
  if (!text.isWellFormed()) throw new TypeError('the text holds a lone surrogate, which UTF-8 cannot express');
  return new TextBody(text);
}

/**
 * A body given as bytes, which are kept, not copied. Its text is undefined unless they are valid UTF-8 (RFC 3629);
 * a byte order mark stays in the text, so that nothing is lost.
 */
export function bodyFromBytes(bytes: Uint8Array): DeliveryBody {
  return new BytesBody(bytes);
}

/**
 * A body given in base64 (RFC 4648 section 4, padded, no line breaks); undefined when the text is not exactly that.
 */
export function bodyFromBase64(base64: string): DeliveryBody | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return undefined;
  return new BytesBody(bytes);
}
