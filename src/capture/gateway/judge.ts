import { hash } from 'node:crypto';
import type { Contract } from '../../asyncapi/model.ts';
import { checkCaptureOf } from '../../checks/capture.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { optionsToJudge } from '../../checks/options.ts';
import { authenticate } from '../../deliveries/authenticate.ts';
import type { Authenticity, KnownSecret } from '../../deliveries/authenticate.ts';
import { bodyFromBytes } from '../../deliveries/body.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { createContractChooser } from '../../deliveries/choose-contract.ts';
import type { Delivery } from '../../deliveries/delivery.ts';
import type { Finding } from '../../findings/finding.ts';
import { codingOf, decodeBody } from '../../http/decode-body.ts';
import { at } from '../../json-schema/pointer.ts';
import { findChallenge } from '../../signatures/handshake.ts';
import { valueOf } from '../../signatures/signature-header.ts';
import type { Json } from '../../util/json.ts';
import type { CaptureRecord } from '../record.ts';

/** A delivery as it came, before anything was decided about it. */
export interface Arrival {
  /** Upper case. */
  readonly method: string;
  /** What stood in the request line. */
  readonly target: string;
  /** The URLs that the vendor may have been told, the likeliest first. */
  readonly urls: readonly string[];
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
}

/** What was found out about a delivery. */
export interface Judged extends Pick<
  CaptureRecord,
  'vendor' | 'contract' | 'event' | 'verdict' | 'reasons' | 'signature'
> {
  /** The contract that it was held against. */
  readonly known: Contract | undefined;
  /** The URL that was signed, or the likeliest. */
  readonly url: string;
  /** The body without its content coding; undefined when it cannot be had. */
  readonly body: Uint8Array | undefined;
  /** The body as JSON; undefined when it is none. */
  readonly payload: Json | undefined;
  /** Equal for deliveries that are one and the same. */
  readonly sameness: string;
  /** Whether the vendor asks whose the endpoint is: never refused. */
  readonly isHandshake: boolean;
}

/** Judges a delivery. Rejects only for a bug. */
export type Judge = (arrival: Arrival, secretsOf: (vendor: string) => readonly KnownSecret[]) => Promise<Judged>;

const mostReasons = 10;

/** @param limit most bytes of a body without its content coding */
export function createJudge(contracts: readonly CheckedContract[], limit: number): Judge {
  const byId = new Map(contracts.map((checked) => [checked.contract.id, checked]));
  const choose = createContractChooser(
    contracts.map(({ contract }) => contract),
    (contract, event, payload) => byId.get(contract.id)?.payload(event.name)?.isValid(payload) === true,
  );

  return async (arrival, secretsOf) => {
    const coding = codingOf(arrival.headers);
    const body = coding === '' ? arrival.body : await withoutCoding(arrival.body, coding, limit);
    const payload = body === undefined ? undefined : parse(body);
    const capture = captureOf(arrival, body ?? new Uint8Array());
    // Without a payload, the headers alone may tell whose it is.
    const choice = choose(capture, payload ?? null);
    const checked = choice && byId.get(choice.contract.id);
    const { known, url, authenticity } = prove(arrival, body, checked?.contract, secretsOf);
    const { id, vendor } = known ?? {};
    const about = {
      known,
      url,
      body,
      payload,
      ...(vendor === undefined ? {} : { vendor }),
      ...(id === undefined ? {} : { contract: id }),
      signature: signatureOf(authenticity),
      // Whoever cannot sign must not make the vendor's own delivery look like a repetition.
      sameness: `${authenticity.state === 'wrong' ? 'wrong ' : ''}${samenessOf(known, arrival, payload)}`,
      isHandshake: contracts.some(({ contract }) => asks(contract, arrival, url, payload)),
    };
    if (contracts.length === 0) return { ...about, verdict: 'not-judged' };
    if (checked === undefined || choice === undefined)
      return { ...about, verdict: 'unknown', reasons: [payload === undefined ? 'not JSON' : 'no contract knows it'] };
    const { event, candidates } = choice.identification;
    const meant = event ?? (candidates.length === 1 ? candidates[0] : undefined);
    const named = meant === undefined ? {} : { event: meant.name };
    if (payload === undefined) return { ...about, ...named, verdict: 'deviates', reasons: ['not JSON'] };
    if (meant === undefined) return { ...about, verdict: 'unknown', reasons: ['no event of the contract'] };
    const accepted = choice.accepted === true && event !== undefined;
    try {
      const identified = { capture, payload, checked, event: meant, set: { files: [] }, accepted };
      const wrong = checkCaptureOf(identified, looking).findings.filter(({ severity }) => severity === 'error');
      if (wrong.length === 0) return { ...about, ...named, verdict: 'accepted' };
      return {
        ...about,
        ...named,
        verdict: 'deviates',
        reasons: [...new Set(wrong.map(reasonOf))].slice(0, mostReasons),
      };
    } catch (error) {
      // A payload that is nested too deep for a recursive schema, say: no reason to lose a delivery.
      return { ...about, ...named, verdict: 'not-judged', reasons: [error instanceof Error ? error.name : 'failed'] };
    }
  };
}

