import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import type { Delivery } from '../../deliveries/delivery.ts';
import { identifyEvent } from '../../deliveries/identify-event.ts';
import { nearestEvents } from '../../deliveries/nearest-event.ts';
import { createValidator } from '../../json-schema/validate.ts';
import type { Validator } from '../../json-schema/validate.ts';
import { valuesOf } from '../../signatures/signature-header.ts';
import type { Json } from '../../util/json.ts';
import type { Engine, Judgement } from '../engine.ts';
import type { FoundEndpoint } from '../openapi/endpoints.ts';
import { authenticate } from '../../deliveries/authenticate.ts';
import type { Authenticity, KnownSecret } from '../../deliveries/authenticate.ts';
import { codingOf, decodeBody } from '../../http/decode-body.ts';
import type { FindWarnings } from './find-warnings.ts';
import { greet } from './greet.ts';
import { groupViolations } from './group-violations.ts';
import { readPayload } from '../../http/read-payload.ts';
import { refusal } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** A delivery as it came. */
export interface ReceivedDelivery {
  readonly found: FoundEndpoint;
  /** Upper case. */
  readonly method: string;
  /** Absolute URL, as it is registered with the sender. */
  readonly url: string;
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
}

export interface JudgeOptions {
  readonly engine: Engine;
  readonly warningsOf: FindWarnings;
  /** `strict` refuses what the contract does not describe. */
  readonly profile: 'tolerant' | 'strict';
  /** Most bytes of a body without its content coding. */
  readonly limit: number;
}

/** Judges a delivery. Rejects only for a bug. */
export type JudgeDelivery = (delivery: ReceivedDelivery, secrets: readonly string[]) => Promise<Verdict>;

/** Judges in the order of a receiver: method, who sent it, content, then what the contract says. */
export function createDeliveryJudge(options: JudgeOptions): JudgeDelivery {
  const nearestOf = createNearest();
  return async (delivery, values) => {
    // Whoever answers a handshake signs with the secret that matched.
    const secrets = values.map((value) => ({ value, id: value }));
    const { contract } = delivery.found.endpoint;
    const early = greet(contract, delivery) ?? checkMethod(delivery);
    if (early !== undefined) return early;
    const opened = await openBody(delivery, secrets, options.limit);
    if ('accepted' in opened) return opened;
    const known = { contract: contract.id, signature: opened.authenticity.state } as const;
    if (opened.authenticity.state === 'wrong') {
      const headers = { 'www-authenticate': 'Webhook' };
      const signature = opened.authenticity.reason === 'missing' ? 'missing' : 'wrong';
      return refusal(401, 'signature', opened.authenticity.message ?? '', { ...known, signature, headers });
    }
    const [contentType] = valuesOf(delivery.headers, 'content-type');
    if (contentType !== undefined && !isJson(contentType))
      return refusal(415, 'content-type', `The content type is ${contentType}, not JSON.`, known);
    const read = readPayload(opened.body);
    const { state, secret } = opened.authenticity;
    const greeting = greet(contract, delivery, {
      payload: 'payload' in read ? read.payload : undefined,
      signature: state,
      secret,
    });
    if (greeting !== undefined) return greeting;
    if (read.problem !== undefined) return refusal(400, 'not-json', read.problem, known);
    return judgePayload(delivery, read.payload, known, options, nearestOf);
  };
}

type Known = Pick<Verdict, 'signature'> & { readonly contract: string };

async function judgePayload(
  { found, headers }: ReceivedDelivery,
  payload: Json,
  known: Known,
  { engine, warningsOf, profile }: JudgeOptions,
  nearestOf: (contract: Contract, payload: Json) => string | undefined,
): Promise<Verdict> {
  const { contract } = found.endpoint;
  const { event } = identifyEvent(contract, payload, headers);
  const judgement = await engine.judge({ contract, event: event?.name, payload, headers, path: found.path });
  const more = {
    ...known,
    ...(event === undefined ? {} : { event: event.name }),
    ...(judgement.disagreement === undefined ? {} : { disagreement: judgement.disagreement }),
  };
  if (!judgement.accepted) {
    const nearest = event === undefined ? nearestOf(contract, payload) : undefined;
    return refuse(found, event, judgement, { ...more, ...(nearest === undefined ? {} : { nearest }) });
  }
  const warnings = event === undefined ? [] : warningsOf(contract, event, payload);
  if (profile === 'strict' && warnings.length > 0) {
    const detail = `The payload holds what ${contract.id} does not describe, and the profile is strict.`;
    return refusal(422, 'undocumented', detail, { ...more, warnings });
  }
  return { accepted: true, status: successStatus(contract), ...more, violations: [], moreViolations: 0, warnings };
}

