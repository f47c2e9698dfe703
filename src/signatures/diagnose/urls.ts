import { valuesOf } from '../signature-header.ts';
import type { Headers } from '../signature-header.ts';
import { joinUrl, shownUrl, splitUrl, targetOf } from './url-parts.ts';
import type { UrlParts } from './url-parts.ts';
import { distinct } from './variation.ts';
import type { Variant, Variation, VariationKind } from './variation.ts';

/** One change of a URL. */
type Change = readonly [kind: VariationKind, when: string, changed: Partial<UrlParts>];

const advice =
  'The vendor signs the URL that is registered with it, letter for letter. Look it up in the settings of the vendor and give that one, whatever a proxy in front of you makes of it.';

/**
 * The URLs that may have been signed, the one at hand first; at most two variations each.
 *
 * @param url as the owner of the receiver says that it is registered
 * @param received as the delivery has it: absolute, or the path alone
 */
export function urlVariants(url: string, received: string, headers: Headers): Variant<string>[] {
  const parts = splitUrl(url);
  const whole = [
    { value: url, variations: [] },
    ...wholeUrls(url, received, headers).map(([when, value]) => ({
      value,
      variations: [variation('url-received', when)],
    })),
  ];
  if (parts === undefined) return distinct(whole, (text) => text);
  const parted = changesOf(parts, received, headers);
  const singles = parted.flat().map((change) => changed(parts, [change]));
  const pairs = parted.flatMap((first, index) =>
    parted
      .slice(index + 1)
      .flatMap((second) => first.flatMap((one) => second.map((other) => changed(parts, [one, other])))),
  );
  const [own, ...others] = whole;
  return distinct([...(own === undefined ? [] : [own]), ...singles, ...others, ...pairs], (text) => text);
}

function variation(kind: VariationKind, when: string): Variation {
  return { kind, when, advice };
}

function changed(parts: UrlParts, changes: readonly Change[]): Variant<string> {
  return {
    value: joinUrl(Object.assign({}, parts, ...changes.map(([, , change]) => change)) as UrlParts),
    variations: changes.map(([kind, when]) => variation(kind, when)),
  };
}

/** URLs put together of what the delivery itself says. */
function wholeUrls(url: string, received: string, headers: Headers): [when: string, url: string][] {
  const target = targetOf(received);
  const own = targetOf(url);
  const text = (when: string, value: string): [string, string] => [`${when}: ${shownUrl(value)}`, value];
  const hosts = authorities(headers, received);
  return [
    text('the URL is the one that was received', received),
    ...(target === undefined
      ? []
      : hosts.flatMap(({ host, port }) =>
          ['https', 'http'].map((scheme) =>
            text('the URL is the one that was received', `${scheme}://${host}${port}${target.path}${target.query}`),
          ),
        )),
    ...(own === undefined ? [] : [text('the URL is its path alone', own.path + own.query)]),
  ];
}

interface Authority {
  readonly host: string;
  readonly port: string;
  /** Where it was found. */
  readonly from: string;
}

function authorities(headers: Headers, received: string): Authority[] {
  const forwarded = valuesOf(headers, 'forwarded').flatMap((value) => /host="?([^;,"\s]+)/i.exec(value)?.[1] ?? []);
  const stated = [
    ...valuesOf(headers, 'host').map((value) => ['the header Host', value] as const),
    ...valuesOf(headers, 'x-forwarded-host').map((value) => ['the header X-Forwarded-Host', value] as const),
    ...forwarded.map((value) => ['the header Forwarded', value] as const),
  ].flatMap(([from, value]) => {
    const parts = splitUrl(`http://${(value.split(',')[0] ?? '').trim()}`);
    return parts === undefined || parts.host === '' ? [] : [{ host: parts.host, port: parts.port, from }];
  });
  const parts = splitUrl(received);
  return [...stated, ...(parts === undefined ? [] : [{ ...parts, from: 'the URL that was received' }])].slice(0, 6);
}

