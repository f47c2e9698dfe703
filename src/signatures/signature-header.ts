import type { SignatureScheme } from './scheme.ts';

/** Headers as a delivery has them: in order, names in any case, a name more than once. */
export type Headers = readonly (readonly [name: string, value: string])[];

const defaultSeparator = ',';

/** All values of a header, in order; names are compared without case. Source: RFC 9110, section 5.1. */
export function valuesOf(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [given, value] of headers) {
    if (given.length === wanted.length && given.toLowerCase() === wanted) values.push(value.trim());
  }
  return values;
}

/**
 * Where an id or a timestamp stands, read from the delivery: `header:<name>`, or `pair:<key>` inside the signature
 * header. Undefined when the scheme does not say, or the delivery does not have it.
 */
export function readPart(scheme: SignatureScheme, name: 'id' | 'timestamp', headers: Headers): string | undefined {
  const source = sourceOf(scheme, name);
  if (source === undefined) return undefined;
  if (source.kind === 'header') return valuesOf(headers, source.key)[0];
  const lead = `${source.key}=`;
  return itemsOf(scheme, headers)
    .find((item) => item.startsWith(lead))
    ?.slice(lead.length);
}

/** The signatures of a delivery as bytes; those of another version, length or spelling are left out. */
export function readSignatures(scheme: SignatureScheme, headers: Headers, length: number): Buffer[] {
  const lead = (scheme.list?.label ?? '') + (scheme.prefix ?? '');
  return itemsOf(scheme, headers)
    .filter((item) => item.startsWith(lead))
    .map((item) => decode(item.slice(lead.length), scheme.encoding))
    .filter((bytes) => bytes?.length === length) as Buffer[];
}

/** The headers that carry a signature with its id and timestamp. */
export function writeHeaders(
  scheme: SignatureScheme,
  parts: { readonly id: string | undefined; readonly timestamp: string | undefined },
  signature: Buffer,
): Headers {
  const headers: [string, string][] = [];
  const items: string[] = [];
  for (const name of ['id', 'timestamp'] as const) {
    const source = sourceOf(scheme, name);
    const value = parts[name];
    if (source === undefined || value === undefined) continue;
    if (source.kind === 'header') headers.push([source.key, value]);
    else items.push(`${source.key}=${value}`);
  }
  items.push((scheme.list?.label ?? '') + (scheme.prefix ?? '') + signature.toString(scheme.encoding));
  return [...headers, [scheme.header, items.join(scheme.list?.separator ?? defaultSeparator)]];
}

function itemsOf(scheme: SignatureScheme, headers: Headers): string[] {
  const values = valuesOf(headers, scheme.header);
  const hasPairs = sourceOf(scheme, 'id')?.kind === 'pair' || sourceOf(scheme, 'timestamp')?.kind === 'pair';
  if (scheme.list === undefined && !hasPairs) return values;
  const separator = scheme.list?.separator ?? defaultSeparator;
  return values.flatMap((value) => value.split(separator)).map((item) => item.trim());
}

function sourceOf(
  scheme: SignatureScheme,
  name: 'id' | 'timestamp',
): { kind: 'header' | 'pair'; key: string } | undefined {
  const text = scheme.parts?.[name];
  if (text === undefined) return undefined;
  if (text.startsWith('header:')) return { kind: 'header', key: text.slice('header:'.length) };
  return text.startsWith('pair:') ? { kind: 'pair', key: text.slice('pair:'.length) } : undefined;
}

const spellings = {
  hex: /^(?:[\da-f]{2})+$/i,
  base64: /^[A-Za-z\d+/]+={0,2}$/,
  base64url: /^[\w-]+={0,2}$/,
} as const;

function decode(text: string, encoding: SignatureScheme['encoding']): Buffer | undefined {
  return spellings[encoding].test(text) ? Buffer.from(text, encoding) : undefined;
}
