import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemAnswer } from '../../http/answer.ts';
import type { Answer } from '../../http/answer.ts';
import { headersOf } from '../../http/request.ts';
import { send } from '../../http/send.ts';
import { newRecordId } from '../record.ts';
import type { CaptureRecord, RecordedAnswer } from '../record.ts';
import { StoreError } from '../../database/store-error.ts';
import type { GatewayDesk } from './desk.ts';
import { isDown } from './held.ts';
import type { Arrival, Judged } from './judge.ts';
import { passOn } from './pass-on.ts';
import type { Outcome } from './receiver.ts';
import { recordOf } from './record-of.ts';
import type { Change } from '../store/store.ts';
import { addedBy, amend, secondsSince, tell } from './visit.ts';
import type { Visit, Written } from './visit.ts';

/** Takes a delivery: reads it, judges it, records it, sends it on and answers. Rejects only for a bug. */
export async function take(desk: GatewayDesk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => {});
  const turnAway = (answer: Answer, reason: string, close = false): void => {
    desk.metrics.turnedAway(reason);
    send(request, response, answer, { close });
  };
  if (!desk.rate.take()) {
    const answer = problemAnswer(429, 'Too many deliveries come at the same time.', {}, { 'retry-after': '1' });
    return turnAway(answer, 'rate');
  }
  const declared = Number(request.headers['content-length']);
  const room = await desk.capacity.admit(
    Number.isSafeInteger(declared) ? declared : undefined,
    () => request.readableLength,
  );
  if (room === undefined) return turnAway(busy, 'busy', true);
  try {
    const body = await desk.readBody(request, desk.limit);
    if (body === 'ended') return desk.metrics.turnedAway('ended');
    if (body === 'busy') return turnAway(busy, 'busy');
    if (body === 'too-large') {
      const answer = problemAnswer(413, `The body has more than ${desk.limit} bytes.`);
      return turnAway(answer, 'too-large', !request.complete);
    }
    room.use(body.byteLength);
    const receivedAt = Date.now();
    const arrival = arrivalOf(desk, request, body);
    const { method, target, headers } = arrival;
    const forwarded = { method, target, headers, body };
    const start = performance.now();
    await lead({ desk, request, response, arrival, forwarded, id: newRecordId(receivedAt), receivedAt, start });
  } finally {
    room.leave();
  }
}

const busy = problemAnswer(503, 'Too many bodies come at the same time.', {}, { 'retry-after': '1' });

function arrivalOf({ publicUrl }: GatewayDesk, request: IncomingMessage, body: Uint8Array): Arrival {
  const { method = '', url: target = '/' } = request;
  const host = request.headers.host ?? 'localhost';
  const bases = publicUrl === undefined ? [`https://${host}`, `http://${host}`] : [publicUrl];
  const urls = target.startsWith('/') ? bases.map((base) => base + target) : [target];
  return { method, target, urls, headers: headersOf(request), body };
}

/** Which of the ways a delivery goes. */
async function lead(visit: Visit): Promise<void> {
  const { desk, arrival, forwarded } = visit;
  const { receiver, held, refuse } = desk;
  // Behind deliveries that wait there is no way past them; a guard looks first; else the receiver need not wait for us.
  const isFree = receiver !== undefined && refuse.size === 0 && (held?.count ?? 0) === 0;
  const early = isFree && desk.onStoreFailure === 'forward' ? receiver.send(forwarded) : undefined;
  const judged = await desk.judge(arrival, (vendor) => desk.secrets.of(vendor));
  const refusal = refusalOf(desk, judged);
  if (refusal !== undefined) return answerItself(visit, judged, refusal);
  if (receiver === undefined) return answerItself(visit, judged, noContent);
  if (early === undefined && held !== undefined && held.count > 0) return hold(visit, judged);
  const writing = write(visit, judged, {});
  // It is awaited below, perhaps after it has failed.
  writing.catch(() => {});
  if (early === undefined && desk.onStoreFailure === 'refuse') {
    const written = await writing;
    if (written instanceof StoreError) return storeFailed(visit, judged, written);
    return conclude(visit, judged, await receiver.send(forwarded), written);
  }
  const outcome = await (early ?? receiver.send(forwarded));
  return conclude(visit, judged, outcome, await writing);
}

const noContent: Answer = { status: 204, headers: {}, body: '' };

function refusalOf({ refuse }: GatewayDesk, { verdict, signature, isHandshake }: Judged): Answer | undefined {
  if (refuse.size === 0 || isHandshake) return undefined;
  if (refuse.has('invalid') && signature.state === 'wrong')
    return problemAnswer(401, 'The delivery is not signed with a known secret.', {}, { 'www-authenticate': 'Webhook' });
  if (refuse.has('invalid') && verdict === 'deviates')
    return problemAnswer(422, 'The delivery is not what its contract says.');
  if (refuse.has('unknown') && verdict === 'unknown')
    return problemAnswer(422, 'The delivery is of no event that is known here.');
  return undefined;
}

/** Writes the record, and waits for it no longer than the desk's patience. */
async function write(visit: Visit, judged: Judged, change: Change): Promise<Written> {
  const { desk, arrival, id, receivedAt, request } = visit;
  const { answer, delivery, parcel } = change;
  const made = recordOf(desk, { arrival, judged, id, receivedAt, remote: request.socket.remoteAddress });
  const record = made instanceof Promise ? await made : made;
  const draft = {
    record: { ...record, ...(answer === undefined ? {} : { answer }), ...(delivery === undefined ? {} : { delivery }) },
    sameness: judged.sameness,
    ...(parcel === undefined ? {} : { parcel }),
  };
  return within(desk.storePatience, desk.writer.append(draft));
}