function refuse(
  { endpoint: { contract }, event: wanted }: FoundEndpoint,
  event: ContractEvent | undefined,
  { violations }: Judgement,
  more: Known & Pick<Verdict, 'event' | 'nearest' | 'disagreement'>,
): Verdict {
  const { groups, more: moreViolations } = groupViolations(violations);
  const told = { ...more, violations: groups, moreViolations };
  if (event === undefined) {
    const meant = more.nearest === undefined ? '' : ` The nearest is ${more.nearest}.`;
    return refusal(422, 'unknown-event', `The delivery is of no event of ${contract.id}.${meant}`, told);
  }
  const detail =
    wanted !== undefined && wanted !== event
      ? `This endpoint takes ${wanted.name} alone, and the delivery is of ${event.name}.`
      : `The delivery breaks ${event.name} of ${contract.id}.`;
  return refusal(422, 'invalid', detail, told);
}

function checkMethod({ found: { endpoint, event }, method }: ReceivedDelivery): Verdict | undefined {
  const events = event === undefined ? endpoint.contract.events : [event];
  const methods = [...new Set(events.map((one) => one.method))];
  if (methods.includes(method)) return undefined;
  const detail = `The method is ${method}; deliveries are made by ${methods.join(' or ')}.`;
  return refusal(405, 'method', detail, { contract: endpoint.contract.id, headers: { allow: methods.join(', ') } });
}

/** The body as the vendor wrote it. A vendor signs either the bytes that it sends, or those that it has encoded. */
async function openBody(
  delivery: ReceivedDelivery,
  secrets: readonly KnownSecret[],
  limit: number,
): Promise<{ readonly body: Uint8Array; readonly authenticity: Authenticity } | Verdict> {
  const { contract } = delivery.found.endpoint;
  const first = authenticate(contract, delivery, secrets);
  const coding = codingOf(delivery.headers);
  if (coding === '') return { body: delivery.body, authenticity: first };
  const body = await decodeBody(delivery.body, coding, limit);
  const known = { contract: contract.id, signature: first.state };
  if (body === 'too-large') return refusal(413, 'too-large', `The decoded body has more than ${limit} bytes.`, known);
  if (body === 'broken') return refusal(400, 'content-encoding', `The body is not in ${coding}.`, known);
  if (body === 'unknown')
    return refusal(415, 'content-encoding', `The body is in ${coding}, which is not known.`, known);
  const authenticity = first.state === 'wrong' ? authenticate(contract, { ...delivery, body }, secrets) : first;
  return { body, authenticity };
}

function isJson(contentType: string): boolean {
  return /^(?:application\/|[^;\s]+\+)json\s*(?:;|$)/i.test(contentType);
}

/** 200 where the vendor takes it for success, since the answer has a body, else a status that it does. */
function successStatus({ delivery: { success = ['2xx'] } }: Contract): number {
  if (success.includes('2xx') || success.includes('200')) return 200;
  return Number(success.find((code) => /^2\d\d$/.test(code)) ?? 200);
}

function createNearest(): (contract: Contract, payload: Json) => string | undefined {
  const validators = new Map<Contract, Validator>();
  const validatorOf = (contract: Contract): Validator => {
    const known = validators.get(contract);
    if (known !== undefined) return known;
    const made = createValidator(contract.schemas);
    validators.set(contract, made);
    return made;
  };
  return (contract, payload) => nearestEvents(payload, [contract], validatorOf)[0]?.event.name;
}
