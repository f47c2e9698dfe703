import { basename } from 'node:path';
import { bodyFromBytes } from '../body.ts';
import type { Capture } from '../capture.ts';
import { captureFinding } from '../capture-finding.ts';
import type { Delivery, DeliveryPart } from '../delivery.ts';
import { absoluteUrl, isHttpProblem, parseHttpMessage } from '../http-message.ts';
import { offsetOf } from '../json-locate.ts';
import { positionAt } from '../json-text.ts';
import { looksLikeUtf16 } from './encoding.ts';
import { defaultOrigin, readAll, statedBy, wholeFileLimit } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';

/** One raw HTTP/1.1 request message: header lines, an empty line, and the body's bytes to the end of the file. */
export const httpFormat: CaptureFormat = {
  name: 'http',
  extensions: ['.http'],
  limit: wholeFileLimit,
  detect: (head) => /^(?:\xef\xbb\xbf)?[A-Z]{3,10} \S+ HTTP\/1\.[01]\r?\n/.test(Buffer.from(head).toString('latin1')),
  read: readHttp,
};

async function* readHttp(source: CaptureSource, options: ReadOptions): AsyncGenerator<CaptureRun> {
  const whole = await readAll(source);
  const bytes = hasMark(whole) ? whole.subarray(3) : whole;
  if (looksLikeUtf16(bytes)) {
    yield [
      captureFinding('encoding', 'the file is UTF-16; a raw HTTP message is not', {
        file: source.file,
        line: 1,
        column: 1,
      }),
    ];
    return;
  }
  const message = parseHttpMessage(bytes);
  if (isHttpProblem(message)) {
    const place = { file: source.file, ...positionOf(bytes, message.offset) };
    yield [captureFinding(message.kind, `not an HTTP message: ${message.message}`, place)];
    return;
  }
  const body = bodyFromBytes(message.body);
  const url = options.url ?? absoluteUrl(message);
  const bodyLine = message.bodyOffset === undefined ? undefined : positionOf(bytes, message.bodyOffset).line;
  const capture: Capture = {
    id: basename(source.file),
    delivery: { method: message.method, url: url ?? message.target, headers: message.headers, body },
    missing: url === undefined ? onlyUrl : nothing,
    origin: defaultOrigin(source, options),
    attested: options.attested === true,
    ...statedBy(options),
    place: { file: source.file, line: 1 },
    locate: (inBody) => locateInBody(body, bodyLine, inBody),
  };
  yield [capture];
}

/** Whether bytes begin with the byte order mark of UTF-8, which editors put before a message. */
function hasMark([first, second, third]: Uint8Array): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}

const nothing: ReadonlySet<DeliveryPart> = new Set();
const onlyUrl: ReadonlySet<DeliveryPart> = new Set(['url']);

/** The body begins at the start of a line, so that only its line has to be added. */
function locateInBody(
  { text }: Delivery['body'],
  bodyLine: number | undefined,
  inBody: string | number,
): ReturnType<Capture['locate']> {
  if (text === undefined || bodyLine === undefined) return undefined;
  const offset = offsetOf(text, inBody);
  if (offset === undefined) return undefined;
  const { line, column } = positionAt(text, offset);
  return { line: line + bodyLine - 1, column };
}

function positionOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  return positionAt(Buffer.from(bytes.buffer, bytes.byteOffset, offset).toString('latin1'), offset);
}
