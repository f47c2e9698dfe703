import { jsonAnswer, problemAnswer, textAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { Verdict } from './verdict.ts';

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
