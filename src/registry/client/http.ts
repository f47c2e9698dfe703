import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunError } from '../../findings/run-error.ts';
import { toolVersion } from '../../util/version.ts';

/** What is sent to a server. */
export interface HttpRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: URL;
  readonly accept: string;
  /** Only ever sent to the origin of `url`. */
  readonly token: string | undefined;
  /** JSON text. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Limits of talking to a server; times in milliseconds, sizes in bytes. */
export interface HttpLimits {
  /** For one attempt, from the first byte to the last. */
  readonly timeout: number;
  readonly size: number;
  /** Waits before further attempts. */
  readonly waits: readonly number[];
  /** Longest wait that a server may ask for. */
  readonly longestWait: number;
}

export const defaultLimits: HttpLimits = {
  timeout: 30_000,
  size: 8 * 1024 * 1024,
  waits: [300, 1000, 3000],
  longestWait: 20_000,
};

const mostRedirects = 3;

/** An attempt that may succeed when it is made again. */
class Passing extends Error {
  /** Milliseconds that the server asks for. */
  readonly wait: number | undefined;

  constructor(message: string, wait?: number) {
    super(message);
    this.wait = wait;
  }
}

/**
 * Asks a server, again after a while where it is busy or cannot be reached. Redirects are followed within the origin only.
 *
 * @returns the answer, whatever its status below 500 is, but for 429
 * @throws {RunError} `input`, when there is no answer that can be used
 */
export async function ask(request: HttpRequest, limits: HttpLimits = defaultLimits): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await follow(request, limits);
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      const wait = limits.waits[attempt];
      if (wait === undefined || (error.wait ?? 0) > limits.longestWait)
        throw new RunError('input', `${request.url.origin} gives no answer: ${error.message}.`, {
          help: 'Look whether the address is right and the registry runs, or try again later.',
        });
      // Many that failed together do not come again together.
      await sleep(Math.max(wait * (0.5 + Math.random()), error.wait ?? 0));
    }
  }
}

async function follow(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> {
  let { url } = request;
  for (let step = 0; step <= mostRedirects; step += 1) {
    const answer = await attempt({ ...request, url }, limits);
    if ('status' in answer) return answer;
    if (answer.location.origin !== request.url.origin)
      throw new RunError(
        'input',
        `${request.url.origin} leads on to ${placeOf(answer.location)}, which is not followed.`,
        {
          help: 'Name that address as registry, if you trust it.',
        },
      );
    url = answer.location;
  }
  throw new RunError('input', `${request.url.origin} leads in circles.`);
}

/** Only addresses of the web have an origin. */
function placeOf({ origin, protocol }: URL): string {
  return origin === 'null' ? `an address of ${protocol}` : origin;
}

async function attempt(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer | { readonly location: URL }> {
  const signal = AbortSignal.timeout(limits.timeout);
  try {
    const response = await send(request, signal);
    const { statusCode: status = 0, headers } = response;
    const location = redirectOf(response, request.url);
    if (location !== undefined) {
      response.destroy();
      return { location };
    }
    const text = await readLimited(response, limits.size, request.url);
    if (status >= 500 || status === 429) throw new Passing(`it answers with ${status}`, retryAfter(response));
    return { status, contentType: headers['content-type'] ?? '', text };
  } catch (error) {
    if (error instanceof Passing || error instanceof RunError) throw error;
    if (signal.aborted) throw new Passing(`it took longer than ${limits.timeout / 1000} s`);
    throw new Passing(reasonOf(error));
  }
}

/** Resolves with the answer's head. Compressed answers are not asked for: what is counted is what is kept. */
function send({ url, method, accept, token, body }: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    signal,
    headers: {
      accept,
      'accept-encoding': 'identity',
      'user-agent': `counterfoil/${toolVersion}`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    },
  });
  request.on('response', resolve);
  request.on('error', reject);
  request.end(body);
  return promise;
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, url: URL): URL | undefined {
  const to = headers.location;
  if (statusCode < 300 || statusCode >= 400 || to === undefined || !URL.canParse(to, url.href)) return undefined;
  return new URL(to, url);
}

/** The text of a body that is not larger than it may be. */
async function readLimited(response: IncomingMessage, size: number, url: URL): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of response) {
    const bytes = chunk as Buffer;
    total += bytes.length;
    if (total > size)
      throw new RunError('input', `${url.origin} sends more than ${size / 1024 / 1024} MB: that is no contract.`);
    chunks.push(bytes);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function retryAfter({ headers }: IncomingMessage): number | undefined {
  const seconds = Number(headers['retry-after'] ?? undefined);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND') return 'there is no such host';
  return error instanceof Error ? error.message : String(error);
}
