import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../deliveries/delivery.ts';
import { nearest } from '../../util/nearest.ts';
import type { FoundEndpoint } from '../openapi/endpoints.ts';
import type { Space } from '../spaces/space.ts';
import { jsonAnswer, problemAnswer } from '../../http/answer.ts';
import { verdictAnswer } from './answer.ts';
import type { Answer } from '../../http/answer.ts';
import type { Desk } from './desk.ts';
import { readPreferences } from './preferences.ts';
import type { ReadBody } from '../../http/read-body.ts';
import { headersOf, pathOf, urlOf } from '../../http/request.ts';
import { send } from '../../http/send.ts';
import { refusal } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Longest body that is kept in the list, in bytes. */
const longestKept = 16 * 1024;
const longestPath = 2_000;

/** Takes one delivery: judges it, answers, and puts it on the list. `found` is undefined where nothing is served. */
export async function deliver(
  desk: Desk,
  space: Space,
  found: FoundEndpoint | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const start = performance.now();
  const headers = headersOf(request);
  const body = await desk.readBody(request, desk.limit);
  // Whoever has left does not wait for an answer.
  if (body === 'ended') return;
  const at = new Date().toISOString();
  const judged = await judge(desk, space, found, request, headers, body);
  const { status, source, delay } = faultFor(space, headers);
  if (delay > 0) await pause(delay, response, desk.closing);
  const answer = status === undefined ? verdictAnswer(judged) : faultAnswer(status, judged);
  const delivery = space.list.add({
    at,
    ...(space.name === undefined ? {} : { space: space.name }),
    method: request.method ?? '',
    path: (request.url ?? '').slice(0, longestPath),
    status: answer.status,
    ...(source === undefined ? {} : { fault: source }),
    duration: (performance.now() - start) / 1000,
    headers: withoutSecrets(headers, found),
    bytes: typeof body === 'string' ? Number(request.headers['content-length'] ?? 0) : body.byteLength,
    ...keptBody(body),
    judged,
  });
  if (judged.accepted) space.isProven = true;
  desk.metrics.record(delivery);
  desk.log.delivery(delivery);
  if (delivery.disagreement !== undefined) desk.log.bug(delivery.disagreement);
  send(request, response, answer, { close: body === 'too-large' && !request.complete });
}

async function judge(
  desk: Desk,
  space: Space,
  found: FoundEndpoint | undefined,
  request: IncomingMessage,
  headers: Delivery['headers'],
  body: ReadBody,
): Promise<Verdict> {
  const known = found === undefined ? {} : { contract: found.endpoint.contract.id };
  if (found === undefined)
    return refusal(404, 'no-endpoint', `Nothing is served here; ${whereTo(desk, space, request)}`);
  if (!space.take())
    return refusal(429, 'quota', `The space takes ${space.quota} deliveries a minute.`, {
      ...known,
      headers: { 'retry-after': '60' },
    });
  const { problem } = readPreferences(headers);
  if (problem !== undefined) return refusal(400, 'preference', problem, known);
  if (body === 'too-large') return refusal(413, 'too-large', `The body has more than ${desk.limit} bytes.`, known);
  if (typeof body === 'string')
    return refusal(503, 'busy', 'Too many bodies come at the same time.', {
      ...known,
      headers: { 'retry-after': '1' },
    });
  const url = urlOf(request, desk.publicUrl);
  const received = { found, method: request.method ?? '', url, headers, body };
  try {
    return await desk.judge(received, space.secretsOf(found.endpoint.contract.vendor));
  } catch (error) {
    desk.log.bug(`A delivery to ${found.path} cannot be judged.`, error);
    return refusal(500, 'failed', 'The mock has failed, which is a bug; its log says more.', known);
  }
}

/** What this delivery's answer is spoilt with. What the sender asks for goes before what is configured. */
function faultFor(
  space: Space,
  headers: Delivery['headers'],
): {
  readonly status: number | undefined;
  readonly source: 'prefer' | 'configured' | undefined;
  readonly delay: number;
} {
  const asked = readPreferences(headers);
  const planned = space.nextFault();
  const delay = asked.delay ?? planned.delay;
  if (asked.code !== undefined) return { status: asked.code, source: 'prefer', delay };
  return { status: planned.status, source: planned.status === undefined ? undefined : 'configured', delay };
}

/** The status that was asked for, with the verdict in the body all the same. */
function faultAnswer(status: number, verdict: Verdict): Answer {
  const { headers, body } = verdictAnswer(verdict);
  const { 'counterfoil-verdict': told = '', 'counterfoil-signature': signature = '' } = headers;
  const more = {
    'counterfoil-verdict': told,
    'counterfoil-signature': signature,
    'preference-applied': `code=${status}`,
  };
  if (status === 204 || status === 205 || status === 304) return { status, headers: more, body: '' };
  const judged = body === '' ? { accepted: true } : (JSON.parse(body) as object);
  if (status < 400) return jsonAnswer(status, judged, more);
  return problemAnswer(status, 'This failure was asked for, or is configured.', { verdict: judged }, more);
}

function whereTo({ endpoints }: Desk, { prefix }: Space, request: IncomingMessage): string {
  const paths = endpoints.flatMap(({ path, events }) => [path, ...events.map((event) => event.path)]);
  const meant = nearest(pathOf(request).slice(prefix.length, 200), paths);
  if (meant !== undefined) return `did you mean ${prefix}${meant}?`;
  return `endpoints are ${endpoints.map(({ path }) => prefix + path).join(', ')}.`;
}

/** Waits, but not longer than there is somebody to wait. */
async function pause(seconds: number, response: ServerResponse, closing: AbortSignal): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  try {
    await wait(seconds * 1000, undefined, { signal: AbortSignal.any([gone.signal, closing]) });
  } catch {
    // The wait was cut short.
  } finally {
    response.off('close', leave);
  }
}

const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie']);

function withoutSecrets(headers: Delivery['headers'], found: FoundEndpoint | undefined): Delivery['headers'] {
  const by = found?.endpoint.contract.authentication;
  const credential = by?.kind === 'header' ? by.header.toLowerCase() : undefined;
  return headers.map(([name, value]) => {
    const lower = name.toLowerCase();
    return lower === credential || secretHeaders.has(lower) ? [name, '(not kept)'] : [name, value];
  });
}

function keptBody(body: ReadBody): { readonly body?: string } {
  if (typeof body === 'string' || body.byteLength > longestKept || !isUtf8(body)) return {};
  return { body: body.toString('utf8') };
}
