import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { headersOf } from '../../http/request.ts';
import { endToEnd } from './receiver.ts';

/**
 * Gives the receiver's answer to the vendor as it is: status, its reason, headers in their order, and the bytes of the
 * body. When the receiver breaks off, so does this.
 */
export function passOn(answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed || response.headersSent) {
    answer.resume();
    return;
  }
  const headers = endToEnd(headersOf(answer));
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers.flat());
  // Whether there is a body is decided by the request and the status. Source: RFC 9112, section 6.3.
  pipeline(answer, response, () => {});
  if (!request.complete) request.resume();
}