/** The checks of captures without secrets: signatures are verified here, where it matters which secret fits. */
const looking = optionsToJudge();

async function withoutCoding(body: Uint8Array, coding: string, limit: number): Promise<Uint8Array | undefined> {
  const decoded = await decodeBody(body, coding, limit);
  return typeof decoded === 'string' ? undefined : decoded;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(body: Uint8Array): Json | undefined {
  try {
    return JSON.parse(decoder.decode(body)) as Json;
  } catch {
    return undefined;
  }
}

const nothing: Capture['missing'] = new Set();

function captureOf({ method, urls, headers }: Arrival, body: Uint8Array): Capture {
  return {
    id: '',
    delivery: { method, url: urls[0] ?? '', headers, body: bodyFromBytes(body) },
    missing: nothing,
    // It is no capture yet that somebody could commit: nobody looks for what redaction would take out.
    origin: 'simulated',
    attested: false,
    place: { file: '' },
    locate: () => undefined,
  };
}

/** A vendor signs the bytes that it sends, or those that it has encoded; for one of the URLs that it may have been told. */
function prove(
  arrival: Arrival,
  body: Uint8Array | undefined,
  known: Contract | undefined,
  secretsOf: (vendor: string) => readonly KnownSecret[],
): { readonly known: Contract | undefined; readonly url: string; readonly authenticity: Authenticity } {
  const [likeliest = ''] = arrival.urls;
  if (known === undefined) return { known, url: likeliest, authenticity: { state: 'none' } };
  const secrets = secretsOf(known.vendor);
  const { authentication } = known;
  const isForUrl = authentication.kind === 'signature' && authentication.scheme.signed.includes('{url}');
  const bodies = body === undefined || body === arrival.body ? [arrival.body] : [arrival.body, body];
  let first: Authenticity | undefined;
  for (const url of isForUrl ? arrival.urls : [likeliest]) {
    for (const bytes of bodies) {
      const authenticity = authenticate(known, { ...arrival, url, body: bytes }, secrets);
      if (authenticity.state !== 'wrong') return { known, url, authenticity };
      first ??= authenticity;
    }
  }
  return { known, url: likeliest, authenticity: first ?? { state: 'none' } };
}

function signatureOf({ state, secret, reason }: Authenticity): CaptureRecord['signature'] {
  return { state, ...(secret === undefined ? {} : { secret }), ...(reason === undefined ? {} : { reason }) };
}

/** By the id that the vendor gives its deliveries, where the contract says it stands; else by all bytes. */
function samenessOf(known: Contract | undefined, { method, target, headers, body }: Arrival, payload?: Json): string {
  const place = known?.delivery.id;
  const value = place === undefined ? undefined : valueAt(place, headers, payload);
  if (value !== undefined && value !== '') return `id ${known?.vendor ?? ''} ${value}`;
  return `bytes ${method} ${target} ${hash('sha256', body, 'base64')}`;
}

function valueAt(place: string, headers: Delivery['headers'], payload: Json | undefined): string | undefined {
  if (place.startsWith('header:')) return valueOf(headers, place.slice('header:'.length).toLowerCase());
  const value = payload === undefined ? undefined : at(payload, place);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function asks({ delivery }: Contract, arrival: Arrival, url: string, payload: Json | undefined): boolean {
  const { handshake } = delivery;
  if (handshake?.method !== arrival.method) return false;
  return (
    findChallenge(handshake, { ...arrival, url }, (pointer) => {
      const value = payload === undefined ? undefined : at(payload, pointer);
      return typeof value === 'string' ? value : undefined;
    }) !== undefined
  );
}

/** By place and rule; messages may hold values. Names of properties that are demanded come from the contract. */
function reasonOf({ rule, place, evidence }: Finding): string {
  const { keyword, expected } = evidence ?? {};
  const where = place.pointer === undefined || place.pointer === '' ? '' : ` ${place.pointer.slice(0, 200)}`;
  const what = keyword === undefined ? '' : ` ${keyword}`;
  return `${rule}${where}${what}${keyword === 'required' && typeof expected === 'string' ? ` ${expected}` : ''}`;
}
