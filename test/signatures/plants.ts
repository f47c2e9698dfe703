import type { VariationKind } from '../../src/signatures/diagnose.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';

/** A delivery as it was signed, or as it is at hand. */
export interface Situation {
  readonly scheme: SignatureScheme;
  readonly url: string;
  readonly secret: string;
  readonly body: string | Uint8Array;
  /** URL as it was received. */
  readonly received: string;
  /** Headers beside those of the signature. */
  readonly headers: readonly (readonly [string, string])[];
}

/** A way in which what was signed and what is at hand drift apart. */
export interface Plant {
  readonly name: string;
  readonly kind: VariationKind;
  /** What the vendor signed; as it is when absent. */
  readonly signed?: (situation: Situation) => Partial<Situation>;
  /** What is at hand, made of what was signed; the same when absent. */
  readonly atHand?: (signed: Situation) => Partial<Situation>;
}

const text = (body: Situation['body']): string => (typeof body === 'string' ? body : Buffer.from(body).toString());
const rewrite = (body: Situation['body']): string => JSON.stringify(JSON.parse(text(body)), undefined, 3);
const recode =
  (spelling: (text: string) => string) =>
  ({ body }: Situation) => ({ body: spelling(text(body)) });
const url = (change: (url: string) => string) => (situation: Situation) => ({ url: change(situation.url) });
const secret = (change: (secret: string) => string) => (situation: Situation) => ({ secret: change(situation.secret) });

/** Sorts keys the long way round, so as not to share a mistake. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const compact = (body: string): string => JSON.stringify(JSON.parse(body));

export const urlPlants: readonly Plant[] = [
  { name: 'http for https', kind: 'url-scheme', atHand: url((it) => it.replace('https:', 'http:')) },
  {
    name: 'the host behind a proxy',
    kind: 'url-host',
    atHand: (signed) => ({
      url: signed.url.replace('hooks.example.com:8443', 'internal:3000'),
      headers: [['X-Forwarded-Host', 'hooks.example.com:8443']],
    }),
  },
  { name: 'www', kind: 'url-host', atHand: url((it) => it.replace('//', '//www.')) },
  { name: 'the host in capitals', kind: 'url-host', atHand: url((it) => it.replace('hooks.example', 'HOOKS.example')) },
  {
    name: 'the default port',
    kind: 'url-port',
    signed: url((it) => it.replace(':8443', ':443')),
    atHand: url((it) => it.replace(':443', '')),
  },
  {
    name: 'no port',
    kind: 'url-port',
    signed: url((it) => it.replace(':8443', '')),
    atHand: url((it) => it.replace('.com', '.com:80')),
  },
  {
    name: 'a slash less',
    kind: 'url-slash',
    signed: url((it) => it.replace('?', '/?')),
    atHand: url((it) => it.replace('/?', '?')),
  },
  { name: 'a slash more', kind: 'url-slash', atHand: url((it) => it.replace('?', '/?')) },
  {
    name: 'the path in front of a proxy',
    kind: 'url-path',
    atHand: (signed) => ({ url: signed.url.replace('/cafe', '/internal/cafe'), received: '/cafe/a%20b' }),
  },
  { name: 'a decoded path', kind: 'url-path', atHand: url((it) => it.replace('%20', ' ')) },
  {
    name: 'no query',
    kind: 'url-query',
    atHand: (signed) => ({ ...url((it) => it.replace(/\?.*/, ''))(signed), received: '/x?b=2&a=1%2C3' }),
  },
  {
    name: 'a query too many',
    kind: 'url-query',
    signed: url((it) => it.replace(/\?.*/, '')),
    atHand: url((it) => `${it}?utm=1`),
  },
  {
    name: 'sorted parameters',
    kind: 'url-query',
    signed: url((it) => it.replace(/\?.*/, '?a=1%2C3&b=2')),
    atHand: url((it) => it.replace(/\?.*/, '?b=2&a=1%2C3')),
  },
  {
    name: 'a decoded query',
    kind: 'url-query',
    signed: url((it) => it.replace('%2C', ',')),
    atHand: url((it) => it.replace(',', '%2C')),
  },
  {
    name: 'escapes in lower case',
    kind: 'url-query',
    signed: url((it) => it.replace('%2C', '%2c')),
    atHand: url((it) => it.replace('%2c', '%2C')),
  },
  { name: 'a fragment', kind: 'url-fragment', atHand: url((it) => `${it}#top`) },
  { name: 'a password', kind: 'url-user', atHand: url((it) => it.replace('//', '//name:word@')) },
  {
    name: 'all of it from the delivery',
    kind: 'url-received',
    atHand: (signed) => ({ received: signed.url, url: 'http://localhost/other?c=3' }),
  },
];

