import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import type { SendOptions } from '../sending/send-delivery.ts';
import type { Secrets } from './headers.ts';

/** Shorter runs of one character are written out. */
const longRun = 1000;

/**
 * A command for a POSIX shell that makes the same delivery: byte for byte, headers in their order.
 *
 * @param secrets values of headers that a variable stands for
 */
export function curlOf(
  { method, url, headers, body }: OutgoingDelivery,
  secrets: Secrets,
  slowly?: SendOptions['slowly'],
): string {
  const parts = [
    // Brackets and braces in a URL would be taken for a pattern.
    `curl -i${/[{}[\]]/.test(url) ? ' -g' : ''} -X ${quote(method)} ${quote(url)}`,
    ...headers.map(([name, value]) => `-H ${headerText(name, value, secrets.get(value))}`),
  ];
  const command = (...more: readonly string[]): string => [...parts, ...more].join(' \\\n  ');
  if (slowly !== undefined) {
    const pieces = piecesOf(body, slowly.bytes).map(print).join(`; sleep ${slowly.pause}; `);
    return `(${pieces}) | ${command('-H Expect:', '-T -')}`;
  }
  const text = inline(body);
  if (text !== undefined) return command(`--data-binary ${quote(text)}`);
  return `(${pieces(body).join('; ')}) | ${command('--data-binary @-')}`;
}

function headerText(name: string, value: string, variable: string | undefined): string {
  if (variable !== undefined) return `${quote(`${name}: `)}"$${variable}"`;
  // With a colon curl would leave an empty header out.
  return quote(value === '' ? `${name};` : `${name}: ${value}`);
}

/** The body as text, when an argument can hold it; undefined for what is long, or would name a file. */
function inline(body: Uint8Array): string | undefined {
  return body.byteLength > 32_768 || body[0] === 0x40 ? undefined : plainText(body);
}

/** The bytes as text that looks like what it is, on one line: undefined when they are none in UTF-8. */
function plainText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Commands that print the body; a long run of one character is made by the shell. */
function pieces(body: Uint8Array): string[] {
  const found: string[] = [];
  let start = 0;
  for (let index = 0; index < body.byteLength;) {
    let end = index + 1;
    while (end < body.byteLength && body[end] === body[index]) end++;
    if (end - index >= longRun) {
      if (index > start) found.push(print(body.subarray(start, index)));
      const [byte = 0] = body.subarray(index, index + 1);
      found.push(`head -c ${end - index} /dev/zero | tr '\\0' ${quote(octal(byte))}`);
      start = end;
    }
    index = end;
  }
  return start < body.byteLength ? [...found, print(body.subarray(start))] : found;
}

function print(bytes: Uint8Array): string {
  const text = plainText(bytes);
  if (text !== undefined) return `printf '%s' ${quote(text)}`;
  return `printf ${quote(Array.from(bytes, printfByte).join(''))}`;
}

/** A byte in the format of `printf`. Source: POSIX.1-2024, printf, and file format notation. */
function printfByte(byte: number): string {
  if (byte === 0x0a) return String.raw`\n`;
  if (byte === 0x25) return '%%';
  return byte < 0x20 || byte > 0x7e || byte === 0x5c ? octal(byte) : String.fromCharCode(byte);
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`;
}

function piecesOf(body: Uint8Array, bytes: number): Uint8Array[] {
  const count = Math.ceil(body.byteLength / bytes);
  return Array.from({ length: count }, (_, index) => body.subarray(index * bytes, (index + 1) * bytes));
}

/** Source: POSIX.1-2024, Shell Command Language, section 2.2.2. */
function quote(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
