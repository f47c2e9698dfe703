import { writeSync } from 'node:fs';

/**
 * Writes all of a text or of bytes. One call of the system may write a part, as when the disk becomes full on the way: the
 * next one then says so.
 */
export function writeAll(file: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.byteLength;) at += writeSync(file, bytes, at);
}