export const bodyPlants: readonly Plant[] = [
  { name: 'compact', kind: 'body-rewritten', signed: recode(compact), atHand: recode(rewrite) },
  {
    name: 'spaces after separators',
    kind: 'body-rewritten',
    signed: () => ({ body: '{"b": 1.0, "a": ["\\u00fc", {}, []], "c": "x, y: z"}' }),
    atHand: () => ({ body: '{"b":1.0,"a":["\\u00fc",{},[]],"c":"x, y: z"}' }),
  },
  {
    name: 'numbers that a parser would change',
    kind: 'body-rewritten',
    signed: () => ({ body: '{"a":12345678901234567890,"b":1.0,"10":1,"2":2}' }),
    atHand: () => ({ body: '{ "a": 12345678901234567890, "b": 1.0, "10": 1, "2": 2 }' }),
  },
  {
    name: 'two spaces',
    kind: 'body-rewritten',
    signed: recode((it) => JSON.stringify(JSON.parse(it), undefined, 2)),
    atHand: recode(compact),
  },
  {
    name: 'four spaces',
    kind: 'body-rewritten',
    signed: recode((it) => JSON.stringify(JSON.parse(it), undefined, 4)),
    atHand: recode(rewrite),
  },
  {
    name: 'sorted keys',
    kind: 'body-rewritten',
    signed: recode((it) => JSON.stringify(sortKeys(JSON.parse(it)))),
    atHand: recode((it) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(it) as object).toReversed()))),
  },
  {
    name: 'ASCII alone',
    kind: 'body-rewritten',
    signed: recode((it) => compact(it).replace(/[^\u0000-\u007F]/g, escape)),
    atHand: recode(compact),
  },
  {
    name: 'plain text for escapes',
    kind: 'body-rewritten',
    signed: recode(compact),
    atHand: recode((it) => compact(it).replace(/[^\u0000-\u007F]/g, escape)),
  },
  {
    name: 'slashes escaped',
    kind: 'body-rewritten',
    signed: recode((it) => compact(it).replaceAll('/', '\\/')),
    atHand: recode(rewrite),
  },
  {
    name: 'HTML escaped',
    kind: 'body-rewritten',
    signed: recode((it) => compact(it).replace(/[<>&]/g, escape)),
    atHand: recode(compact),
  },
  {
    name: 'a line break in the end too',
    kind: 'body-rewritten',
    signed: recode((it) => `${compact(it)}\n`),
    atHand: recode(rewrite),
  },
  { name: 'a line break added', kind: 'body-line-break', atHand: recode((it) => `${it}\n`) },
  { name: 'CR, LF added', kind: 'body-line-break', atHand: recode((it) => `${it}\r\n`) },
  {
    name: 'a line break removed',
    kind: 'body-line-break',
    signed: recode((it) => `${it}\n`),
    atHand: recode((it) => it.trimEnd()),
  },
  {
    name: 'LF for CR, LF',
    kind: 'body-line-ends',
    signed: recode((it) => `${it}\r\n \r\n`),
    atHand: recode((it) => it.replaceAll('\r\n', '\n')),
  },
  {
    name: 'CR, LF for LF',
    kind: 'body-line-ends',
    signed: recode((it) => `${it}\n \n`),
    atHand: recode((it) => it.replaceAll('\n', '\r\n')),
  },
  { name: 'white space', kind: 'body-white-space', atHand: recode((it) => `  ${it}\t\n\n`) },
  { name: 'a byte order mark added', kind: 'body-mark', atHand: recode((it) => `\uFEFF${it}`) },
  {
    name: 'a byte order mark removed',
    kind: 'body-mark',
    signed: recode((it) => `\uFEFF${it}`),
    atHand: recode((it) => it.slice(1)),
  },
  {
    name: 'latin1',
    kind: 'body-encoding',
    signed: () => ({ body: Buffer.from('{"name":"Zoë"}', 'latin1') }),
    atHand: () => ({ body: '{"name":"Zoë"}' }),
  },
  {
    name: 'encoded twice',
    kind: 'body-encoding',
    atHand: ({ body }) => ({ body: Buffer.from(text(body)).toString('latin1') }),
  },
  {
    name: 'taken for latin1',
    kind: 'body-encoding',
    signed: ({ body }) => ({ body: Buffer.from(text(body)).toString('latin1') }),
    atHand: recode((it) => Buffer.from(it, 'latin1').toString()),
  },
  { name: 'base64', kind: 'body-base64', atHand: recode((it) => Buffer.from(it).toString('base64')) },
  { name: 'a JSON string', kind: 'body-quoted', atHand: recode((it) => JSON.stringify(it)) },
  { name: 'nothing', kind: 'body-empty', signed: () => ({ body: '' }), atHand: () => ({ body: '{"a":1}' }) },
];

