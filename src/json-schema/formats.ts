import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from './formats/network.ts';
import { isDouble, isFloat, isInt32, isInt64 } from './formats/numbers.ts';
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

/** Formats of numbers. Source: OpenAPI Format Registry. */
export const numberFormats: ReadonlyMap<string, (value: number) => boolean> = new Map([
  ['int32', isInt32],
  ['int64', isInt64],
  ['float', isFloat],
  ['double', isDouble],
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
