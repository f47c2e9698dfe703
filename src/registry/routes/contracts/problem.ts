import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { comparisonJson } from '../../domain/contracts/compare-versions.ts';
import { ContractError } from '../../domain/contracts/contract-error.ts';
import type { ContractReason } from '../../domain/contracts/contract-error.ts';
import { failureOf } from '../failure.ts';

const statuses: Readonly<Record<ContractReason, number>> = {
  absent: 404,
  unusable: 422,
  'released-changed': 409,
  'words-changed': 409,
  'bump-too-small': 409,
  'subject-conflict': 409,
  'visibility-differs': 409,
};

/** Answers with what went wrong, as RFC 9457 has it, with findings, comparison and suggestions where there are any. */
export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, headers, ...problem } = problemOf(error);
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json')
    .send(`${JSON.stringify({ title: STATUS_CODES[status] ?? 'Error', status, ...problem })}\n`);
}

interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly detail: string;
  readonly [member: string]: unknown;
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof ContractError)) {
    const { status, detail, findings, headers } = failureOf(error);
    return { status, headers, detail, ...(findings.length === 0 ? {} : { findings }) };
  }
  const { reason, message, evidence } = error;
  const { findings, comparison, suggestions } = evidence;
  return {
    status: statuses[reason],
    headers: {},
    type: `urn:counterfoil:problem:${reason}`,
    detail: message,
    ...(findings === undefined ? {} : { findings }),
    ...(comparison === undefined ? {} : { comparison: comparisonJson(comparison) }),
    ...(suggestions === undefined || suggestions.length === 0 ? {} : { suggestions }),
  };
}
