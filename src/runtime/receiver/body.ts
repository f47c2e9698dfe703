import { valueOf, valuesOf } from '../../signatures/signature-header.ts';
import type { Delivery, NodeRequest, Refusal, RequestLike } from '../api.ts';
import { concat } from '../crypto.ts';
import { refuse } from './refuse.ts';

/** `too-large`: more than the limit; `ended`: the vendor broke off, so nobody waits for an answer. */
export type ReadBody = Uint8Array | 'too-large' | 'ended';

/** A refusal of a body that is larger than the limit. */
export function tooLarge(limit: number): Refusal {
  return refuse(413, 'too-large', `The body has more than ${limit} bytes, see \`limit\`.`);
}

async function readAll(chunks: AsyncIterable<Uint8Array>, limit: number, readOn?: boolean): Promise<ReadBody> {
  const kept: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length <= limit) kept.push(chunk);
      else if (!readOn) break;
    }
  } catch {
    return 'ended';
  }
  return length > limit ? 'too-large' : concat(kept);
}

/** Somebody else has read the body: a mistake of the receiver's owner. */
function readBefore(): TypeError {
  return new TypeError(
    'The body was read before the receiver, which needs its raw bytes. Let the receiver come before express.json(), or behind express.raw({ type: () => true }); in Fastify behind a content type parser that leaves the stream alone.',
  );
}

/** Reads the body of a web request, at most `limit` bytes. Rejects only when it was read before. */
export async function readWebBody({ body, bodyUsed }: RequestLike, limit: number): Promise<ReadBody> {
  if (!body) return new Uint8Array();
  const stream = body as ReadableStream<Uint8Array>;
  if (bodyUsed === true || stream.locked) throw readBefore();
  return readAll(stream, limit);
}

/** Reads the body of a Node.js request, at most `limit` bytes. Rejects only when its bytes are lost. */
export async function readNodeBody(request: NodeRequest, limit: number): Promise<ReadBody> {
  const { rawBody, body, readableDidRead } = request;
  const bytes = [rawBody, body].find((value) => value instanceof Uint8Array);
  if (bytes) return bytes.length > limit ? 'too-large' : bytes;
  if (readableDidRead) throw readBefore();
  // To leave off would close the connection, and the vendor would not get the answer.
  return readAll(request as unknown as AsyncIterable<Uint8Array>, limit, true);
}

/** The content coding of a delivery; undefined when its body is as it was written. Source: RFC 9110, section 8.4. */
export function codingOf({ headers }: Delivery): string | undefined {
  if (!valueOf(headers, 'content-encoding')) return undefined;
  const coding = valuesOf(headers, 'content-encoding').join().toLowerCase();
  return coding === 'identity' ? undefined : coding;
}

/** By their names in HTTP, as the platform calls them. Source: RFC 9110, section 8.4.1. */
const codings = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'brotli'],
]);

/**
 * The body without its content coding, at most `limit` bytes; as it is when it has none, because some parsers decode a
 * body and leave the header. Never rejects.
 */
export async function decodeBody(bytes: Uint8Array, coding: string, limit: number): Promise<Uint8Array | Refusal> {
  let decoder: DecompressionStream;
  try {
    decoder = new DecompressionStream(codings.get(coding) as ConstructorParameters<typeof DecompressionStream>[0]);
  } catch {
    return refuse(415, 'content-encoding', `The body is in ${coding}, which cannot be read here.`);
  }
  const decoded = await readAll(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(decoder), limit);
  if (decoded === 'too-large') return tooLarge(limit);
  return decoded === 'ended' ? bytes : decoded;
}
