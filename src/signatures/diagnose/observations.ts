import { keyOf, SignatureSchemeError } from '../message.ts';
import type { SignatureScheme } from '../scheme.ts';
import { valuesOf } from '../signature-header.ts';
import type { DiagnosedDelivery, DiagnoseOptions, Fault } from './diagnosis.ts';
import { whiteSpaceOf } from './secrets.ts';
import { signatureHeaders } from './signatures.ts';

/** Whether a secret is written as the scheme demands. */
export function isUsable(scheme: SignatureScheme, secret: string): boolean {
  try {
    keyOf(scheme, secret);
    return true;
  } catch (error) {
    if (error instanceof SignatureSchemeError) return false;
    throw error;
  }
}

/** What the absence of a signature means. */
export function adviceWithoutSignature(
  scheme: SignatureScheme,
  { headers }: DiagnosedDelivery,
  reason: Fault['reason'],
): string[] {
  const similar = signatureHeaders(headers, scheme.header);
  const others =
    similar.length === 0
      ? []
      : [
          `There is no signature of this scheme in ${similar.join(', ')} either: it may be another vendor's, or another version's.`,
        ];
  if (reason !== 'missing')
    return [
      ...others,
      'See that the capture holds the header as it was received, and that the contract is the right one.',
    ];
  return [
    ...others,
    'Either the capture does not hold all headers, or something in front of your server drops this one, or the vendor did not sign: many sign only after a secret has been set.',
  ];
}

/** What can be seen without knowing what was signed. */
export function observations(
  scheme: SignatureScheme,
  { headers, body }: DiagnosedDelivery,
  { secrets }: DiagnoseOptions,
): string[] {
  const aboutSecrets = secrets.flatMap(({ id, value }) => {
    const name = id === undefined ? 'A secret' : `The secret ${id}`;
    const space = whiteSpaceOf(value);
    return [
      ...(space === undefined ? [] : [`${name} has ${space.replace('the ', '')}.`]),
      ...(isUsable(scheme, value)
        ? []
        : [`${name} is not written in ${scheme.secret?.encoding}, as the scheme demands.`]),
    ];
  });
  const [length = ''] = valuesOf(headers, 'content-length');
  const isCoded = valuesOf(headers, 'content-encoding').length > 0;
  if (!/^\d+$/.test(length) || Number(length) === body.length || isCoded) return aboutSecrets;
  return [
    ...aboutSecrets,
    `The vendor sent ${length} bytes, going by Content-Length; the body here has ${body.length}: it was changed.`,
  ];
}

/** What to do when nothing that was tried fits. */
export function adviceWhenLost({ signed }: SignatureScheme): string[] {
  const isUrlSigned = signed.includes('{url}');
  const known = isUrlSigned ? 'the secret, the URL or the body' : 'the secret or the body';
  return [
    `So ${known} at hand is not what was signed, in a way that is none of the common ones. Most often it is the secret.`,
    'Copy the secret again from where the vendor shows it, for this very endpoint and environment (test or live); after a change of secrets, try the former one.',
    ...(isUrlSigned ? ['Look up the URL that is registered with the vendor: it counts letter for letter.'] : []),
    'Record a delivery with its raw bytes, before any framework reads them, and try again.',
  ];
}
