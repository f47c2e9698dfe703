import type { FastifyReply, FastifyRequest } from 'fastify';
import { StoreError } from '../../../database/store-error.ts';
import { SubjectError } from '../../domain/subjects/subject-error.ts';
import { failureOf } from '../failure.ts';
import { chooseContentType, contentTypes } from './content-types.ts';

/** An error as Confluent's registry tells it. */
interface Problem {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it has to be logged. */
  readonly isBug: boolean;
}

/** Something that is asked for in a way that cannot be understood. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** What Confluent's server says of paths that it does not have. */
export const notFound = (): RequestError => new RequestError(404, 'HTTP 404 Not Found');

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message, headers, isBug } = problemOf(error);
  if (isBug) request.log.error({ err: error }, 'a request to the registry has failed');
  return reply
    .code(status)
    .headers(headers)
    .type(chooseContentType(request.headers.accept) ?? (contentTypes[0] as string))
    .send(JSON.stringify({ error_code: code, message }));
}

function problemOf(error: unknown): Problem {
  if (error instanceof SubjectError) return problem(Number(String(error.code).slice(0, 3)), error.code, error.message);
  if (error instanceof RequestError) return problem(error.statusCode, error.statusCode, error.message);
  const { status, detail, headers, isBug } = failureOf(error);
  if (error instanceof StoreError) {
    const code = error.reason === 'conflict' ? 50002 : 50001;
    return { status: 500, code, message: detail, headers, isBug };
  }
  return { status, code: status, message: detail, headers, isBug };
}

function problem(status: number, code: number, message: string): Problem {
  return { status, code, message, headers: {}, isBug: false };
}
