import { StoreError } from '../../database/store-error.ts';
import { RunError } from '../../findings/run-error.ts';
import type { Finding } from '../../findings/finding.ts';
import { IsolationError } from '../../isolation/run-isolated.ts';
import { AccessDenied } from '../domain/access.ts';

/** A failure as clients may know it: neither stacks nor SQL nor places on the server. */
export interface Failure {
  readonly status: number;
  /** A sentence. */
  readonly detail: string;
  readonly findings: readonly Finding[];
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is the server's own fault, and nothing that was expected: to be logged. */
  readonly isBug: boolean;
}

/** Too much was asked. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  /** Seconds to wait. */
  readonly after: number;

  constructor(message: string, after: number) {
    super(message);
    this.after = after;
  }
}

const retry = { 'retry-after': '1' } as const;

/** What clients are told of an error, whatever threw it. Routes put it into their own form. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AccessDenied) return failure(error.reason === 'unknown' ? 401 : 403, error.message);
  if (error instanceof TooManyRequests) return failure(429, error.message, { 'retry-after': String(error.after) });
  if (error instanceof RunError) {
    const detail = error.help === undefined ? error.message : `${error.message} ${error.help}`;
    return { ...failure(422, detail), findings: error.findings };
  }
  if (error instanceof IsolationError) return ofIsolation(error);
  if (error instanceof StoreError) return ofStore(error);
  const { statusCode, message, code = '' } = error as Partial<Error & { statusCode: number; code: string }>;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return failure(statusCode, told[code] ?? sentence(message));
  if (statusCode === 503) return failure(503, 'The server is ending, or busy.', retry);
  return { ...failure(500, 'The server has failed, which is a bug; its log says more.'), isBug: true };
}

function failure(status: number, detail: string, headers: Failure['headers'] = {}): Failure {
  return { status, detail, findings: [], headers, isBug: false };
}

function ofIsolation({ reason, message }: IsolationError): Failure {
  if (reason === 'time' || reason === 'memory') return failure(422, message);
  return failure(503, 'There is too much to do at the moment.', retry);
}

/** Messages of databases stay in the log. */
function ofStore({ reason }: StoreError): Failure {
  switch (reason) {
    case 'conflict':
      return failure(503, 'Others write to the same place all the time.', retry);
    case 'full':
      return failure(507, 'The store is full.');
    case 'unavailable':
      return failure(503, 'The store cannot be reached at the moment.', retry);
    case 'broken':
      return { ...failure(500, 'The store cannot do this; the log says more.'), isBug: true };
  }
}

/** Words for what fastify refuses by itself, where its own say less. Source: fastify, Errors. */
const told: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this server takes.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send it as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
};

function sentence(message = 'The request cannot be used'): string {
  return message.endsWith('.') ? message : `${message}.`;
}
