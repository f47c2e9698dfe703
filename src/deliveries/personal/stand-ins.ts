import { isFormat } from '../../json-schema/formats.ts';
import { isPhone } from '../../json-schema/infer/texts.ts';
import { RawNumber } from '../rewrite-json.ts';

/** What is known of a value that is to be replaced. */
export interface Personal {
  /** What `x-personal-data` says, or what the value looks like. */
  readonly kind: string | undefined;
  /** The values that the schema names. */
  readonly listed: readonly (string | number)[];
  /** How many stand-ins were refused by the schema before. */
  readonly attempt: number;
}

/** Puts other values in the place of those that are personal. */
export interface StandIns {
  /** A text of the same kind. The only value that a schema names stays. */
  text(text: string, personal: Personal): string;
  number(value: number, personal: Personal): RawNumber;
}

/** After so many stand-ins no further one is different. */
export const mostAttempts = 5;

/** What stands for a text of a format. */
const byFormat = [
  ['uuid', '00000000-0000-4000-8000-000000000000'],
  ['date-time', '2000-01-01T00:00:00Z'],
  ['date', '2000-01-01'],
  ['email', 'name@example.com'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
] as const;

/** The same stand-in for every value of a kind: nobody can tell from two of them whether the values were equal. */
export const plainStandIns: StandIns = {
  text(text, { kind, listed, attempt }) {
    const others = listed.filter((one) => typeof one === 'string' && one !== text) as string[];
    if (others.length > 0 && attempt === 0) return others[0] ?? text;
    if (text === '' || (others.length === 0 && listed.includes(text))) return text;
    const known = byFormat.find(([format]) => isFormat(format, text));
    if (known !== undefined) return known[1];
    if (text.includes('://') && isFormat('uri', text)) return 'https://example.com/redacted';
    if (attempt === 3) return '';
    const isDigits = isPhone(text) || kind === 'phone' || /^[\d\s.,+-]+$/.test(text);
    if (isDigits && attempt === 0) return text.replaceAll(/\d/g, '0');
    return attempt === 0 ? 'redacted' : shapeOf(text, attempt === 1 ? 'x0' : 'a1');
  },
  number(value, { listed, attempt }) {
    const other = listed.find((one) => typeof one === 'number' && one !== value) ?? listed[0];
    if (typeof other === 'number' && attempt === 0) return new RawNumber(String(other));
    if (attempt > 1) return new RawNumber(shapeOf(String(value), attempt === 2 ? 'e1' : 'e2'));
    if (attempt === 1) return new RawNumber('0');
    if (!Number.isInteger(value)) return new RawNumber('0.5');
    return new RawNumber(String(value > 2 ** 31 ? 2 ** 31 : 1));
  },
};

/** Each letter and each digit as the same one. */
function shapeOf(text: string, [letter = '', digit = '']: string): string {
  return text.replaceAll(/\p{L}\p{M}*|\p{N}/gu, (sign) => {
    if (/^\p{N}$/u.test(sign)) return digit;
    return /^\p{Lu}/u.test(sign) ? letter.toUpperCase() : letter;
  });
}
