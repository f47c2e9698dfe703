import { basename } from 'node:path';
import { bodyFromBytes } from '../body.ts';
import type { Capture } from '../capture.ts';
import { captureFinding } from '../capture-finding.ts';
import type { DeliveryPart } from '../delivery.ts';
import { offsetOf } from '../json-locate.ts';
import { parseJson, positionAt } from '../json-text.ts';
import { decodeUtf8 } from './encoding.ts';
import { defaultOrigin, readAll, statedBy, wholeFileLimit } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';

/** A payload by itself: it says nothing about method, URL, headers or signature, and none of them is checked. */
export const jsonFormat: CaptureFormat = {
  name: 'json',
  extensions: ['.json'],
  limit: wholeFileLimit,
  detect: (head) => /^(?:\xef\xbb\xbf)?\s*[{[]/.test(Buffer.from(head).toString('latin1')),
  read: readPayload,
};

const missing: ReadonlySet<DeliveryPart> = new Set(['method', 'url', 'headers']);

async function* readPayload(source: CaptureSource, options: ReadOptions): AsyncGenerator<CaptureRun> {
  const bytes = await readAll(source);
  const { file } = source;
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) {
    yield [captureFinding('encoding', decoded.problem, { file, line: 1, column: 1 })];
    return;
  }
  const { text } = decoded;
  const parsed = parseJson(text);
  if ('problem' in parsed) {
    yield [
      captureFinding('syntax', `not JSON: ${parsed.problem.message}`, {
        file,
        ...positionAt(text, parsed.problem.offset),
      }),
    ];
    return;
  }
  const capture: Capture = {
    id: basename(file),
    delivery: { method: 'POST', url: options.url ?? '', headers: [], body: bodyFromBytes(withoutMark(bytes)) },
    missing,
    origin: defaultOrigin(source, options),
    attested: false,
    ...statedBy(options),
    place: { file, line: 1 },
    locate(inBody) {
      const offset = offsetOf(text, inBody);
      return offset === undefined ? undefined : positionAt(text, offset);
    },
  };
  yield [capture];
}

/** A payload file is a document, not a record of bytes: an editor's byte order mark is no part of the payload. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
