import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from './formats/network.ts';
import { isBase64, isJsonPointer, isRegex, isRelativeJsonPointer, isUuid } from './formats/text.ts';
import { isDate, isDateTime, isDuration, isTime } from './formats/time.ts';
import { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from './formats/uri.ts';

/**
 * Formats of strings, of all dialects in every dialect, and those of OpenAPI and AsyncAPI. Each takes time linear in
 * the length of the text. Source: JSON Schema Validation 2020-12, section 7.3; OpenAPI Format Registry.
 */
export const stringFormats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date-time', isDateTime],
  ['date', isDate],
  ['time', isTime],
  ['duration', isDuration],
  ['email', isEmail],
  ['idn-email', isIdnEmail],
  ['hostname', isHostname],
  ['idn-hostname', isIdnHostname],
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['uri', isUri],
  ['uri-reference', isUriReference],
  ['uri-template', isUriTemplate],
  ['iri', isIri],
  ['iri-reference', isIriReference],
  ['uuid', isUuid],
  ['json-pointer', isJsonPointer],
  ['relative-json-pointer', isRelativeJsonPointer],
  ['regex', isRegex],
  ['byte', isBase64],
  ['binary', isAnything],
  ['password', isAnything],
]);

const greatestFloat = 3.4028234663852886e38;

/** Formats of numbers. An `int64` can be as great as 2^63, which is what a double makes of its last values. */
export const numberFormats: ReadonlyMap<string, (value: number) => boolean> = new Map([
  ['int32', (value: number) => value === (value | 0)],
  ['int64', (value: number) => Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63],
  ['float', (value: number) => Math.abs(value) <= greatestFloat],
  ['double', (value: number) => Number.isFinite(value)],
]);

/** Whether `value` has the format `name`. A format says nothing about other types, an unknown one nothing at all. */
export function isFormat(name: string, value: unknown): boolean {
  if (typeof value === 'string') return stringFormats.get(name)?.(value) ?? true;
  if (typeof value === 'number') return numberFormats.get(name)?.(value) ?? true;
  return true;
}

function isAnything(): boolean {
  return true;
}
