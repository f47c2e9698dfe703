import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { describeRounded, roundedNumbers } from '../registry/domain/exact-numbers.ts';

/** A body that is no JSON that this server takes. */
class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly statusCode: 400 | 422;

  constructor(message: string, statusCode: 400 | 422 = 400) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** As deep as a document may nest: far deeper than contracts do, and not so deep that what walks through it overflows. */
const deepest = 200;

/**
 * Reads JSON bodies of any JSON media type, Confluent's too, in UTF-8. Those that nest too deep, or hold a key that
 * could change what every object inherits, are refused before anybody looks at them; so are those with a number that a double
 * cannot hold (422): what is kept would say another one.
 */
export function parseJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json\b/i,
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done) => {
      if (!isUtf8(bytes)) {
        done(new BodyError('The body is not UTF-8.'), undefined);
        return;
      }
      const body = bytes.toString();
      if (nestsDeeper(body, deepest)) {
        done(new BodyError(`The body nests more than ${deepest} levels deep.`), undefined);
        return;
      }
      void parse(request, body, (error, value) => {
        // Its own message quotes the body.
        const [rounded] = error === null ? roundedNumbers(body) : [];
        if (rounded !== undefined) done(new BodyError(`The body has ${describeRounded(rounded)}`, 422), undefined);
        else if (error === null) done(null, value);
        else done(new BodyError(body === '' ? 'The body is empty.' : 'The body is not JSON.'), undefined);
      });
    },
  );
}

/** Whether brackets outside of strings nest deeper than a limit. Reads each character at most once. */
export function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      index = endOfString(text, index);
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
  return false;
}

/** Index of the quotation mark that ends a string. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; ; index += 1) {
    const end = text.indexOf('"', index);
    if (end === -1) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
    index = end;
  }
}
