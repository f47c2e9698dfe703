import type { SignatureScheme } from '../scheme.ts';
import { itemsOf, leadOf, valuesOf } from '../signature-header.ts';
import type { Headers } from '../signature-header.ts';
import type { Variant, Variation } from './variation.ts';

/** A signature that a delivery may carry. */
export interface Candidate {
  readonly bytes: Buffer;
  readonly algorithm: SignatureScheme['algorithm'];
}

/** More signatures than any vendor sends: a hostile header must not multiply the work. */
const mostCandidates = 50;

const algorithms: Readonly<Partial<Record<number, SignatureScheme['algorithm']>>> = {
  20: 'hmac-sha1',
  32: 'hmac-sha256',
  48: 'hmac-sha384',
  64: 'hmac-sha512',
};

const correct = "Correct the contract's x-signature, or your receiver, if the vendor's deliveries look like this.";

/** Everything in a delivery's headers that can be read as a signature; what the scheme itself reads comes first. */
export function signatureCandidates(scheme: SignatureScheme, headers: Headers): Variant<Candidate>[] {
  const found = [
    ...readHeader(scheme, headers, scheme.header, []),
    ...signatureHeaders(headers, scheme.header).flatMap((name) => {
      const when = `the signature is the one in the header ${name}`;
      return readHeader(scheme, headers, name, [{ kind: 'signature-header', when, advice: correct }]);
    }),
  ];
  const simplestFirst = found.toSorted((one, other) => one.variations.length - other.variations.length);
  const kept = new Map<string, Variant<Candidate>>();
  for (const candidate of simplestFirst) {
    const name = candidate.value.bytes.toString('hex');
    if (!kept.has(name) && kept.size < mostCandidates) kept.set(name, candidate);
  }
  return [...kept.values()];
}

/** Other headers that carry a signature, going by their names; in lower case, each once. */
export function signatureHeaders(headers: Headers, but: string): string[] {
  const names = headers.map(([name]) => name.toLowerCase());
  return [...new Set(names)].filter((name) => /signature|hmac|-sign?$/.test(name) && name !== but.toLowerCase());
}

function readHeader(
  scheme: SignatureScheme,
  headers: Headers,
  name: string,
  variations: readonly Variation[],
): Variant<Candidate>[] {
  const values = valuesOf(headers, name).filter((value) => value !== '');
  const lead = leadOf(scheme);
  const own = itemsOf(scheme, values).filter((item) => item.startsWith(lead));
  return [
    ...own.flatMap((item) => readText(scheme, item.slice(lead.length), variations)),
    ...values.flatMap(looseTexts).flatMap((text) => readText(scheme, text, [...variations, otherLead(scheme)])),
  ];
}

function otherLead(scheme: SignatureScheme): Variation {
  const lead = leadOf(scheme);
  const when =
    lead === ''
      ? 'the signature is only a part of its header'
      : `the signature is written otherwise than after "${lead}"`;
  return { kind: 'signature-prefix', when, advice: correct };
}

/** Parts of a header that may be a signature, whatever stands around them. */
function looseTexts(value: string): string[] {
  return value
    .slice(0, 2000)
    .split(/[,;\s]+/)
    .flatMap((piece) => [piece, piece.replace(/^.*[=:](?=[^=:])/, '')])
    .map((piece) => piece.replace(/^(["'])(.*)\1$/, '$2'));
}

function readText(scheme: SignatureScheme, text: string, variations: readonly Variation[]): Variant<Candidate>[] {
  return spellingsOf(text, scheme.encoding).flatMap(({ encoding, bytes }) => {
    const algorithm = algorithms[bytes.length];
    if (algorithm === undefined) return [];
    const changes = [...variations];
    if (encoding !== scheme.encoding)
      changes.push({
        kind: 'signature-encoding',
        when: `the signature is read as ${encoding} instead of ${scheme.encoding}`,
        advice: correct,
      });
    if (algorithm !== scheme.algorithm)
      changes.push({
        kind: 'algorithm',
        when: `the algorithm is ${algorithm} instead of ${scheme.algorithm}`,
        advice: correct,
      });
    return [{ value: { bytes, algorithm }, variations: changes }];
  });
}

function spellingsOf(text: string, own: SignatureScheme['encoding']): { encoding: string; bytes: Buffer }[] {
  const isHex = /^(?:[\da-f]{2})+$/i.test(text);
  const hex = isHex ? [{ encoding: 'hex', bytes: Buffer.from(text, 'hex') }] : [];
  // Base64 without a single letter beyond f does not happen.
  if (isHex && own === 'hex' && text.length >= 40) return hex;
  const plain = urlDecoded(text);
  const base64 = [
    ...(/^[A-Za-z\d+/]+={0,2}$/.test(text) ? [{ encoding: 'base64', bytes: Buffer.from(text, 'base64') }] : []),
    ...(/^[\w-]+={0,2}$/.test(text) ? [{ encoding: 'base64url', bytes: Buffer.from(text, 'base64url') }] : []),
    ...(plain !== text && /^[A-Za-z\d+/]+={0,2}$/.test(plain)
      ? [{ encoding: 'URL-encoded base64', bytes: Buffer.from(plain, 'base64') }]
      : []),
  ];
  const twice = base64
    .map(({ bytes }) => bytes.toString('latin1'))
    .filter((inner) => /^(?:[\da-f]{2}){20,64}$/i.test(inner))
    .map((inner) => ({ encoding: 'base64 of hex', bytes: Buffer.from(inner, 'hex') }));
  return [...hex, ...base64, ...twice];
}

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
