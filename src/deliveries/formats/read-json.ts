import { captureFinding } from '../capture-finding.ts';
import { parseJson, positionAt } from '../json-text.ts';
import type { Finding } from '../../findings/finding.ts';
import { decodeUtf8 } from './encoding.ts';
import { readAll } from './format.ts';
import type { CaptureSource } from './format.ts';

/** A whole file that holds one JSON value. */
export interface JsonFile {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly value: unknown;
}

/** Reads a file as JSON; what keeps it from being read is a finding at its place. */
export async function readJson(source: CaptureSource): Promise<JsonFile | Finding> {
  const { file } = source;
  const bytes = await readAll(source);
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) return captureFinding('encoding', decoded.problem, { file, line: 1, column: 1 });
  const { text } = decoded;
  const parsed = parseJson(text);
  if ('value' in parsed) return { bytes, text, value: parsed.value };
  const place = { file, ...positionAt(text, parsed.problem.offset) };
  return captureFinding('syntax', `not JSON: ${parsed.problem.message}`, place);
}
