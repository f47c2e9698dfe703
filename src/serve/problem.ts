import type { FastifyReply } from 'fastify';
import { problemAnswer } from '../http/answer.ts';
import type { Failure } from '../registry/routes/failure.ts';

/** Answers with a failure as RFC 9457 has it. */
export function sendProblem(
  reply: FastifyReply,
  { status, detail, findings, headers }: Pick<Failure, 'status' | 'detail'> & Partial<Failure>,
): FastifyReply {
  const more = findings === undefined || findings.length === 0 ? {} : { findings };
  const answer = problemAnswer(status, detail, more, headers);
  return reply.code(status).headers(answer.headers).send(answer.body);
}
