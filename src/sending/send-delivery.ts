import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { OutgoingDelivery } from './build-delivery.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The beginning of the body, as text. */
  readonly body: string;
  /** From the first byte sent to the end of the answer, in seconds. */
  readonly duration: number;
}

/** What happened instead of an answer. */
export interface NoAnswer {
  readonly status: undefined;
  /** `refused`: nobody listens; `timeout`: no whole answer in time; `broken`: the connection ended early. */
  readonly failure: 'refused' | 'timeout' | 'broken';
  /** One line that a person can act on. */
  readonly message: string;
  /** Set when the URL says https and what came back is no TLS: no further attempt can do better. */
  readonly isNoTls?: true;
  readonly duration: number;
}

export interface SendOptions {
  /** How long to wait for the whole answer, in seconds; 30 when absent. */
  readonly timeout?: number;
  /** Sends the body in pieces of `bytes` with a pause of `pause` seconds after each; at once when absent. */
  readonly slowly?: { readonly bytes: number; readonly pause: number };
  /**
   * Whether it gets a connection of its own, which is ended after it. A receiver can end one that is kept just when the next
   * delivery is written to it.
   */
  readonly isAlone?: boolean;
  /** Ends the attempt. */
  readonly signal?: AbortSignal;
}

const mostBody = 64 * 1024;
const agents = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: 256 }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: 256 }),
};

/**
 * Sends a delivery byte for byte, headers in their order and spelling. Follows no redirect, as vendors do not. Connections
 * are kept for the next delivery, without keeping the process alive. Never rejects: what goes wrong is in the result.
 */
export function sendDelivery(delivery: OutgoingDelivery, options: SendOptions = {}): Promise<Answer | NoAnswer> {
  const start = performance.now();
  const duration = (): number => (performance.now() - start) / 1000;
  const { promise, resolve } = Promise.withResolvers<Answer | NoAnswer>();
  const url = new URL(delivery.url);
  const isSecure = url.protocol === 'https:';
  const settings: RequestOptions = {
    method: delivery.method,
    // Not a header `Connection: close`: the agent would keep the connection all the same.
    agent: options.isAlone === true ? false : agents[isSecure ? 'https:' : 'http:'],
    headers: [
      'Host',
      url.host,
      ...delivery.headers.flat(),
      ...(delivery.headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name))
        ? []
        : ['Content-Length', String(delivery.body.byteLength)]),
    ],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const fail = (failure: NoAnswer['failure'], message: string, more: Pick<NoAnswer, 'isNoTls'> = {}): void =>
    resolve({ status: undefined, failure, message, ...more, duration: duration() });
  const timeout = options.timeout ?? 30;
  const request = (isSecure ? httpsRequest : httpRequest)(url, settings, (response) => {
    readBody(response).then(
      (body) => resolve({ status: response.statusCode ?? 0, headers: pairsOf(response), body, duration: duration() }),
      (error: Error) => fail('broken', error.message),
    );
  });
  const timer = setTimeout(() => {
    fail('timeout', `no whole answer within ${timeout} s`);
    request.destroy();
  }, timeout * 1000);
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') fail('refused', `nobody listens at ${url.host}`);
    else if (isSecure && isNoTls(error)) {
      fail('broken', `${url.host} speaks http, not https`, { isNoTls: true });
    } else fail('broken', inOneLine(error.message) || (error.code ?? 'the connection ended'));
  });
  void promise.finally(() => clearTimeout(timer));
  if (options.slowly === undefined) request.end(delivery.body);
  else void writeSlowly(request, delivery.body, options.slowly);
  return promise;
}

/** What OpenSSL says of an answer that is no TLS record, such as that of a server without TLS. */
function isNoTls({ message }: Error): boolean {
  return /:(?:wrong version number|http request|packet length too long):/i.test(message);
}

function inOneLine(message: string): string {
  return message.trim().replaceAll(/\s*\n\s*/g, ' ');
}

/** Ends the connections that were kept. */
export function closeConnections(): void {
  for (const agent of Object.values(agents)) agent.destroy();
}

async function writeSlowly(
  request: ReturnType<typeof httpRequest>,
  body: Uint8Array,
  { bytes, pause }: { readonly bytes: number; readonly pause: number },
): Promise<void> {
  for (let start = 0; start < body.byteLength && !request.destroyed; start += bytes) {
    request.write(body.subarray(start, start + bytes));
    await new Promise((resume) => setTimeout(resume, pause * 1000));
  }
  if (!request.destroyed) request.end();
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (size < mostBody) chunks.push(chunk);
    size += chunk.byteLength;
  }
  return Buffer.concat(chunks).subarray(0, mostBody).toString('utf8');
}

function pairsOf({ rawHeaders }: IncomingMessage): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}
