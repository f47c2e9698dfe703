import { pino } from 'pino';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MockLog } from '../../mock/log/log.ts';
import { failureOf } from '../../registry/routes/failure.ts';

/** What a line tells of a request. Neither bodies nor headers nor queries are among it. */
export interface RequestLine {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Milliseconds. */
  readonly ms: number;
  readonly actor: string;
}

const longestPath = 500;

/** A log of JSON lines; `write` gets each with its line feed. */
export function createLogger(write: (line: string) => void, level = 'info'): FastifyBaseLogger {
  const serializers = { err: describe, req: () => undefined, res: () => undefined };
  return pino({ base: null, level, timestamp: pino.stdTimeFunctions.isoTime, serializers }, { write });
}

/** What mocks tell; each delivery is told as the request that it is. */
export function mockLogOf(logger: FastifyBaseLogger): MockLog {
  return {
    delivery() {},
    bug: (message, error) => logger.error({ ...describe(error ?? new Error(message)), what: message }, 'bug'),
    notice: (message) => logger.info(message),
  };
}

/** Logs each answer, and what has failed. `isQuiet` says of which paths only failures are told. */
export function logRequests(server: FastifyInstance, isQuiet: (path: string) => boolean): void {
  // Whether an error was expected shows in the answer that a route makes of it.
  const errors = new WeakMap<FastifyRequest, unknown>();
  server.addHook('onError', (request, _, error, done) => {
    errors.set(request, error);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    tell(request, reply);
    done();
  });

  function tell(request: FastifyRequest, reply: FastifyReply): void {
    const path = shownPath(request);
    const isFailure = reply.statusCode >= 500;
    const error = errors.get(request);
    if (isFailure && error !== undefined && failureOf(error).isBug)
      request.log.error({ id: request.id, ...describe(error) }, 'bug');
    if (isQuiet(path) && !isFailure) return;
    const line: RequestLine = {
      id: request.id,
      method: request.method,
      path,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      actor: (request.actor as FastifyRequest['actor'] | undefined)?.name ?? 'anonymous',
    };
    if (isFailure) request.log.warn(line, 'request');
    else request.log.info(line, 'request');
  }
}

/** The path without its query. The name of a mock's space gives access to it. */
function shownPath({ originalUrl }: FastifyRequest): string {
  const path = originalUrl.split(/[?#]/, 1)[0] ?? '/';
  return path.slice(0, longestPath).replace(/^(\/mocks\/s\/)[^/]+/, '$1(space)');
}

/** An error without what was quoted in its message: that may come from a body. */
function describe(error: unknown): { readonly error: string; readonly stack: string } {
  if (!(error instanceof Error)) return { error: 'something that is no error', stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const message = error.message.replaceAll(/"[^"]*"?/g, '"..."').slice(0, 500);
  return { error: `${error.name}: ${message}`, stack: frames.join('\n') };
}
