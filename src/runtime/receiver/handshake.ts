import { answerChallenge, findChallenge } from '../../signatures/handshake.ts';
import { after } from '../../signatures/hmac.ts';
import { secretBytes } from '../../signatures/secret-bytes.ts';
import type { Secret } from '../../signatures/verifier.ts';
import type { Delivery, HandshakeRequest } from '../api.ts';
import { createHmac, findNodeCrypto } from '../crypto.ts';
import type { ClientDefinition } from '../definition.ts';
import { locate, tokensOf } from '../locate.ts';
import type { Soon } from './types.ts';

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
  const { hmac } = handshake;
  const text = findChallenge(handshake, delivery, (pointer) =>
    locate({ pointer: tokensOf(pointer) }, known?.payload, []),
  );
  if (!text) return undefined;
  if (hmac && !known) return 'authenticate';
  const answer = (signature?: string): HandshakeRequest => ({
    kind: 'handshake',
    ...answerChallenge(handshake, text, signature),
  });
  const secret = known?.secret?.value;
  if (!hmac || !secret || authentication.kind !== 'signature') return answer();
  const sign = createHmac(findNodeCrypto())(hmac.algorithm, secretBytes(authentication.scheme, secret));
  return after(sign([text], hmac.encoding), answer);
}
