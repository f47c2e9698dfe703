import type { Contract } from '../../asyncapi/model.ts';
import { at } from '../../json-schema/pointer.ts';
import { answerChallenge, findChallenge } from '../../signatures/handshake.ts';
import { nodeHmac } from '../../signatures/message.ts';
import { secretBytes } from '../../signatures/secret-bytes.ts';
import type { Json } from '../../util/json.ts';
import type { ReceivedBytes } from '../../deliveries/authenticate.ts';
import type { SignatureState, Verdict } from './verdict.ts';

/** What is known of whoever asks, once its request was authenticated and read. */
export interface Known {
  readonly payload: Json | undefined;
  readonly signature: SignatureState;
  /** The secret that answers are signed with. */
  readonly secret: string | undefined;
}

/**
 * The answer to a vendor's handshake, as `x-delivery` of the contract has it; undefined when the request is none.
 *
 * @param known absent before authentication: challenges in the body, and those whose answer is signed, wait for it
 */
export function greet(
  { id, authentication, delivery: { handshake } }: Contract,
  request: ReceivedBytes,
  known?: Known,
): Verdict | undefined {
  if (handshake?.method !== request.method) return undefined;
  const { hmac } = handshake;
  if (hmac !== undefined && known === undefined) return undefined;
  const challenge = findChallenge(handshake, request, (pointer) => textAt(known?.payload, pointer));
  if (challenge === undefined) return undefined;
  const { secret, signature = 'not-checked' } = known ?? {};
  const isSigned = hmac !== undefined && secret !== undefined && authentication.kind === 'signature';
  const mac = isSigned
    ? nodeHmac(hmac.algorithm, secretBytes(authentication.scheme, secret))([challenge], hmac.encoding)
    : undefined;
  return {
    accepted: true,
    status: 200,
    contract: id,
    signature: authentication.kind === 'none' ? 'none' : signature,
    violations: [],
    moreViolations: 0,
    warnings: [],
    handshake: answerChallenge(handshake, challenge, mac),
  };
}

function textAt(payload: Json | undefined, pointer: string): string | undefined {
  const value = payload === undefined ? undefined : at(payload, pointer);
  return typeof value === 'string' ? value : undefined;
}
