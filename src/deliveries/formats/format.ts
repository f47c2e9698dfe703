import { basename } from 'node:path';
import type { Capture, Origin } from '../capture.ts';
import type { CaptureItem } from '../capture-finding.ts';
import type { RecordLine } from '../record-line.ts';

/** Captures and findings that follow one another in a file. */
export type CaptureRun = Iterable<CaptureItem>;

/** A file format that captures are kept in. */
export interface CaptureFormat {
  readonly name: string;
  /** File extensions with their dot, in lower case: a file that has one of them has this format. */
  readonly extensions: readonly string[];
  /** An extension of another format whose files have this one when `detect` says so. */
  readonly specialises?: string;
  /** Greatest size of a file in bytes; a format without a limit streams. */
  readonly limit?: number;
  /** Whether a file without a known extension has this format, judged by its first bytes (at most 1,024). */
  detect?(head: Uint8Array): boolean;
  /**
   * Reads all captures of one file in order, in runs of any length, each of which is used up before the next is asked
   * for. (A promise for every single capture would cost a fast format a tenth of its speed.) What cannot be read becomes
   * a finding and never an exception; the rest of the file goes on where the format allows it.
   */
  read(source: CaptureSource, options: ReadOptions): AsyncIterable<CaptureRun>;
}

/** The bytes of a capture file. */
export interface CaptureSource {
  /** The path as findings show it. */
  readonly file: string;
  /** The bytes from the beginning; a chunk is valid only until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** What the caller knows about captures that their files may not say. */
export interface ReadOptions {
  /** Where the captures come from when neither the record nor the file's name states it. */
  readonly origin?: Origin;
  /** The URL that is registered with the vendor. It replaces the one in the file, which a proxy may have changed. */
  readonly url?: string;
  /** Stated for captures that do not state it themselves. */
  readonly vendor?: string;
  readonly contract?: string;
  /** Whether the caller has verified the gateway's attestation of this file; without it, `attested` in a record is only a claim. */
  readonly attested?: boolean;
  /** Tells of a record that says more than the delivery whether a trusted key has signed it; nothing is trusted when absent. */
  readonly isAttested?: (line: RecordLine) => boolean;
}

/** Size limit of formats that are read as a whole, in bytes. */
export const wholeFileLimit = 64 * 1024 * 1024;

/** All bytes of a source. */
export async function readAll(source: CaptureSource): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.chunks()) chunks.push(Buffer.from(chunk));
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** The origin of captures whose record does not state it: an infix of the file's name (`.live.`), else the caller's word. */
export function defaultOrigin(source: CaptureSource, options: ReadOptions): Origin | undefined {
  const infixes = basename(source.file).split('.').slice(1, -1);
  return infixes.findLast(isOrigin) ?? options.origin;
}

/** Whether a text names an origin. */
export function isOrigin(text: unknown): text is Origin {
  return text === 'live' || text === 'documented' || text === 'simulated';
}

/** The vendor and contract that the caller states, as parts of a capture. */
export function statedBy(options: ReadOptions): Pick<Capture, 'vendor' | 'contract'> {
  return {
    ...(options.vendor === undefined ? {} : { vendor: options.vendor }),
    ...(options.contract === undefined ? {} : { contract: options.contract }),
  };
}
