import { randomUUID } from 'node:crypto';
import { nodeHmac } from './message.ts';
import type { SignatureScheme } from './scheme.ts';
import { secretBytes } from './secret-bytes.ts';
import { writeHeaders } from './signature-header.ts';
import type { Headers } from './signature-header.ts';
import { covers, signedMessage, splitTemplate } from './signed-message.ts';

/** A delivery that is about to be signed. */
export interface Unsigned {
  readonly secret: string;
  /** As the receiver's owner registered it. */
  readonly url: string;
  /** Upper case. */
  readonly method: string;
  readonly body: Uint8Array;
  /** Id of the delivery, for schemes that sign one; a new one when absent. */
  readonly id?: string;
  /** Unix time in seconds, for schemes that sign one; the present when absent. */
  readonly timestamp?: number;
}

/**
 * The headers to set so that `verify` with the same scheme and secret accepts the delivery: the signature header, and
 * those that carry id and timestamp where the scheme puts them in headers of their own.
 * @throws {SignatureSchemeError} when the scheme or the secret cannot be used
 */
export function sign(scheme: SignatureScheme, delivery: Unsigned): Headers {
  const needs = (name: 'id' | 'timestamp'): boolean => covers(scheme, name) || scheme.parts?.[name] !== undefined;
  const id = needs('id') ? (delivery.id ?? randomUUID()) : undefined;
  const timestamp = needs('timestamp') ? String(delivery.timestamp ?? Math.floor(Date.now() / 1000)) : undefined;
  const parts = { url: delivery.url, method: delivery.method, body: delivery.body, id, timestamp };
  const signer = nodeHmac(scheme.algorithm, secretBytes(scheme, delivery.secret));
  return writeHeaders(scheme, parts, signer(signedMessage(splitTemplate(scheme), parts), scheme.encoding));
}
