import { bodyVariants } from './diagnose/bodies.ts';
import type { DiagnosedDelivery, DiagnoseOptions, Diagnosis, Fault } from './diagnose/diagnosis.ts';
import { adviceWhenLost, adviceWithoutSignature, isUsable, observations } from './diagnose/observations.ts';
import { search } from './diagnose/search.ts';
import type { Key, Match, SearchResult } from './diagnose/search.ts';
import { keyVariants } from './diagnose/secrets.ts';
import { signatureCandidates } from './diagnose/signatures.ts';
import { templateVariants } from './diagnose/templates.ts';
import { urlVariants } from './diagnose/urls.ts';
import type { SignatureScheme } from './scheme.ts';
import { itemsOf, readPart, sourceOf, valuesOf } from './signature-header.ts';
import { verify } from './verify.ts';
import type { SignatureVerdict } from './verify.ts';

export type { DiagnosedDelivery, DiagnoseOptions, Diagnosis } from './diagnose/diagnosis.ts';
export type { Variation, VariationKind } from './diagnose/variation.ts';

/**
 * Says why a signature does not match: tries what commonly happens to URL, body, secret and signature on the way, and
 * names the variation, or the two at a time, that make it match. Always the same answer for the same input; takes about
 * a second at most. Neither the delivery nor a secret makes it throw.
 *
 * @throws {SignatureSchemeError} when the scheme itself cannot be used
 */
export function diagnoseSignature(
  scheme: SignatureScheme,
  delivery: DiagnosedDelivery,
  options: DiagnoseOptions,
): Diagnosis {
  const verdict = verifyAsGiven(scheme, delivery, options);
  if (verdict.valid)
    return { status: 'fits', secret: verdict.secret, message: 'The signature fits.', advice: [fitting] };
  if (verdict.reason === 'too-old') return tooOld(scheme, delivery, options, verdict);
  const found = searchFor(scheme, delivery, options);
  if (found.match !== undefined) return explained(found.match, options);
  return unexplained(scheme, delivery, options, verdict, found);
}

const fitting =
  'If your receiver refuses this delivery all the same, it has another secret, or it sees another URL or other bytes of the body than these.';

/**
 * Verifies as `verify` does, save that a secret which is not written as the scheme demands fits nothing, and that nothing
 * is too old when `now` is absent.
 *
 * @throws {SignatureSchemeError} when the scheme itself cannot be used
 */
export function verifyAsGiven(
  scheme: SignatureScheme,
  { method, headers, body, ...delivery }: DiagnosedDelivery,
  { url = delivery.url, secrets, now }: DiagnoseOptions,
): SignatureVerdict {
  const { tolerance: _, ...ageless } = scheme;
  const usable = secrets.filter(({ value }) => isUsable(scheme, value));
  return now === undefined
    ? verify(ageless, { url, method, headers, body, secrets: usable })
    : verify(scheme, { url, method, headers, body, secrets: usable, now });
}

function tooOld(
  scheme: SignatureScheme,
  delivery: DiagnosedDelivery,
  options: DiagnoseOptions,
  { message }: Fault,
): Diagnosis {
  const verdict = verifyAsGiven(scheme, delivery, { ...options, now: undefined });
  const advice = `${message} Set the clock of the receiver; a delivery that somebody sends again later has to be signed again.`;
  const when = 'nobody asks how old it is';
  return {
    status: 'explained',
    secret: verdict.valid ? verdict.secret : undefined,
    variations: [{ kind: 'time', when, advice }],
    message: `The signature fits when ${when}.`,
    advice: [advice],
  };
}

function searchFor(scheme: SignatureScheme, delivery: DiagnosedDelivery, options: DiagnoseOptions): SearchResult {
  const { method, headers } = delivery;
  const candidates = signatureCandidates(scheme, headers);
  if (candidates.length === 0) return { match: undefined, tried: 0, isWhole: true };
  const items = itemsOf(scheme, valuesOf(headers, scheme.header));
  const part = (name: 'id' | 'timestamp'): string | undefined => {
    const source = sourceOf(scheme, name);
    return source && readPart(source, headers, items);
  };
  const { variants: bodies, isWhole } = bodyVariants(delivery.body);
  const keys = options.secrets.flatMap(({ value }, secret) =>
    keyVariants(scheme, value).map((variant): Key => ({ ...variant, secret })),
  );
  const found = search({
    scheme,
    candidates,
    templates: templateVariants(scheme),
    bodies,
    urls: urlVariants(options.url ?? delivery.url, delivery.url, headers),
    keys,
    parts: { method, id: part('id'), timestamp: part('timestamp') },
    variations: options.variations ?? 2,
  });
  return { ...found, isWhole: found.isWhole && isWhole };
}

function explained({ secret, variations }: Match, { secrets }: DiagnoseOptions): Diagnosis {
  return {
    status: 'explained',
    secret: secrets[secret]?.id,
    variations,
    message: `The signature fits when ${variations.map(({ when }) => when).join(', and ')}.`,
    advice: [...new Set(variations.map(({ advice }) => advice))],
  };
}

function unexplained(
  scheme: SignatureScheme,
  delivery: DiagnosedDelivery,
  options: DiagnoseOptions,
  { reason, message }: Fault,
  { tried, isWhole }: SearchResult,
): Diagnosis {
  const about = { status: 'unexplained', reason, tried, isWhole } as const;
  const observed = observations(scheme, delivery, options);
  if (tried === 0)
    return { ...about, message, advice: [...observed, ...adviceWithoutSignature(scheme, delivery, reason)] };
  const extent = isWhole ? '' : ' (it would take too long to try more)';
  return {
    ...about,
    message: `None of the ${tried} variations that were tried${extent} makes the signature fit.`,
    advice: [...observed, ...adviceWhenLost(scheme)],
  };
}
