import { isFormat } from '../../json-schema/formats.ts';

/** Formats that are looked for in undocumented texts, the narrowest first. */
const looked = ['date-time', 'date', 'uuid', 'email', 'uri', 'ipv4'] as const;

/** The formats that a text has, of those that are looked for. */
export function formatsOf(text: string): readonly string[] {
  return text.length > 500 ? [] : looked.filter((name) => isFormat(name, text));
}

/** The formats that are in both lists. */
export function common(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : one.filter((name) => other.includes(name));
}
