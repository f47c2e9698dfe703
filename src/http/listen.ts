import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunError } from '../findings/run-error.ts';
import { problemAnswer } from './answer.ts';
import { followAnswers, followRequest, refuseConnection } from './refuse-connection.ts';
import { send } from './send.ts';

export { refuseConnection };

/** How long the server waits for its clients, in seconds. */
export interface Timeouts {
  /** For all headers of a request. */
  readonly headers: number;
  /** For a whole request. */
  readonly request: number;
  /** On a connection where nothing moves. */
  readonly idle: number;
  /** For requests that are being answered when the server is told to end. */
  readonly close: number;
}

export const usualTimeouts: Timeouts = { headers: 10, request: 30, idle: 150, close: 5 };

/** A server that listens. */
export interface ListeningServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Takes no further connections, lets what is being answered end, and ends the rest. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** Any that is free when 0. */
  readonly port: number;
  /** The option that changes the port, for messages; `--port` when absent. */
  readonly portOption?: string;
  readonly timeouts?: Timeouts;
  /** Answers a request. `closing` is aborted when the server ends. */
  readonly answer: (request: IncomingMessage, response: ServerResponse, closing: AbortSignal) => void;
  /** Called for what is refused before it is a request: what was answered, and why. */
  readonly onRefused?: (status: number, detail: string) => void;
  /** Called when the server is told to end, before it waits for what is being answered. */
  readonly onClose?: () => void;
  /** Most bytes of a body: whoever asks before sending more (Expect: 100-continue) is told at once. Any number when absent. */
  readonly limit?: number;
  /** Most connections at a time; further ones are ended at once. Any number when absent. */
  readonly mostConnections?: number;
}

/**
 * Starts a server that no client can keep waiting: slow headers, slow bodies and idle connections have their times, and
 * what is no HTTP is answered without a request.
 *
 * @throws {RunError} when the address cannot be listened on
 */
export async function listen(options: ListenOptions): Promise<ListeningServer> {
  const { host, port, timeouts = usualTimeouts } = options;
  const closing = new AbortController();
  const server = makeServer(options, timeouts, closing.signal);
  await startListening(server, host, port, options.portOption ?? '--port');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${hostInUrl(host)}:${address.port}`,
    close: () => shutDown(server, closing, timeouts.close, options.onClose),
  };
}

function makeServer(
  { answer, mostConnections, onRefused, limit = Infinity }: ListenOptions,
  timeouts: Timeouts,
  closing: AbortSignal,
): Server {
  const { headers, request, idle } = timeouts;
  const server = createServer({
    headersTimeout: headers * 1000,
    requestTimeout: request * 1000,
    connectionsCheckingInterval: Math.min(1000, headers * 500),
    keepAliveTimeout: 5_000,
    noDelay: true,
    // It is missed below, with an answer that says so.
    requireHostHeader: false,
  });
  if (mostConnections !== undefined) server.maxConnections = mostConnections;
  // Whoever has said everything may end its half of the connection, and still gets its answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.setTimeout(idle * 1000);
  followAnswers(server, onRefused);
  const receive = (received: IncomingMessage, response: ServerResponse): void => {
    if (closing.aborted) response.shouldKeepAlive = false;
    const detail = wrongHost(received);
    if (detail === undefined) {
      answer(received, response, closing);
      return;
    }
    onRefused?.(400, detail);
    send(received, response, problemAnswer(400, detail), { close: true });
  };
  server.on('request', receive);
  server.on('checkContinue', (received, response) => {
    followRequest(received, response);
    if (Number(received.headers['content-length'] ?? 0) > limit) {
      const detail = `The body has more than ${limit} bytes.`;
      onRefused?.(413, detail);
      send(received, response, problemAnswer(413, detail), { close: true });
      return;
    }
    response.writeContinue();
    receive(received, response);
  });
  server.on('clientError', (error, socket) => refuseConnection(error, socket, onRefused));
  return server;
}

/** Source: RFC 9112, section 3.2. */
function wrongHost({ httpVersion, headers, rawHeaders }: IncomingMessage): string | undefined {
  if (headers.host === undefined) return httpVersion === '1.1' ? 'The request has no header Host.' : undefined;
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1 ? 'The request has several headers Host.' : undefined;
}

async function startListening(server: Server, host: string, port: number, option: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, backlog }, resolve);
  try {
    await promise;
  } catch (error) {
    throw listenError(error, host, port, option);
  }
  server.removeAllListeners('error');
  // Without a listener, running out of file descriptors would end the process.
  server.on('error', () => {});
}

/** Connections that may wait to be accepted. */
export const backlog = 2048;

/** What is said of an address that cannot be listened on. `option` is the one that changes the port. */
export function listenError(error: unknown, host: string, port: number, option: string): RunError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const [what, help] = listenErrors[code] ?? [`cannot be listened on: ${message}`, 'Choose another --host or --port.'];
  return new RunError('usage', `${hostInUrl(host)}:${port} ${what}.`, { help: help.replace('--port', option) });
}

const listenErrors: Readonly<Record<string, readonly [what: string, help: string]>> = {
  EADDRINUSE: ['is in use by another program', 'Choose another port with --port; 0 takes any that is free.'],
  EACCES: ['may not be listened on', 'Ports below 1024 need rights; choose a higher --port.'],
  EADDRNOTAVAIL: ['is no address of this machine', 'Use --host 127.0.0.1, or 0.0.0.0 for all addresses.'],
  ENOTFOUND: ['is no host that can be found', 'Use --host 127.0.0.1, or 0.0.0.0 for all addresses.'],
};

/** As URLs have it: an IPv6 address in brackets. */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

async function shutDown(
  server: Server,
  closing: AbortController,
  grace: number,
  onClose: () => void = () => {},
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  closing.abort();
  server.close(() => resolve());
  onClose();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), grace * 1000);
  await promise;
  clearTimeout(timer);
}
