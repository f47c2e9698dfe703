import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** Sends an answer; nothing happens when the client has left. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  { close = false }: { readonly close?: boolean } = {},
): void {
  if (response.destroyed || response.headersSent) return;
  response.on('error', () => {});
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  response.writeHead(status, { ...headers, ...length, ...(close ? { connection: 'close' } : {}) });
  response.end(hasBody && request.method !== 'HEAD' ? body : undefined);
  // What nobody reads would keep the connection from its next request.
  if (!request.complete && !close) request.resume();
}
