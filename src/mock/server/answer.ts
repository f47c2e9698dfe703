import { STATUS_CODES } from 'node:http';
import type { Verdict } from './verdict.ts';

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const usual = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** As RFC 9110 calls them now; Node.js has their former names. */
const titles: Readonly<Record<number, string>> = { 413: 'Content Too Large', 422: 'Unprocessable Content' };

export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = `${JSON.stringify(value)}\n`;
  return { status, headers: { ...usual, 'content-type': 'application/json', ...headers }, body };
}

export function textAnswer(status: number, contentType: string, body: string, headers = {}): Answer {
  return { status, headers: { ...usual, 'content-type': contentType, ...headers }, body };
}

/** An error as RFC 9457 has it. */
export function problemAnswer(
  status: number,
  detail: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const problem = { title: titles[status] ?? STATUS_CODES[status] ?? 'Error', status, detail, ...more };
  return jsonAnswer(status, problem, { 'content-type': 'application/problem+json', ...headers });
}

/** What the sender is told of its delivery. */
export function verdictAnswer(verdict: Verdict): Answer {
  const { accepted, status, detail, reason, headers = {}, disagreement, handshake, ...rest } = verdict;
  const { contract, event, nearest, signature, violations, moreViolations, warnings } = rest;
  const known = {
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    ...(nearest === undefined ? {} : { nearest }),
    signature,
    ...(accepted ? {} : { violations }),
    ...(moreViolations === 0 ? {} : { moreViolations }),
    warnings,
    ...(disagreement === undefined ? {} : { disagreement }),
  };
  const told = { ...headersOf(verdict), ...headers };
  if (handshake !== undefined) return textAnswer(status, handshake.contentType, handshake.body, told);
  if (!accepted) return problemAnswer(status, detail ?? '', { reason, ...known }, told);
  const answer = jsonAnswer(status, { accepted, ...known }, told);
  if (status !== 204) return answer;
  const { 'content-type': _, ...withoutType } = answer.headers;
  return { status, headers: withoutType, body: '' };
}

/** The verdict in short, for senders that log headers alone; names are percent-encoded, since headers are Latin-1. */
function headersOf({ accepted, event, signature, warnings }: Verdict): Record<string, string> {
  return {
    'counterfoil-verdict': accepted ? 'accepted' : 'refused',
    'counterfoil-signature': signature,
    ...(event === undefined ? {} : { 'counterfoil-event': encodeURI(event.toWellFormed()) }),
    ...(warnings.length === 0 ? {} : { 'counterfoil-warnings': String(warnings.length) }),
  };
}
