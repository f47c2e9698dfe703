import type { SignatureScheme } from './scheme.ts';

/** Headers as a delivery has them: in order, names in any case, a name more than once. */
export type Headers = readonly (readonly [name: string, value: string])[];

const defaultSeparator = ',';

/** All values of a header, in order; names are compared without case. Source: RFC 9110, section 5.1. */
export function valuesOf(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const header of headers) {
    if (isNamed(header, wanted)) values.push(header[1].trim());
  }
  return values;
}

/** The first value of a header; `name` is in lower case. */
export function valueOf(headers: Headers, name: string): string | undefined {
  for (const header of headers) {
    if (isNamed(header, name)) return header[1].trim();
  }
  return undefined;
}

function isNamed(header: Headers[number], wanted: string): boolean {
  const given = header[0];
  return given.length === wanted.length && (given === wanted || given.toLowerCase() === wanted);
}

/** A place where an id or a timestamp stands: `header:<name>`, or `pair:<key>` inside the signature header. */
interface PartSource {
  readonly inHeader: boolean;
  readonly key: string;
}

/** Where the scheme says that an id or a timestamp stands; undefined when it does not say. */
export function sourceOf(scheme: SignatureScheme, name: 'id' | 'timestamp'): PartSource | undefined {
  const [, kind, key] = /^(header|pair):(.*)/s.exec(scheme.parts?.[name] ?? '') ?? [];
  return key === undefined ? undefined : { inHeader: kind === 'header', key };
}

/** An id or a timestamp, read from the delivery; undefined when the delivery does not have it. */
export function readPart(
  { inHeader, key }: PartSource,
  headers: Headers,
  items: readonly string[],
): string | undefined {
  if (inHeader) return valuesOf(headers, key)[0];
  return items.find((item) => item.startsWith(`${key}=`))?.slice(key.length + 1);
}

/** Whether several things can share the signature header. */
export function sharesHeader(scheme: SignatureScheme): boolean {
  const isPair = (name: 'id' | 'timestamp'): boolean => sourceOf(scheme, name)?.inHeader === false;
  return scheme.list !== undefined || isPair('id') || isPair('timestamp');
}

/** The values of the signature header, split where the scheme puts several things into one. */
export function itemsOf(scheme: SignatureScheme, values: readonly string[]): readonly string[] {
  if (!sharesHeader(scheme)) return values;
  const separator = scheme.list?.separator ?? defaultSeparator;
  return values.flatMap((value) => value.split(separator)).map((item) => item.trim());
}

/** What stands in front of each signature. */
export function leadOf({ list, prefix = '' }: SignatureScheme): string {
  return (list?.label ?? '') + prefix;
}

/**
 * The headers that carry a signature with its id and timestamp.
 *
 * @param signature in the scheme's encoding
 */
export function writeHeaders(
  scheme: SignatureScheme,
  parts: { readonly id: string | undefined; readonly timestamp: string | undefined },
  signature: string,
): Headers {
  const headers: [string, string][] = [];
  const items: string[] = [];
  for (const name of ['id', 'timestamp'] as const) {
    const source = sourceOf(scheme, name);
    const value = parts[name];
    if (source === undefined || value === undefined) continue;
    if (source.inHeader) headers.push([source.key, value]);
    else items.push(`${source.key}=${value}`);
  }
  items.push(leadOf(scheme) + signature);
  return [...headers, [scheme.header, items.join(scheme.list?.separator ?? defaultSeparator)]];
}
