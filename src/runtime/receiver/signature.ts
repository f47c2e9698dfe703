import type { SignatureScheme } from '../../signatures/scheme.ts';
import { secretBytes } from '../../signatures/secret-bytes.ts';
import { covers } from '../../signatures/signed-message.ts';
import { createVerifier } from '../../signatures/verifier.ts';
import type { Secret, Verdict } from '../../signatures/verifier.ts';
import type { Delivery, Refusal } from '../api.ts';
import { createHmac, findNodeCrypto } from '../crypto.ts';
import { refuse } from './refuse.ts';
import { prepare, readSecrets } from './secrets.ts';
import type { AnyOptions, Authentic, Authenticate, Soon } from './types.ts';

/**
 * Authenticates deliveries by their signature.
 *
 * @throws {TypeError} when `secrets` or `url` cannot work with the scheme
 */
export function checkSignature(contractScheme: SignatureScheme, options: AnyOptions): Authenticate {
  const { secrets, url, tolerance, now = Date.now } = options;
  const scheme = tolerance === undefined ? contractScheme : { ...contractScheme, tolerance };
  const verify = createVerifier(scheme, createHmac(findNodeCrypto()));
  const signsUrl = covers(scheme, 'url');
  const secretsOf = prepare(secrets, (list) => {
    const read = readSecrets(list);
    // A prefix alone is an empty key.
    if (read.some(({ value }) => secretBytes(scheme, value).length === 0)) readSecrets('');
    return read;
  });
  const urlsOf = signsUrl ? prepare(url, readUrls) : () => ['-'];
  const seconds = (): number => now() / 1000;

  function check(delivery: Delivery, secrets: readonly Secret[], urls: readonly string[]): Soon<Authentic | Refusal> {
    const { method, headers, body } = delivery;
    const verdict = verify({ secrets, urls, method, headers, body, now: seconds });
    return verdict instanceof Promise
      ? verdict.then((later) => answerOf(later, delivery, urls))
      : answerOf(verdict, delivery, urls);
  }

  function answerOf(verdict: Verdict, delivery: Delivery, urls: readonly string[]): Authentic | Refusal {
    if (verdict.secret) return verdict;
    const { reason, message } = verdict;
    const advice = ` Registered, going by \`url\`: ${urls.join(', ')}. Came to: ${delivery.url}. The vendor signs the URL that is registered, not what a proxy makes of it.`;
    return refuse(401, `signature-${reason}`, signsUrl && reason === 'mismatch' ? message + advice : message);
  }

  return (delivery) => {
    const secrets = secretsOf(delivery);
    const urls = urlsOf(delivery);
    return secrets instanceof Promise || urls instanceof Promise
      ? Promise.all([secrets, urls]).then((found) => check(delivery, ...found))
      : check(delivery, secrets, urls);
  };
}

function readUrls(given: string | readonly string[] | undefined): readonly string[] {
  const urls = [given ?? []].flat();
  if (urls.length > 0 && urls.every((url) => /^https?:\/\//i.test(url))) return urls;
  throw new TypeError('`url` must be the URL that is registered with the vendor: https://... The vendor signs it.');
}
