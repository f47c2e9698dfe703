import { after, sameText } from '../../signatures/hmac.ts';
import { valueOf } from '../../signatures/signature-header.ts';
import type { Refusal, StaticHeader, VerifyFunction } from '../api.ts';
import { refuse } from './refuse.ts';
import { prepare, readSecrets } from './secrets.ts';
import type { AllServed } from './served.ts';
import type { AnyOptions, Authentic, Authenticate } from './types.ts';

/**
 * How deliveries are authenticated: of several contracts the one decides that demands most.
 *
 * @throws {TypeError} when the options do not say how, or in a way that cannot work
 */
export function createAuthenticator(served: AllServed, options: AnyOptions): Authenticate {
  const { verify, auth } = options;
  if (verify) return checkByFunction(verify);
  const schemes = served.flatMap(({ definition: { authentication, uses } }) =>
    authentication.kind === 'signature' && uses?.signature ? [[authentication.scheme, uses.signature] as const] : [],
  );
  const [first] = schemes;
  if (first) {
    const [scheme, check] = first;
    if (schemes.some(([other]) => JSON.stringify(other) !== JSON.stringify(scheme)))
      throw new TypeError('These versions are signed in different ways: pass `verify`, or make a receiver for each.');
    return check(scheme, options);
  }
  if (auth === 'none') return () => ({ secret: undefined });
  const { authentication } = served[0].definition;
  const header = auth?.header ?? (authentication.kind === 'header' ? authentication.header : undefined);
  if (auth && header) return checkHeader(auth, header);
  throw new TypeError("The vendor signs nothing: `auth` must be { header, secret }, or 'none' for an open endpoint.");
}

function checkByFunction(verify: VerifyFunction): Authenticate {
  return async (delivery) => {
    const verdict = await verify(delivery);
    if (verdict === true) return { secret: undefined };
    const id = verdict && verdict.secretId;
    return id ? { secret: { id, value: '' } } : refuse(401, 'signature-mismatch', '`verify` says no.');
  };
}

function checkHeader({ secret: given }: StaticHeader, name: string): Authenticate {
  const header = name.toLowerCase();
  const secretsOf = prepare(given, readSecrets);
  return (delivery) => {
    const value = valueOf(delivery.headers, header);
    if (value === undefined) return refuse(401, 'credential-missing', `The delivery has no header ${name}.`);
    return after(secretsOf(delivery), (secrets): Authentic | Refusal => {
      const secret = secrets.find((each) => sameText(value, each.value));
      return secret ? { secret } : refuse(401, 'credential-wrong', `The header ${name} holds none of the secrets.`);
    });
  };
}
