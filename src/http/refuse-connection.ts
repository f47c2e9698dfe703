import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemAnswer, titleOf } from './answer.ts';

/** Called for what is refused before it is a request: what was answered, and why. */
export type OnRefused = (status: number, detail: string) => void;

/** The last request of each connection, and its answer. Answers go out in the order of their requests. */
const lastOf = new WeakMap<Duplex, { readonly request: IncomingMessage; readonly response: ServerResponse }>();
const refused = new WeakSet<Duplex>();
/** How long a client that was refused may take to read why, in milliseconds. */
const linger = 5_000;

/**
 * Remembers what each connection of a server was asked last: what is refused on it later waits until that is answered.
 * Tunnels (CONNECT) are refused.
 */
export function followAnswers(server: Server, onRefused?: OnRefused): void {
  server.prependListener('request', followRequest);
  server.on('connect', (_, socket) => {
    socket.on('error', () => {});
    refuse(socket, 405, 'There are no tunnels here.', onRefused);
  });
}

/** As `followAnswers` does for requests that its server tells of as such. */
export function followRequest(request: IncomingMessage, response: ServerResponse): void {
  lastOf.set(request.socket, { request, response });
}

const clientErrors: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The chunk extensions are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not come whole in time.'],
};

/**
 * Refuses what is no HTTP, or too slow, and ends the connection; requests that came before on the same connection get
 * their answers first, where its server is followed (`followAnswers`).
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex, onRefused: OnRefused | undefined): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, detail] = clientErrors[error.code ?? ''] ?? [400, 'The request is not HTTP.'];
  refuse(socket, status, detail, onRefused);
}

function refuse(socket: Duplex, status: number, detail: string, onRefused?: OnRefused): void {
  // Whatever follows what is no HTTP is none either, and each piece of it is reported.
  if (refused.has(socket)) return;
  refused.add(socket);
  onRefused?.(status, detail);
  const write = (): void => writeRefusal(socket, status, detail);
  const { request, response } = lastOf.get(socket) ?? {};
  if (request === undefined || response === undefined) write();
  else if (request.complete) {
    const writeAfter = (): void => {
      if (response.shouldKeepAlive) write();
    };
    // First of all who listens: a connection whose client has said everything is ended after its last answer.
    if (response.writableFinished) writeAfter();
    else response.prependOnceListener('finish', writeAfter);
    // What is wrong is the body of this request: unless it has an answer, this is it, when its turn has come.
  } else if (response.writableFinished) socket.end();
  else if (response.headersSent) response.once('close', () => socket.end());
  else if (response.socket === null) response.once('socket', write);
  else write();
}

/** There is no request to answer, or nobody who has it whole: the answer is written by hand. */
function writeRefusal(socket: Duplex, status: number, detail: string): void {
  if (!socket.writable) return;
  const { headers, body } = problemAnswer(status, detail);
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  socket.end(
    `HTTP/1.1 ${status} ${titleOf(status)}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
  // Ended at once, a client that still sends would never see it.
  const timer = setTimeout(() => socket.destroy(), linger);
  socket.once('close', () => clearTimeout(timer));
}