async function within(patience: number, writing: Promise<CaptureRecord>): Promise<Written> {
  const { promise, resolve } = Promise.withResolvers<Written>();
  const late = (): void => resolve(new StoreError('unavailable', `nothing was written within ${patience / 1000} s`));
  const timer = setTimeout(late, patience);
  writing.then(resolve, (error: unknown) => {
    resolve(error instanceof StoreError ? error : new StoreError('broken', String(error), error));
  });
  const written = await promise;
  clearTimeout(timer);
  return written;
}

/** An answer of the gateway's own: it is known before the record is written, which is then whole. */
async function answerItself(visit: Visit, judged: Judged, answer: Answer): Promise<void> {
  const { desk, request, response, start } = visit;
  const recorded: RecordedAnswer = { status: answer.status, by: 'gateway', duration: secondsSince(start) };
  const written = await write(visit, judged, { answer: recorded });
  const isRefusal = answer.status >= 400;
  if (written instanceof StoreError && (!isRefusal || desk.onStoreFailure === 'refuse'))
    return storeFailed(visit, judged, written);
  send(request, response, answer);
  tell(visit, judged, written, recorded, addedBy(visit, 0));
}

/** The delivery waits for the receiver behind others, or because it is down. */
async function hold(visit: Visit, judged: Judged): Promise<void> {
  const { desk, forwarded, id, start } = visit;
  const answer = heldAnswer(judged);
  const recorded: RecordedAnswer = { status: answer.status, by: 'gateway', duration: secondsSince(start) };
  const onWritten = desk.held?.expect();
  const parcel = desk.packer.pack(id, forwarded);
  const written = await write(visit, judged, { answer: recorded, delivery: 'held', parcel });
  onWritten?.(!(written instanceof StoreError));
  if (written instanceof StoreError) return storeFailed(visit, judged, written);
  send(visit.request, visit.response, answer);
  tell(visit, judged, written, recorded, addedBy(visit, 0));
}

/** Answers what the receiver answered, once the record is written. */
async function conclude(visit: Visit, judged: Judged, outcome: Outcome, written: Written): Promise<void> {
  const { desk, request, response } = visit;
  const news = desk.receiver?.newsOf(outcome);
  if (news !== undefined) desk.log.trouble(news);
  if (written instanceof StoreError && desk.onStoreFailure === 'refuse') {
    outcome.response?.resume();
    return storeFailed(visit, judged, written);
  }
  if (desk.held !== undefined && isDown(outcome) && !(written instanceof StoreError)) {
    outcome.response?.resume();
    return holdAfter(visit, judged, written, outcome);
  }
  if (outcome.response === undefined) {
    const status = outcome.failure === 'timeout' ? 504 : 502;
    const { duration, failure } = outcome;
    const isGone = request.socket.destroyed;
    const recorded: RecordedAnswer = { ...(isGone ? {} : { status }), by: 'gateway', duration, failure };
    send(request, response, problemAnswer(status, failureDetails[failure], {}, { 'retry-after': '5' }));
    return amend(visit, judged, written, recorded, addedBy(visit, duration));
  }
  const { status, duration } = outcome;
  const added = addedBy(visit, duration);
  const failure = await passOn(outcome.response, request, response);
  const answer = { status, by: 'receiver', duration, ...(failure === undefined ? {} : { failure }) } as const;
  return amend(visit, judged, written, answer, added);
}

const failureDetails = {
  refused: 'The receiver cannot be reached.',
  timeout: 'The receiver does not answer in time.',
  broken: 'The receiver has ended the connection without an answer.',
} as const;

/** The receiver turned out to be down after the record was written: it is acknowledged when that is written too. */
async function holdAfter(visit: Visit, judged: Judged, written: CaptureRecord, outcome: Outcome): Promise<void> {
  const { desk, request, response, forwarded, id, start } = visit;
  const answer = heldAnswer(judged);
  const recorded: RecordedAnswer = {
    status: answer.status,
    by: 'gateway',
    duration: secondsSince(start),
    ...(outcome.response === undefined ? { failure: outcome.failure } : {}),
  };
  const onWritten = desk.held?.expect();
  const change = { answer: recorded, delivery: 'held', parcel: desk.packer.pack(id, forwarded) } as const;
  const held = await within(desk.storePatience, desk.writer.amend(written, change));
  onWritten?.(!(held instanceof StoreError));
  if (held instanceof StoreError) return storeFailed(visit, judged, held);
  send(request, response, answer);
  tell(visit, judged, held, recorded, addedBy(visit, outcome.duration));
}

/** A status that the vendor takes for success: it is not to send this again. */
function heldAnswer({ known }: Judged): Answer {
  const success = known?.delivery.success ?? ['2xx'];
  const exact = success.find((code) => /^2\d\d$/.test(code));
  const status = success.includes('2xx') || success.includes('202') ? 202 : Number(exact ?? 202);
  return { status, headers: { 'content-length': '0' }, body: '' };
}

/** Nobody has a record of it, so it is not acknowledged. */
function storeFailed(visit: Visit, judged: Judged, error: StoreError): void {
  const { desk, request, response, start } = visit;
  const detail =
    error.reason === 'full' ? 'There is no space left to record the delivery.' : 'The delivery cannot be recorded.';
  send(request, response, problemAnswer(503, detail, {}, { 'retry-after': '5' }));
  const answer: RecordedAnswer = { status: 503, by: 'gateway', duration: secondsSince(start) };
  desk.metrics.storeFailure(error.reason);
  tell(visit, judged, error, answer, addedBy(visit, 0));
}
