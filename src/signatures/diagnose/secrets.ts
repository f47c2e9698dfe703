import type { SignatureScheme } from '../scheme.ts';
import { secretBytes } from '../secret-bytes.ts';
import { SignatureSchemeError } from '../signature-scheme-error.ts';
import { distinct } from './variation.ts';
import type { Variant, Variation, VariationKind } from './variation.ts';

const store = 'Store the secret again, exactly as the vendor shows it.';

const advice = {
  'secret-white-space': `Remove it where the secret is stored: a copied line or a file easily ends with some. ${store}`,
  'secret-quotes': `Remove them where the secret is stored: not every program takes them off in a .env file. ${store}`,
  'secret-line-break': `Whoever signs has a line break in the secret. ${store}`,
  'secret-url-encoding': `Somewhere the secret was encoded for a URL. ${store}`,
  'secret-encoding':
    "The contract's x-signature says under `secret` how the key is made from it: correct it there, or the program that signs.",
} as const satisfies Partial<Record<VariationKind, string>>;

type SecretKind = keyof typeof advice;

const variation = (kind: SecretKind, when: string): Variation => ({ kind, when, advice: advice[kind] });

/**
 * The keys that may stand behind a secret, the scheme's own first; at most two variations each. The scheme's own is not
 * among them when the secret is not written as the scheme demands.
 */
export function keyVariants(scheme: SignatureScheme, secret: string): Variant<Uint8Array>[] {
  const variants = texts(secret).flatMap((text) =>
    readings(scheme, text.value).map(({ value, variations }) => ({
      value,
      variations: [...text.variations, ...variations],
    })),
  );
  const simplestFirst = variants.toSorted((one, other) => one.variations.length - other.variations.length);
  return distinct(simplestFirst, (bytes) => Buffer.from(bytes).toString('latin1'));
}

function texts(secret: string): Variant<string>[] {
  const changed = (kind: SecretKind, when: string, value: string): Variant<string> => ({
    value,
    variations: [variation(kind, when)],
  });
  return [
    { value: secret, variations: [] },
    changed('secret-white-space', `the secret is without ${whiteSpaceOf(secret) ?? 'white space'}`, secret.trim()),
    changed('secret-quotes', 'the secret is without the quotation marks around it', unquoted(secret.trim())),
    changed('secret-line-break', 'the secret ends with a line break', `${secret}\n`),
    changed('secret-line-break', 'the secret ends with a line break of two characters (CR, LF)', `${secret}\r\n`),
    changed('secret-url-encoding', 'the secret is URL-decoded', urlDecoded(secret)),
    changed('secret-url-encoding', 'the secret is URL-encoded', encodeURIComponent(secret.toWellFormed())),
  ];
}

/** Where a secret has white space around it, in words; undefined when it has none. Tells nothing else about it. */
export function whiteSpaceOf(secret: string): string | undefined {
  const [before, after] = [/^\s/.test(secret), /\s$/.test(secret)];
  if (before && after) return 'the white space around it';
  if (after) return 'the white space at its end';
  return before ? 'the white space at its beginning' : undefined;
}

function unquoted(text: string): string {
  return /^(["'`]).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The bytes that a text may stand for: as the scheme says, as text, or decoded. */
function readings(scheme: SignatureScheme, text: string): Variant<Uint8Array>[] {
  const own = bytesBy(scheme, text);
  const { prefix, encoding = 'utf8' } = scheme.secret ?? {};
  const known = prefix ?? /^[A-Za-z]+_/.exec(text)?.[0] ?? '';
  const bare = text.startsWith(known) ? text.slice(known.length) : text;
  const isBare = bare === text;
  const other = (when: string, value: Uint8Array | undefined): Variant<Uint8Array>[] =>
    value === undefined || value.length === 0 ? [] : [{ value, variations: [variation('secret-encoding', when)] }];
  const decodings = (['base64', 'base64url', 'hex'] as const).flatMap((each) => [
    ...other(`the secret is decoded from ${each}${isBare ? '' : ' after its prefix'}`, decode(bare, each)),
    ...(isBare ? [] : other(`the secret is decoded from ${each}, prefix and all`, decode(text, each))),
  ]);
  const asText = encoding === 'utf8' ? 'the secret is used with its prefix' : 'the secret is used as text';
  return [
    ...(own === undefined ? [] : [{ value: own, variations: [] }]),
    ...other(isBare ? asText : 'the secret is used as text, prefix and all', Buffer.from(text)),
    ...(isBare ? [] : other('the secret is used as text, without its prefix', Buffer.from(bare))),
    ...(prefix === undefined || !isBare
      ? []
      : other('the secret is used as text, with the prefix in front of it', Buffer.from(prefix + text))),
    ...decodings,
  ];
}

function bytesBy(scheme: SignatureScheme, secret: string): Uint8Array | undefined {
  try {
    return secretBytes(scheme, secret);
  } catch (error) {
    if (error instanceof SignatureSchemeError) return undefined;
    throw error;
  }
}

function decode(text: string, encoding: 'base64' | 'base64url' | 'hex'): Uint8Array | undefined {
  const bytes = Buffer.from(text, encoding);
  const unpadded = text.replace(/={1,2}$/, '');
  const again = bytes.toString(encoding).replace(/={1,2}$/, '');
  return (encoding === 'hex' ? again === unpadded.toLowerCase() : again === unpadded) ? bytes : undefined;
}
