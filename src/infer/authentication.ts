import type { InferredAuthentication } from './result.ts';
import { findScheme } from './signature/find-scheme.ts';
import { soundsSigned } from './signature/trial-schemes.ts';
import type { Survey } from './survey.ts';

/** Headers with a fixed value by which a receiver can tell its vendor. */
const fixed =
  /^(?:authorization|x-api-key|api-key|x-auth-token|x-webhook-(?:token|secret|key)|x-[a-z\d-]*-(?:token|secret))$/;

/** How the vendor proves that a delivery is its own: by a scheme that fits, else by a header that never changes. */
export function findAuthentication(
  survey: Survey,
  secret: string | undefined,
  url: string | undefined,
): InferredAuthentication {
  const suspect = [...survey.headers.values()].find(({ name, value }) => soundsSigned(name) && value === undefined);
  if (secret !== undefined) {
    const found = findScheme(survey.signed, secret, url);
    if (found !== undefined) return { kind: 'signature', ...found };
  }
  const token = [...survey.headers].find(
    ([key, { count, value }]) => fixed.test(key) && value !== undefined && count === survey.withHeaders,
  )?.[1].name;
  if (token !== undefined && suspect === undefined) return { kind: 'header', header: token };
  return { kind: 'none', reason: reasonWithout(survey, secret, url, suspect?.name) };
}

function reasonWithout(survey: Survey, secret: string | undefined, url: string | undefined, suspect?: string): string {
  if (survey.withHeaders === 0) return 'The captures hold no headers, so nothing is known of signatures.';
  if (secret === undefined) {
    return suspect === undefined
      ? 'No header looks like a signature.'
      : `The header ${suspect} looks like a signature: give --secret-env, and its scheme is found by trial.`;
  }
  const where = suspect === undefined ? 'No header' : `The header ${suspect}`;
  const what = suspect === undefined ? 'holds a signature' : 'does not fit';
  const address = url === undefined ? ' The URL as registered with the vendor may be signed: give --url.' : '';
  return `${where} ${what} with the secret, whatever is taken for signed: is it the secret of these deliveries?${address}`;
}
