import { valueOf } from '../signatures/signature-header.ts';
import type { Headers, Json } from './api.ts';
import type { Location } from './definition.ts';

/** The text, number or boolean at a place of a delivery, as text; undefined when there is none. */
export function locate(place: Location, payload: unknown, headers: Headers): string | undefined {
  if ('header' in place) return valueOf(headers, place.header);
  let value = payload as Json | undefined;
  for (const token of place.pointer) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[token];
  }
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}

/** The reference tokens of a JSON Pointer. Source: RFC 6901, sections 3 and 4. */
export function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
