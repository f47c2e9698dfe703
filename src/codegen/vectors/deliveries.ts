import type { Contract } from '../../asyncapi/model.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';
import { sign } from '../../signatures/sign.ts';
import { verify } from '../../signatures/verify.ts';
import { testSecrets } from './test-secrets.ts';
import type { TestSecret } from './test-secrets.ts';
import type { Expected, Vector } from './vector.ts';

/** The URL that is registered in all vectors, and another one. */
export const registeredUrl = 'https://receiver.example.com/webhooks?vendor=test';
const otherUrl = 'http://10.0.0.7:8080/webhooks?vendor=test';

/** Unix time in seconds at which all deliveries of the vectors arrive: 2025-06-15T12:00:00Z. */
export const arrival = 1_749_988_800;

/** The header of the vectors where neither vendor nor contract names one. */
export const fallbackHeader = 'X-Webhook-Secret';

type Headers = Vector['headers'];

/** A delivery without what proves where it comes from. */
export interface Unproven {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

/** The headers of a delivery that prove where it comes from, changed in one way. */
export interface Proof {
  readonly name: string;
  readonly headers: Headers;
  /** Another body than the one that was signed. */
  readonly body?: string;
}

/** The headers that the vendor adds to a delivery. */
export function prove(
  contract: Contract,
  delivery: Unproven,
  more: { secret?: TestSecret; url?: string; at?: number } = {},
): Headers {
  const { authentication } = contract;
  const { value } = more.secret ?? testSecrets(contract).current;
  if (authentication.kind !== 'signature') return [[headerOf(contract), value]];
  return sign(authentication.scheme, {
    secret: value,
    url: more.url ?? registeredUrl,
    method: delivery.method,
    body: Buffer.from(delivery.body),
    id: 'delivery-1',
    timestamp: more.at ?? arrival,
  });
}

/** The header that carries the credential. */
export function headerOf({ authentication }: Contract): string {
  return authentication.kind === 'header' ? authentication.header : fallbackHeader;
}

/** What verification must say about a delivery. */
export function judge(contract: Contract, delivery: Unproven): Pick<Expected, 'authentication' | 'secret'> {
  const { authentication } = contract;
  const { current, former } = testSecrets(contract);
  if (authentication.kind !== 'signature') {
    const name = headerOf(contract).toLowerCase();
    const given = delivery.headers.find(([header]) => header.toLowerCase() === name)?.[1];
    if (given === undefined) return { authentication: 'credential-missing' };
    const secret = [current, former].find(({ value }) => value === given);
    return secret === undefined
      ? { authentication: 'credential-wrong' }
      : { authentication: 'verified', secret: secret.id };
  }
  const verdict = verify(authentication.scheme, {
    ...delivery,
    secrets: [current, former],
    url: registeredUrl,
    body: Buffer.from(delivery.body),
    now: arrival,
  });
  if (!verdict.valid) return { authentication: `signature-${verdict.reason}` };
  return { authentication: 'verified', ...(verdict.secret === undefined ? {} : { secret: verdict.secret }) };
}

/** Ways in which the proof of a delivery can be another one. */
export function proofs(contract: Contract, delivery: Unproven): Proof[] {
  const { former, foreign } = testSecrets(contract);
  const good = prove(contract, delivery);
  const common: Proof[] = [
    { name: 'signed with the former secret', headers: prove(contract, delivery, { secret: former }) },
    { name: 'signed with a secret that is none of ours', headers: prove(contract, delivery, { secret: foreign }) },
    { name: 'header names in capitals', headers: good.map(([name, value]) => [name.toUpperCase(), value]) },
    { name: 'no header that proves anything', headers: [] },
  ];
  const { authentication } = contract;
  if (authentication.kind === 'signature')
    return [...common, ...signatureProofs(contract, delivery, authentication.scheme)];
  return common.map((proof) => ({ ...proof, name: proof.name.replace('signed with', 'sent with') }));
}

function signatureProofs(contract: Contract, delivery: Unproven, scheme: SignatureScheme): Proof[] {
  const good = prove(contract, delivery);
  const withSignature = (change: (value: string) => string): Headers =>
    good.map(([name, value]) => [name, name === scheme.header ? change(value) : value]);
  const found: Proof[] = [
    { name: 'a body that was changed after it was signed', headers: good, body: `${delivery.body} ` },
    { name: 'an empty signature', headers: withSignature(() => '') },
    { name: 'a signature that is none', headers: withSignature((value) => value.replace(/.$/s, '?')) },
    { name: 'a signature that was cut off', headers: withSignature((value) => value.slice(0, -4)) },
  ];
  if (scheme.signed.includes('{url}'))
    found.push({ name: 'signed for another URL', headers: prove(contract, delivery, { url: otherUrl }) });
  if (scheme.signed.includes('{method}'))
    found.push({ name: 'signed for another method', headers: prove(contract, { ...delivery, method: 'PUT' }) });
  if (scheme.list !== undefined) {
    const foreign = prove(contract, delivery, { secret: testSecrets(contract).foreign });
    const other = foreign.find(([name]) => name === scheme.header)?.[1] ?? '';
    const { separator } = scheme.list;
    found.push({
      name: 'the signature beside another one',
      headers: withSignature((value) => `${other}${separator}${value}`),
    });
  }
  for (const part of ['id', 'timestamp'] as const) {
    const [, header] = /^header:(.*)$/s.exec(scheme.parts?.[part] ?? '') ?? [];
    if (header !== undefined) found.push({ name: `no ${part}`, headers: good.filter(([name]) => name !== header) });
  }
  return [...found, ...timeProofs(contract, delivery, scheme)];
}

function timeProofs(contract: Contract, delivery: Unproven, { parts, tolerance }: SignatureScheme): Proof[] {
  if (parts?.timestamp === undefined || tolerance === undefined) return [];
  const at = (time: number): Headers => prove(contract, delivery, { at: time });
  return [
    { name: 'signed as long ago as is allowed', headers: at(arrival - tolerance) },
    { name: 'signed too long ago', headers: at(arrival - tolerance - 1) },
    { name: 'signed too far ahead of time', headers: at(arrival + tolerance + 1) },
  ];
}
