import { after } from '../../signatures/hmac.ts';
import { secretBytes } from '../../signatures/secret-bytes.ts';
import { valueOf } from '../../signatures/signature-header.ts';
import type { Secret } from '../../signatures/verifier.ts';
import type { Delivery, HandshakeRequest } from '../api.ts';
import { createHmac, findNodeCrypto } from '../crypto.ts';
import type { ClientDefinition } from '../definition.ts';
import { locate, tokensOf } from '../locate.ts';
import type { Soon } from './types.ts';

/** Longer ones are no challenge: an endpoint must not send back whatever a stranger asks for. */
const mostCharacters = 1024;

/**
 * The answer to a handshake; undefined when the delivery is none, `authenticate` when whoever asks has to prove to be the
 * vendor first: an answer that is signed would sign for anybody.
 *
 * @param known what is known of somebody who has proven it; challenges in the body are answered to nobody else
 */
export function answerHandshake(
  { authentication, delivery: { handshake } }: ClientDefinition,
  delivery: Delivery,
  known?: { readonly payload: unknown; readonly secret: Secret | undefined },
): Soon<HandshakeRequest> | 'authenticate' | undefined {
  if (handshake?.method !== delivery.method) return undefined;
  const { challenge, answer, hmac } = handshake;
  const [where = ''] = challenge.split(':', 1);
  const name = challenge.slice(where.length + 1);
  const text =
    where === 'query'
      ? new URLSearchParams(/^[^#?]*\?([^#]*)/.exec(delivery.url)?.[1]).get(name)
      : where === 'header'
        ? valueOf(delivery.headers, name.toLowerCase())
        : locate({ pointer: tokensOf(challenge) }, known?.payload, []);
  if (!text || text.length > mostCharacters) return undefined;
  if (hmac && !known) return 'authenticate';
  if (answer === 'body') return { kind: 'handshake', contentType: 'text/plain; charset=utf-8', body: text };
  const json = (more?: object): HandshakeRequest => ({
    kind: 'handshake',
    contentType: 'application/json',
    body: JSON.stringify({ [answer.property]: text, ...more }),
  });
  const secret = known?.secret?.value;
  if (!hmac || !secret || authentication.kind !== 'signature') return json();
  const sign = createHmac(findNodeCrypto())(hmac.algorithm, secretBytes(authentication.scheme, secret));
  return after(sign([text], hmac.encoding), (signature) => json({ [hmac.property]: signature }));
}