export const secretPlants: readonly Plant[] = [
  { name: 'a blank', kind: 'secret-white-space', atHand: secret((it) => `${it} `) },
  { name: 'a line break from a file', kind: 'secret-white-space', atHand: secret((it) => `${it}\r\n`) },
  { name: 'a blank in front', kind: 'secret-white-space', atHand: secret((it) => `\t${it}`) },
  { name: 'quotation marks', kind: 'secret-quotes', atHand: secret((it) => `"${it}"`) },
  { name: 'single quotation marks', kind: 'secret-quotes', atHand: secret((it) => `'${it}'`) },
  { name: 'URL-encoding', kind: 'secret-url-encoding', atHand: secret(encodeURIComponent) },
];

const rule =
  (secretRule: NonNullable<SignatureScheme['secret']>) =>
  ({ scheme }: Situation) => ({
    scheme: { ...scheme, secret: secretRule },
  });
const ownScheme = (scheme: SignatureScheme) => () => ({ scheme });

/** Secrets that the signer makes another key of. */
export const keyPlants = (scheme: SignatureScheme): readonly Plant[] => [
  {
    name: 'text',
    kind: 'secret-encoding',
    signed: rule({ prefix: 'none' }),
    atHand: ownScheme({ ...scheme, secret: { prefix: 'whsec_', encoding: 'base64' } }),
  },
  {
    name: 'base64',
    kind: 'secret-encoding',
    signed: rule({ prefix: 'whsec_', encoding: 'base64' }),
    atHand: ownScheme({ ...scheme, secret: { encoding: 'utf8' } }),
  },
  {
    name: 'no prefix',
    kind: 'secret-encoding',
    signed: rule({ prefix: 'whsec_' }),
    atHand: ownScheme({ ...scheme, secret: { encoding: 'utf8' } }),
  },
  {
    name: 'hex',
    kind: 'secret-encoding',
    signed: () => ({ scheme: { ...scheme, secret: { encoding: 'hex' } }, secret: '00ff10ab'.repeat(4) }),
    atHand: ownScheme({ ...scheme, secret: { encoding: 'utf8' } }),
  },
  {
    name: 'a line break that was signed with',
    kind: 'secret-line-break',
    signed: () => ({ scheme: { ...scheme, secret: { encoding: 'utf8' } }, secret: 'word\n' }),
    atHand: () => ({ scheme: { ...scheme, secret: { encoding: 'utf8' } }, secret: 'word' }),
  },
];

/** Signatures that are written or made otherwise than the scheme says. */
export function schemePlants(scheme: SignatureScheme): readonly Plant[] {
  const as = (name: string, kind: VariationKind, change: Partial<SignatureScheme>): Plant => ({
    name,
    kind,
    signed: () => ({ scheme: { ...scheme, ...change } }),
    atHand: ownScheme(scheme),
  });
  const encodings = (['hex', 'base64'] as const).filter((each) => each !== scheme.encoding);
  const others = (['hmac-sha1', 'hmac-sha384', 'hmac-sha512'] as const).map((each) =>
    as(each, 'algorithm', { algorithm: each }),
  );
  const time = scheme.parts?.timestamp === undefined ? [] : ['{timestamp}{body}', '{body}.{timestamp}'];
  return [
    ...encodings.map((each) => as(each, 'signature-encoding', { encoding: each })),
    ...others,
    as('another prefix', 'signature-prefix', { prefix: 'hmac=' }),
    ...['{body}', '{body}{url}', '{method}{url}{body}', ...time]
      .filter((each) => each !== scheme.signed)
      .map((each) => as(each, 'signed-parts', { signed: each })),
    ...(scheme.parts === undefined ? [as('another header', 'signature-header', { header: 'X-Old-Signature' })] : []),
  ];
}
