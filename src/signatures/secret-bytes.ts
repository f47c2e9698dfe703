import { decode } from './encoding.ts';
import type { SignatureScheme } from './scheme.ts';
import { SignatureSchemeError } from './signature-scheme-error.ts';

/**
 * The bytes of the key that a secret stands for.
 *
 * @throws {SignatureSchemeError} when the secret is not written in the scheme's encoding; the message does not hold it
 */
export function secretBytes({ secret: rule = {} }: SignatureScheme, secret: string): Uint8Array<ArrayBuffer> {
  const { prefix = '', encoding = 'utf8' } = rule;
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const bytes = encoding === 'utf8' ? new TextEncoder().encode(text) : decode(text, encoding);
  if (bytes !== undefined) return bytes;
  throw new SignatureSchemeError(`The secret is not written in ${encoding}, as the signature scheme demands.`);
}
