import type { Random } from './random.ts';
import { email, ipv4, url, word } from './words.ts';
import type { TextSource } from './words.ts';

const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const upTo = (random: Random, least: number, most: number): string => twoDigits[random.int(least, most)] as string;

/** Days of three years that every month has: samples never look at the clock. */
const date: TextSource = (random) => `${random.int(2024, 2026)}-${upTo(random, 1, 12)}-${upTo(random, 1, 28)}`;
const clock: TextSource = (random) => `${upTo(random, 0, 23)}:${upTo(random, 0, 59)}:${upTo(random, 0, 59)}`;
const time: TextSource = (random) => `${clock(random)}Z`;
const dateTime: TextSource = (random) => `${date(random)}T${clock(random)}.${random.int(100, 999)}Z`;
const hostname: TextSource = (random) => `${word(random)}.example.com`;

/**
 * Texts that have a format, for each that `formats.ts` asserts.
 * Source: JSON Schema Validation 2020-12, section 7.3; OpenAPI Format Registry.
 */
export const formatTexts: ReadonlyMap<string, TextSource> = new Map<string, TextSource>([
  ['date-time', dateTime],
  ['date', date],
  ['time', time],
  ['duration', (random) => `PT${random.int(1, 59)}M`],
  ['email', email],
  ['idn-email', email],
  ['hostname', hostname],
  ['idn-hostname', hostname],
  ['ipv4', ipv4],
  // Source: RFC 3849: kept for documentation.
  ['ipv6', (random) => `2001:db8::${random.int(1, 0xffff).toString(16)}`],
  ['uri', url],
  ['uri-reference', url],
  ['uri-template', (random) => `https://www.example.com/${word(random)}/{id}`],
  ['iri', url],
  ['iri-reference', url],
  ['uuid', uuid],
  ['json-pointer', (random) => `/items/${random.int(0, 9)}`],
  ['relative-json-pointer', (random) => `${random.int(0, 3)}/items`],
  ['regex', (random) => `^${word(random)}$`],
  ['byte', (random) => btoa(word(random))],
  ['binary', word],
  ['password', (random) => `sample-${word(random)}`],
]);

/** Shapes that a pattern may ask for: tried before a text is made from the pattern itself, which makes a month 73. */
export const shapes: readonly TextSource[] = [
  word,
  dateTime,
  (random) => `${date(random)}T${clock(random)}`,
  (random) => `${date(random)}T${clock(random).slice(0, 5)}`,
  date,
  time,
  clock,
  (random) => clock(random).slice(0, 5),
  uuid,
  email,
  url,
];

const hexadecimal = Array.from({ length: 0x1000 }, (_, number) => number.toString(16).padStart(3, '0'));

/** Source: RFC 9562, section 5.4: version 4. */
function uuid(random: Random): string {
  const three = (): string => hexadecimal[random.int(0, 0xfff)] as string;
  const digits = three() + three() + three() + three();
  const variant = random.pick(['8', '9', 'a', 'b']);
  return `${digits.slice(0, 8)}-${digits.slice(8)}-4${three()}-${variant}${three()}-${three()}${three()}${three()}${three()}`;
}