/** The changes of each part: of two changes at a time, each concerns another part. */
function changesOf(parts: UrlParts, received: string, headers: Headers): Change[][] {
  return [
    schemeChanges(parts),
    [...hostChanges(parts, headers, received), ...portChanges(parts, headers)],
    pathChanges(parts, received),
    queryChanges(parts, received),
    [['url-fragment', 'the URL is without its fragment', { fragment: '' }]],
    [['url-user', 'the URL is without user name and password', { user: '' }]],
  ];
}

function schemeChanges({ scheme }: UrlParts): Change[] {
  return ['https', 'http']
    .filter((other) => other !== scheme)
    .map((other) => ['url-scheme', `the URL begins with ${other}:// instead of ${scheme}://`, { scheme: other }]);
}

function hostChanges({ host }: UrlParts, headers: Headers, received: string): Change[] {
  const bare = host.replace(/^www\./i, '');
  const spelled = [host.toLowerCase(), host.toUpperCase(), bare === host ? `www.${host}` : bare];
  return [
    ...spelled.map((other): Change => ['url-host', `the host of the URL is written ${other}`, { host: other }]),
    ...authorities(headers, received).flatMap(({ host: other, port, from }): Change[] => [
      ['url-host', `the host of the URL is that of ${from}: ${other}${port}`, { host: other, port }],
      ['url-host', `the host of the URL is that of ${from}, without its port: ${other}`, { host: other, port: '' }],
    ]),
  ];
}

function portChanges({ port }: UrlParts, headers: Headers): Change[] {
  const forwarded = valuesOf(headers, 'x-forwarded-port').filter((value) => /^\d{1,5}$/.test(value));
  const ports = ['443', '80', ...forwarded.slice(0, 2)];
  return [
    ...(port === '' ? [] : [['url-port', 'the URL names no port', { port: '' }] as const]),
    ...ports.map((other): Change => ['url-port', `the URL names the port ${other}`, { port: `:${other}` }]),
  ];
}

function pathChanges({ path }: UrlParts, received: string): Change[] {
  const target = targetOf(received);
  return [
    path.endsWith('/')
      ? ['url-slash', 'the path of the URL is without the slash at its end', { path: path.slice(0, -1) }]
      : ['url-slash', 'a slash stands at the end of the path of the URL', { path: `${path}/` }],
    ...(target === undefined
      ? []
      : [
          [
            'url-path',
            `the path of the URL is the one that was received: ${target.path}`,
            { path: target.path },
          ] as const,
        ]),
    ...recodings(path).map(([how, other]): Change => ['url-path', `the path of the URL is ${how}`, { path: other }]),
  ];
}

function queryChanges({ query }: UrlParts, received: string): Change[] {
  const target = targetOf(received);
  const parameters = query.slice(1).split('&');
  const change = (when: string, other: string): Change => ['url-query', when, { query: other }];
  const ordered = (names: readonly string[]): string => `?${names.join('&')}`;
  return [
    ...(target === undefined ? [] : [change('the query of the URL is the one that was received', target.query)]),
    ...(query === ''
      ? []
      : [
          change('the URL is without its query', ''),
          change('the parameters of the query are in alphabetical order', ordered(parameters.toSorted())),
          change('the parameters of the query are in reverse order', ordered(parameters.toReversed())),
          ...recodings(query).map(([how, other]) => change(`the query of the URL is ${how}`, other)),
          change('spaces in the query are written as +', query.replaceAll('%20', '+')),
          change('spaces in the query are written as %20', query.replaceAll('+', '%20')),
        ]),
  ];
}

/** The same path or query with other percent-encoding. Source: RFC 3986, section 2.1. */
function recodings(text: string): [how: string, text: string][] {
  const escapes = /%[\da-f]{2}/gi;
  return [
    ['percent-decoded', decoded(text)],
    ['percent-encoded', encodeURI(decoded(text).toWellFormed())],
    [
      'percent-encoded throughout',
      decoded(text)
        .toWellFormed()
        .replace(/[^/?&=+]+/g, encodeURIComponent),
    ],
    ['percent-encoded in lower case', text.replace(escapes, (escape) => escape.toLowerCase())],
    ['percent-encoded in upper case', text.replace(escapes, (escape) => escape.toUpperCase())],
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
