import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { RunError } from '../../findings/run-error.ts';
import type { Delivery } from '../../deliveries/delivery.ts';

/** What is sent on. */
export interface Forwarded {
  /** Upper case. */
  readonly method: string;
  /** What stood in the request line. */
  readonly target: string;
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
}

/** What the receiver made of it. */
export type Outcome =
  /** The head of its answer; the body is still to be read. */
  | { readonly response: IncomingMessage; readonly status: number; readonly duration: number }
  | {
      readonly response?: undefined;
      /** `refused`: nobody listens; `timeout`: no answer in time; `broken`: the connection ended early. */
      readonly failure: 'refused' | 'timeout' | 'broken';
      readonly message: string;
      readonly duration: number;
    };

export interface ReceiverOptions {
  /** URL that deliveries go to; the path of each is put after its path. */
  readonly url: string;
  /** How long to wait for the head of the answer, and between the parts of its body, in seconds. */
  readonly timeout: number;
  /** `keep` sends the Host that the vendor sent; `receiver` that of `url`. */
  readonly host: 'keep' | 'receiver';
}

/** Headers that belong to one connection. Source: RFC 9110, section 7.6.1; RFC 9112, section 9.6. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers that go from one connection to the next, in their order and spelling. */
export function endToEnd(headers: Delivery['headers']): Delivery['headers'] {
  const named = new Set(
    headers.flatMap(([name, value]) =>
      name.toLowerCase() === 'connection' ? value.split(',').map((one) => one.trim().toLowerCase()) : [],
    ),
  );
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !hopByHop.has(lower) && !named.has(lower);
  });
}

/** The longest that a receiver's end of a kept connection may be under way, in seconds. */
const longestRace = 1;
/** Most bytes of an answer's headers. */
const mostHeaders = 64 * 1024;

/** The endpoint behind the gateway. */
export class Receiver {
  readonly url: string;
  readonly #base: URL;
  readonly #path: string;
  readonly #options: ReceiverOptions;
  readonly #agent: HttpAgent;
  /** For connections that were used by nothing else. */
  readonly #fresh: HttpAgent;
  #isClosed = false;
  /** The failure that was told last, until there is an answer. */
  #told: string | undefined;

  /** @throws {RunError} when the URL is none that can be sent to */
  constructor(options: ReceiverOptions) {
    const base = URL.canParse(options.url) ? new URL(options.url) : undefined;
    if (base === undefined || !['http:', 'https:'].includes(base.protocol) || base.search !== '' || base.hash !== '')
      throw new RunError('usage', `"${options.url}" is no URL that deliveries can be sent on to.`, {
        help: 'Write it whole, without a query: --forward http://127.0.0.1:3000.',
      });
    this.url = base.href.replace(/\/$/, '');
    this.#base = base;
    this.#path = base.pathname.replace(/\/$/, '');
    this.#options = options;
    const Agent = base.protocol === 'https:' ? HttpsAgent : HttpAgent;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 256 });
    this.#fresh = new Agent({ maxSockets: 256 });
  }

  /** Sends a delivery byte for byte. Never rejects. */
  async send(forwarded: Forwarded): Promise<Outcome> {
    const start = performance.now();
    const { request, outcome } = this.#attempt(forwarded, start, this.#agent);
    const result = await outcome;
    // The receiver may end a connection that was kept just when it is used again: most likely it has seen nothing then.
    const isRace = result.response === undefined && result.failure === 'broken' && request.reusedSocket;
    if (!isRace || result.duration > longestRace || this.#isClosed) return result;
    return this.#attempt(forwarded, start, this.#fresh).outcome;
  }

  /** What there is to tell people of an outcome: that and why the receiver gives no answer, when it gave one before. */
  newsOf(outcome: Outcome): string | undefined {
    if (this.#isClosed) return undefined;
    const failure = outcome.response === undefined ? outcome.failure : undefined;
    const isNews = failure !== undefined && failure !== this.#told;
    this.#told = failure;
    return isNews && outcome.response === undefined ? `The receiver gives no answer: ${outcome.message}.` : undefined;
  }

  /** Ends all connections; what still waits for an answer gets none. */
  close(): void {
    this.#isClosed = true;
    this.#agent.destroy();
    this.#fresh.destroy();
  }

  #attempt(
    { method, target, headers, body }: Forwarded,
    start: number,
    agent: HttpAgent,
  ): { readonly request: ClientRequest; readonly outcome: Promise<Outcome> } {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const { protocol, host } = this.#base;
    const duration = (): number => (performance.now() - start) / 1000;
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)(this.#base, {
      method,
      path: this.#pathFor(target),
      agent,
      maxHeaderSize: mostHeaders,
      headers: this.#headersFor(headers, host, body.byteLength),
    });
    const timeout = this.#options.timeout * 1000;
    const timer = setTimeout(() => {
      const message = `no answer within ${this.#options.timeout} s`;
      resolve({ failure: 'timeout', message, duration: duration() });
      request.destroy();
    }, timeout);
    request.on('response', (response) => {
      clearTimeout(timer);
      response.on('error', () => {});
      const { statusCode: status = 0 } = response;
      if (status < 200) {
        resolve({ failure: 'broken', message: `its answer has the status ${status}`, duration: duration() });
        request.destroy();
        return;
      }
      const late = Object.assign(new Error('the answer stands still'), { code: 'ETIMEDOUT' });
      response.setTimeout(timeout, () => response.destroy(late));
      resolve({ response, status, duration: duration() });
    });
    // Nobody asked for another protocol.
    request.on('upgrade', (_, socket) => {
      clearTimeout(timer);
      resolve({ failure: 'broken', message: 'it switches to another protocol', duration: duration() });
      socket.destroy();
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const { code = '', message } = error;
      const isRefused = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'].includes(code);
      resolve({ failure: isRefused ? 'refused' : 'broken', message: message || code, duration: duration() });
    });
    request.end(body);
    return { request, outcome: promise };
  }

  #pathFor(target: string): string {
    // The server as a whole. Source: RFC 9112, section 3.2.4.
    if (target === '*') return target;
    // A proxy's form names the whole URL. Source: RFC 9112, section 3.2.2.
    const own = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(target)?.[0].length ?? 0;
    const path = target.slice(own);
    const whole = this.#path !== '' && /^\/(?=\?|$)/.test(path) ? this.#path + path.slice(1) : this.#path + path;
    return whole.startsWith('/') ? whole : `/${whole}`;
  }

  #headersFor(headers: Delivery['headers'], host: string, length: number): string[] {
    const kept = endToEnd(headers).filter(([name]) => !/^(?:content-length|expect)$/i.test(name));
    const named = this.#options.host === 'keep' ? kept : kept.filter(([name]) => !/^host$/i.test(name));
    const flat = named.flat();
    if (!named.some(([name]) => /^host$/i.test(name))) flat.unshift('Host', host);
    const hadBody = length > 0 || headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name));
    return hadBody ? [...flat, 'Content-Length', String(length)] : flat;
  }
}
