import { basename } from 'node:path';
import { bodyFromBytes } from '../body.ts';
import type { Capture } from '../capture.ts';
import type { DeliveryPart } from '../delivery.ts';
import { offsetOf } from '../json-locate.ts';
import { positionAt } from '../json-text.ts';
import { defaultOrigin, statedBy, wholeFileLimit } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';
import { readJson } from './read-json.ts';

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
  const { file } = source;
  const read = await readJson(source);
  if ('rule' in read) {
    yield [read];
    return;
  }
  const { bytes, text } = read;
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
