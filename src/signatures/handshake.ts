import type { SignatureScheme } from './scheme.ts';
import { valueOf } from './signature-header.ts';
import type { Headers } from './signature-header.ts';

/** How a vendor asks whether an endpoint is its owner's: what `x-delivery` says under `handshake`, but for the method. */
export interface ChallengeRule {
  /** Where the challenge stands: `query:<name>`, `header:<name>`, or a JSON Pointer into the body. */
  readonly challenge: string;
  /** `body`: sent back as plain text; else as a property of a JSON object. */
  readonly answer: 'body' | { readonly property: string };
  /** A further property of that object: HMAC of the challenge's UTF-8 bytes, keyed with the secret's. */
  readonly hmac?: {
    readonly algorithm: SignatureScheme['algorithm'];
    readonly encoding: SignatureScheme['encoding'];
    readonly property: string;
  };
}

/** What is sent back to a challenge. */
export interface ChallengeAnswer {
  readonly contentType: string;
  readonly body: string;
}

/** Longer ones are no challenge: an endpoint must not send back whatever a stranger asks for. */
const mostCharacters = 1024;

/**
 * The challenge of a delivery; undefined when it carries none.
 *
 * @param inBody the text at a JSON Pointer into the body
 */
export function findChallenge(
  { challenge }: ChallengeRule,
  { url, headers }: { readonly url: string; readonly headers: Headers },
  inBody: (pointer: string) => string | undefined,
): string | undefined {
  const [where = ''] = challenge.split(':', 1);
  const name = challenge.slice(where.length + 1);
  const text =
    where === 'query'
      ? new URLSearchParams(/^[^#?]*\?([^#]*)/.exec(url)?.[1]).get(name)
      : where === 'header'
        ? valueOf(headers, name.toLowerCase())
        : inBody(challenge);
  return text && text.length <= mostCharacters ? text : undefined;
}

/** The answer to a challenge, with its signature where the vendor wants one. */
export function answerChallenge(
  { answer, hmac }: ChallengeRule,
  challenge: string,
  signature?: string,
): ChallengeAnswer {
  if (answer === 'body') return { contentType: 'text/plain; charset=utf-8', body: challenge };
  const more = hmac && signature !== undefined ? { [hmac.property]: signature } : {};
  return { contentType: 'application/json', body: JSON.stringify({ [answer.property]: challenge, ...more }) };
}
