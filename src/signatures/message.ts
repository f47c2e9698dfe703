import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Hmac } from './hmac.ts';
import type { SignatureScheme } from './scheme.ts';
import { secretBytes } from './secret-bytes.ts';
import { signedMessage, splitTemplate } from './signed-message.ts';
import type { SignedParts } from './signed-message.ts';

export { SignatureSchemeError } from './signature-scheme-error.ts';
export type { SignedParts } from './signed-message.ts';

const digestNames = {
  'hmac-sha1': 'sha1',
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
} as const;

/** HMAC of Node.js. */
export const nodeHmac: Hmac<string> = (algorithm, bytes) => {
  const key = createSecretKey(bytes);
  return (message, encoding) => {
    const hmac = createHmac(digestNames[algorithm], key);
    for (const piece of message) hmac.update(piece);
    return hmac.digest(encoding);
  };
};

/**
 * The HMAC of what the scheme signs. Source: RFC 2104.
 * @throws {SignatureSchemeError} when the template names an unknown part, or one that `parts` does not have
 */
export function computeSignature(scheme: SignatureScheme, key: KeyObject, parts: SignedParts): Buffer {
  const hmac = createHmac(digestNames[scheme.algorithm], key);
  for (const piece of signedMessage(splitTemplate(scheme), parts)) hmac.update(piece);
  return hmac.digest();
}

/**
 * The key that a secret stands for.
 * @throws {SignatureSchemeError} when the secret is not written in the scheme's encoding; the message does not hold it
 */
export function keyOf(scheme: SignatureScheme, secret: string): KeyObject {
  return createSecretKey(secretBytes(scheme, secret));
}
