import type { Delivery } from '../../deliveries/delivery.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';

/** How a header could carry a signature: what stands around it, and its encoding and length. */
export interface Layout extends Pick<SignatureScheme, 'header' | 'algorithm' | 'encoding' | 'prefix' | 'list'> {
  /** Keys of the other `key=value` entries of the header. */
  readonly pairs: readonly string[];
}

const algorithms: ReadonlyMap<number, SignatureScheme['algorithm']> = new Map([
  [20, 'hmac-sha1'],
  [32, 'hmac-sha256'],
  [48, 'hmac-sha384'],
  [64, 'hmac-sha512'],
]);

/** The ways in which the headers of a delivery could carry a signature; those with a telling name first. */
export function layoutsOf(headers: Delivery['headers']): Layout[] {
  const found = headers.flatMap(([header, value]) => layoutsOfHeader(header, value.trim()));
  return found.toSorted((one, other) => Number(soundsSigned(other.header)) - Number(soundsSigned(one.header)));
}

/** Whether a header is called as those that carry signatures are. */
export function soundsSigned(header: string): boolean {
  return /sign|hmac|digest|(?:^|-)sig(?:$|-)|hash/i.test(header);
}

function layoutsOfHeader(header: string, value: string): Layout[] {
  const found = read(value).map((one): Layout => ({ header, pairs: [], ...one }));
  for (const separator of [',', ' ', ';', '&', '|']) {
    if (!value.includes(separator)) continue;
    const entries = value.split(separator).map((entry) => entry.trim());
    const pairs = entries.flatMap((entry) => /^([^=\s]{1,30})=./.exec(entry)?.[1] ?? []);
    for (const entry of entries) {
      for (const { prefix, ...one } of read(entry)) {
        const list = { separator, ...(prefix === undefined ? {} : { label: prefix }) };
        found.push({ header, ...one, list, pairs: pairs.filter((key) => `${key}=` !== prefix) });
      }
    }
  }
  return found;
}

/** The text as a signature: bare, or behind a label such as `sha256=`, `v1=` or `v1,`. */
function read(text: string): Pick<Layout, 'algorithm' | 'encoding' | 'prefix'>[] {
  const labelled = /^([A-Za-z][\w.-]{0,20}[=,:]\s?)(.+)$/s.exec(text);
  return [
    ...decode(text),
    ...(labelled === null ? [] : decode(labelled[2] ?? '').map((one) => ({ ...one, prefix: labelled[1] ?? '' }))),
  ];
}

function decode(text: string): Pick<Layout, 'algorithm' | 'encoding'>[] {
  const found: Pick<Layout, 'algorithm' | 'encoding'>[] = [];
  const add = (bytes: number, encoding: SignatureScheme['encoding']): void => {
    const algorithm = algorithms.get(bytes);
    if (algorithm !== undefined) found.push({ algorithm, encoding });
  };
  if (/^[\da-f]+$/i.test(text) && text.length % 2 === 0) add(text.length / 2, 'hex');
  if (/^[A-Za-z\d+/]+={0,2}$/.test(text)) add(Buffer.from(text, 'base64').length, 'base64');
  if (/^[\w-]+={0,2}$/.test(text)) add(Buffer.from(text, 'base64url').length, 'base64url');
  return found;
}

/** What vendors sign, the more common first. */
const templates: readonly string[] = [
  '{body}',
  '{timestamp}.{body}',
  'v0:{timestamp}:{body}',
  'v1:{timestamp}:{body}',
  '{id}.{timestamp}.{body}',
  '{url}{body}',
  '{timestamp}{body}',
  '{timestamp}:{body}',
  ...combinations(['url', 'body']),
  ...combinations(['timestamp', 'body']),
  ...combinations(['id', 'body']),
  ...combinations(['method', 'url', 'body']),
  ...combinations(['timestamp', 'url', 'body']),
  ...combinations(['timestamp', 'method', 'url', 'body']),
  ...combinations(['id', 'timestamp', 'body']),
];

/** Every order of the parts with every separator between them. */
function combinations(parts: readonly string[]): string[] {
  const orders = permutations(parts);
  return ['', '.', ':', '\n', '|', '-', ',', '+', ' '].flatMap((separator) =>
    orders.map((order) => order.map((part) => `{${part}}`).join(separator)),
  );
}

function permutations(parts: readonly string[]): string[][] {
  if (parts.length < 2) return [[...parts]];
  return parts.flatMap((part, index) => permutations(parts.toSpliced(index, 1)).map((rest) => [part, ...rest]));
}

/** The schemes that a layout can be part of, with every source of an id and a timestamp that the headers have. */
export function* schemesOf(
  { pairs, ...layout }: Layout,
  headers: Delivery['headers'],
  secret: string,
): Generator<SignatureScheme> {
  const times = [...pairs.map((key) => `pair:${key}`), ...headersLike(headers, layout.header, isTime)];
  const ids = [...pairs.map((key) => `pair:${key}`), ...headersLike(headers, layout.header, isId)];
  for (const signed of new Set(templates)) {
    for (const timestamp of signed.includes('{timestamp}') ? times : [undefined]) {
      for (const id of signed.includes('{id}') ? ids : [undefined]) {
        if (id !== undefined && id === timestamp) continue;
        const parts = {
          ...(id === undefined ? {} : { id }),
          ...(timestamp === undefined ? {} : { timestamp }),
        };
        for (const rule of secretRules(secret)) {
          yield {
            ...layout,
            signed,
            ...(Object.keys(parts).length === 0 ? {} : { parts }),
            ...(rule === undefined ? {} : { secret: rule }),
          };
        }
      }
    }
  }
}

function headersLike(headers: Delivery['headers'], except: string, isLike: (value: string) => boolean): string[] {
  return headers
    .filter(([name, value]) => name !== except && isLike(value.trim()) && !ordinary.test(name))
    .map(([name]) => `header:${name}`)
    .slice(0, 10);
}

const ordinary =
  /^(?:accept.*|connection|content-.*|cookie|host|user-agent|cache-control|pragma|te|via|x-forwarded-.*|transfer-encoding)$/i;

/** Seconds or milliseconds since 1970, or a date with a time. */
function isTime(value: string): boolean {
  return /^\d{9,14}$/.test(value) || /^\d{4}-\d\d-\d\dT/.test(value);
}

function isId(value: string): boolean {
  return value.length >= 4 && value.length <= 100 && !/\s/.test(value);
}

/** How the key could be made from the secret; as text first. */
function secretRules(secret: string): (SignatureScheme['secret'] | undefined)[] {
  const prefix = /^[A-Za-z]+_/.exec(secret)?.[0];
  const bare = prefix === undefined ? secret : secret.slice(prefix.length);
  const isBase64 = bare.length % 4 === 0 && bare.length >= 16 && /^[A-Za-z\d+/]+={0,2}$/.test(bare);
  const isHex = bare.length % 2 === 0 && bare.length >= 16 && /^[\da-f]+$/i.test(bare);
  const withPrefix = prefix === undefined ? {} : { prefix };
  return [
    undefined,
    ...(isBase64 ? [{ ...withPrefix, encoding: 'base64' as const }] : []),
    ...(isHex ? [{ ...withPrefix, encoding: 'hex' as const }] : []),
    ...(prefix === undefined ? [] : [{ prefix }]),
  ];
}
