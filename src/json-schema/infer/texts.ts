import { isFormat } from '../formats.ts';
import { limits } from './limits.ts';

/** What is remembered about the texts of one place. */
export interface Texts {
  count: number;
  empty: number;
  /** Those with white space inside. */
  spaced: number;
  /** Those written as telephone numbers are, with a leading plus sign. */
  phones: number;
  longest: number;
  /** Bits of the entries of `textFormats` that all of them have. */
  formats: number;
  /** How often each came; undefined when there are too many, or one is too long. */
  values: Map<string, number> | undefined;
  /** Those that hold a JSON object or list. */
  json: number;
}

/** Formats that are guessed, the more telling first. A guess is a format of `isFormat` and, where that says little, more. */
export const textFormats: readonly { readonly name: string; fits(text: string): boolean }[] = [
  { name: 'uuid', fits: (text) => isFormat('uuid', text) },
  { name: 'date-time', fits: (text) => isFormat('date-time', text) },
  { name: 'date', fits: (text) => isFormat('date', text) },
  { name: 'time', fits: (text) => isFormat('time', text) },
  { name: 'email', fits: (text) => isFormat('email', text) },
  { name: 'ipv4', fits: (text) => isFormat('ipv4', text) },
  { name: 'ipv6', fits: (text) => isFormat('ipv6', text) },
  { name: 'duration', fits: (text) => isFormat('duration', text) },
  // A colon alone makes a URI of many a text.
  { name: 'uri', fits: (text) => text.includes('://') && isFormat('uri', text) },
  { name: 'uri-template', fits: (text) => /:\/\/.*\{/s.test(text) && isFormat('uri-template', text) },
  { name: 'hostname', fits: (text) => /\.[a-z]/i.test(text) && isFormat('hostname', text) },
];

const allFormats = (1 << textFormats.length) - 1;

export function createTexts(): Texts {
  return {
    count: 0,
    empty: 0,
    spaced: 0,
    phones: 0,
    longest: 0,
    formats: allFormats,
    values: new Map(),
    json: 0,
  };
}

/** Takes a text into account. */
export function addText(texts: Texts, text: string): void {
  texts.count++;
  if (text === '') texts.empty++;
  if (/\s/.test(text)) texts.spaced++;
  if (isPhone(text)) texts.phones++;
  texts.longest = Math.max(texts.longest, text.length);
  if (texts.formats !== 0) texts.formats &= formatsOf(text, texts.formats);
  if (texts.values !== undefined) countValue(texts, text, 1);
}

/** Takes over what another place remembers. */
export function mergeTexts(into: Texts, from: Texts): void {
  into.count += from.count;
  into.empty += from.empty;
  into.spaced += from.spaced;
  into.phones += from.phones;
  into.json += from.json;
  into.longest = Math.max(into.longest, from.longest);
  into.formats &= from.formats;
  if (from.values === undefined) into.values = undefined;
  for (const [text, times] of from.values ?? []) {
    if (into.values !== undefined) countValue(into, text, times);
  }
}

/** An international number: a plus sign, digits, and what people put between them. */
export function isPhone(text: string): boolean {
  return text.length <= 24 && /^\+\d[\d ()./-]{5,}\d$/.test(text);
}

/** The formats in `among` that a text has, as bits. */
function formatsOf(text: string, among: number): number {
  if (text.length > limits.text) return 0;
  let found = 0;
  for (const [index, { fits }] of textFormats.entries()) {
    if ((among & (1 << index)) !== 0 && fits(text)) found |= 1 << index;
  }
  return found;
}

function countValue(texts: Texts, text: string, times: number): void {
  const values = texts.values as Map<string, number>;
  const former = values.get(text);
  if (former === undefined && (values.size >= limits.values || text.length > limits.value)) texts.values = undefined;
  else values.set(text, (former ?? 0) + times);
}
