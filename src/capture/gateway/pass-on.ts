import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { headersOf } from '../../http/request.ts';
import { endToEnd } from './receiver.ts';

/**
 * Gives the receiver's answer to the vendor as it is: status, its reason, headers in their order, and the bytes of the
 * body. When the receiver breaks off, so does this.
 *
 * @returns once the answer is over: why the receiver did not end it, undefined when it did, or the vendor left first
 */
export function passOn(
  answer: IncomingMessage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<'broken' | 'timeout' | undefined> | undefined {
  if (response.destroyed || response.headersSent) {
    answer.resume();
    return undefined;
  }
  const { promise, resolve } = Promise.withResolvers<'broken' | 'timeout' | undefined>();
  const fail = ({ code }: NodeJS.ErrnoException): void => {
    // The answer is also ended early when nobody is left to read it.
    if (!response.destroyed) resolve(code === 'ETIMEDOUT' ? 'timeout' : 'broken');
  };
  // It may have broken off while the record was written.
  if (answer.errored === null) answer.once('error', fail);
  else fail(answer.errored);
  const headers = endToEnd(headersOf(answer));
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers.flat());
  // Whether there is a body is decided by the request and the status. Source: RFC 9112, section 6.3.
  pipeline(answer, response, () => resolve(undefined));
  if (!request.complete) request.resume();
  return promise;
}
