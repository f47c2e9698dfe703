import type { Contract } from '../../asyncapi/model.ts';
import { proofHeader } from '../../deliveries/choose-contract.ts';
import type { OutgoingDelivery } from '../../sending/build-delivery.ts';
import { sign } from '../../signatures/sign.ts';
import type { CaptureRecord } from '../record.ts';
import { notKept } from '../record.ts';

/** How a capture is sent again. */
export interface ResendOptions {
  readonly to: string;
  /** The secret to sign with; the original headers are kept when absent. */
  readonly secret?: string;
  /** The URL that is signed when it is another one than `to`. */
  readonly registeredUrl?: string;
}

/** Headers that belong to a connection and not to the delivery. Source: RFC 9110, section 7.6.1. */
const ofConnection = new Set([
  'host',
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'content-length',
  'transfer-encoding',
  'proxy-authorization',
  'http2-settings',
]);

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Why a capture cannot be sent again. */
export interface NotSendable {
  readonly reason: string;
}

/**
 * A capture as a delivery to another URL: the same method, headers in their order and spelling, and the very bytes of the
 * body. Headers of the connection are left out, and so are those whose value nobody kept.
 *
 * @param contract says how the vendor signs; needed with a secret
 * @throws {SignatureSchemeError} when scheme or secret cannot be used
 */
export function resend(
  record: CaptureRecord,
  contract: Contract | undefined,
  { to, secret, registeredUrl }: ResendOptions,
): OutgoingDelivery | NotSendable {
  const { method, body, missing = [] } = record;
  if (!/^[A-Z]{1,20}$/.test(method) || method === 'CONNECT') return { reason: `the method ${method} cannot be sent` };
  const bad = record.headers.find(
    ([name, value]) => !token.test(name) || /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value),
  );
  if (bad !== undefined) return { reason: `the header ${bad[0]} cannot be sent` };
  const connection = namedByConnection(record.headers);
  const kept = record.headers.filter(([name, value]) => {
    const lower = name.toLowerCase();
    return value !== notKept && !ofConnection.has(lower) && !connection.has(lower);
  });
  const headers = missing.includes('headers') ? [['Content-Type', 'application/json'] as const, ...kept] : kept;
  const delivery = { method, url: to, body };
  if (secret === undefined || contract === undefined) return { ...delivery, headers };
  const proof = proofOf(contract, delivery, secret, registeredUrl ?? to);
  const fresh = new Set(proof.map(([name]) => name.toLowerCase()));
  const name = proofHeader(contract)?.toLowerCase();
  return {
    ...delivery,
    headers: [...headers.filter(([one]) => !fresh.has(one.toLowerCase()) && one.toLowerCase() !== name), ...proof],
  };
}

function proofOf(
  { authentication }: Contract,
  { method, body }: Pick<OutgoingDelivery, 'method' | 'body'>,
  secret: string,
  url: string,
): OutgoingDelivery['headers'] {
  if (authentication.kind === 'none') return [];
  if (authentication.kind === 'header') return [[authentication.header, secret]];
  return sign(authentication.scheme, { secret, method, body, url });
}

/** Headers that `Connection` names are of the connection too. */
function namedByConnection(headers: CaptureRecord['headers']): ReadonlySet<string> {
  return new Set(
    headers
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(','))
      .map((name) => name.trim().toLowerCase()),
  );
}
