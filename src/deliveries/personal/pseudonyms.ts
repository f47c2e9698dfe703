import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isFormat } from '../../json-schema/formats.ts';
import { isPhone } from '../../json-schema/infer/texts.ts';
import { RawNumber } from '../rewrite-json.ts';
import type { Personal, StandIns } from './stand-ins.ts';

const consonants = 'bcdfghjklmnpqrstvwxz';
const letters = 'abcdefghijklmnopqrstuvwxyz';
const hex = 'abcdef';

/**
 * Stand-ins for values, by a key: equal values get equal ones, and nobody without the key can tell which value a stand-in
 * stands for, or try values until one fits. E-mail addresses are equal whatever their case, telephone numbers whatever
 * stands between their digits.
 */
export class Pseudonyms implements StandIns {
  readonly #key: KeyObject;

  /** @param key any bytes, better 16 or more */
  constructor(key: Uint8Array) {
    // From bytes, a key is made anew for each value, which takes six times as long.
    this.#key = createSecretKey(key);
  }

  /** A text of the same kind and shape. */
  text(text: string, personal: Personal): string {
    const listed = personal.listed.filter((one) => typeof one === 'string' && one !== text) as string[];
    const { attempt } = personal;
    if (listed.length > 0 && attempt === 0) return listed[this.#bytes('listed', text, 0)() % listed.length] ?? text;
    if (text.trim() === '' || (listed.length === 0 && personal.listed.includes(text))) return text;
    if (/^\S+@\S+$/.test(text)) return this.#email(text, attempt);
    if (text.includes('@') && personal.kind === 'email')
      return text.replaceAll(/[^\s,;<>]+@[^\s,;<>]+/g, (one) => this.#email(one, attempt));
    if (isFormat('uuid', text)) return this.#uuid(text, attempt);
    if (isFormat('ipv4', text)) return this.#ip(text);
    if (isFormat('ipv6', text)) return `2001:db8::${this.#hexDigits('ip', text.toLowerCase())}`;
    if (isFormat('date-time', text) || isFormat('date', text)) return this.#date(text);
    if (/^https?:\/\/\S+$/i.test(text)) return this.#url(text, attempt);
    if (isPhone(text) || (personal.kind === 'phone' && /^[\d\s()+./-]{5,}$/.test(text)))
      return this.#phone(text, attempt);
    return this.#shape(text, attempt);
  }

  /** A number with as many digits, written in the same way. */
  number(value: number, personal: Personal): RawNumber {
    const listed = personal.listed.filter((one) => typeof one === 'number' && one !== value);
    const next = this.#bytes('number', String(value), personal.attempt);
    if (listed.length > 0 && personal.attempt === 0) return new RawNumber(String(listed[next() % listed.length]));
    const raw = String(value);
    const kept = personal.attempt === 0 ? 0 : personal.attempt;
    let seen = 0;
    // An exponent stays: another one could be beyond every limit.
    const [mantissa = '', exponent = ''] = raw.split(/(?=e)/);
    const digits = mantissa.replaceAll(/\d/g, (digit) => {
      seen += 1;
      if (seen <= kept || (digit === '0' && seen === 1)) return digit;
      return seen === 1 ? String(1 + (next() % 9)) : String(next() % 10);
    });
    const drawn = digits + exponent;
    return new RawNumber(Number.isFinite(Number(drawn)) ? drawn : `${digits}e+99`);
  }

  #email(text: string, attempt: number): string {
    const normal = text.trim().toLowerCase().normalize('NFC');
    if (attempt === 0) return `${this.#word('email', normal, 10)}@example.com`;
    const length = Math.max(1, text.length - '@example.com'.length);
    return `${this.#word('email', normal, attempt === 1 ? Math.min(length, 64) : 1)}@${attempt > 2 ? 'b.test' : 'example.com'}`;
  }

  #uuid(text: string, attempt: number): string {
    const next = this.#bytes('uuid', text.toLowerCase(), attempt);
    return text.replaceAll(/[0-9a-f]/gi, (digit, offset: number) => {
      if (offset < 8 && attempt === 0) return '0';
      // Version and variant.
      if (offset === 14 || offset === 19) return digit;
      const drawn = (next() % 16).toString(16);
      return /[A-F]/.test(text) ? drawn.toUpperCase() : drawn;
    });
  }

  #ip(text: string): string {
    const next = this.#bytes('ip', text, 0);
    const networks = ['192.0.2', '198.51.100', '203.0.113'];
    return `${networks[next() % 3]}.${next() % 256}`;
  }

  #date(text: string): string {
    const next = this.#bytes('date', text, 0);
    const two = (most: number, least = 0): string => String(least + (next() % (most - least + 1))).padStart(2, '0');
    const day = `${1950 + (next() % 70)}-${two(12, 1)}-${two(28, 1)}`;
    return day + text.slice(10).replace(/\d\d:\d\d:\d\d/, () => `${two(23)}:${two(59)}:${two(59)}`);
  }

  #url(text: string, attempt: number): string {
    if (attempt === 0) return `https://example.com/${this.#word('url', text, 12)}`;
    const [, scheme = 'https://', rest = ''] = /^(https?:\/\/)[^/?#]*(.*)$/i.exec(text) ?? [];
    return `${scheme}example.com${this.#shape(rest, attempt)}`;
  }

  /** No number has three zeros after its country code: what begins in that way is a stand-in for everyone to see. */
  #phone(text: string, attempt: number): string {
    const digits = text.replaceAll(/\D/g, '').replace(/^00/, '');
    const next = this.#bytes('phone', digits, attempt);
    const offset = /^\D*00/.test(text) ? 2 : 0;
    let seen = -offset;
    return text.replaceAll(/\d/g, (digit) => {
      seen += 1;
      if (seen <= 2 || (attempt > 1 && seen <= attempt + 1)) return digit;
      if (attempt === 0 && seen <= 5) return '0';
      return attempt === 0 ? String(next() % 10) : String(1 + (next() % 9));
    });
  }

  /** Each letter becomes a letter and each digit a digit; everything else stays. */
  #shape(text: string, attempt: number): string {
    const next = this.#bytes('text', text.normalize('NFC'), attempt);
    const alphabet = attempt === 0 ? consonants : attempt === 1 ? letters : hex;
    return text.replaceAll(/\p{L}\p{M}*|\p{N}/gu, (character) => {
      if (/^\p{N}$/u.test(character)) return character === '0' ? '0' : String(1 + (next() % 9));
      const letter = alphabet.charAt(next() % alphabet.length);
      return /^\p{Lu}/u.test(character) ? letter.toUpperCase() : letter;
    });
  }

  #word(purpose: string, text: string, length: number): string {
    const next = this.#bytes(purpose, text, 0);
    return Array.from({ length }, () => consonants.charAt(next() % consonants.length)).join('');
  }

  #hexDigits(purpose: string, text: string): string {
    const next = this.#bytes(purpose, text, 0);
    return [0, 1].map(() => (next() * 256 + next()).toString(16)).join(':');
  }

  /** Bytes that follow from key, purpose and value: HMAC-SHA-256 over them and a counter (RFC 2104). */
  #bytes(purpose: string, text: string, attempt: number): () => number {
    let block = Buffer.alloc(0);
    let at = 0;
    let counter = 0;
    return () => {
      if (at === block.length) {
        block = createHmac('sha256', this.#key).update(`${purpose}\0${attempt}\0${counter}\0${text}`).digest();
        counter += 1;
        at = 0;
      }
      return block[at++] ?? 0;
    };
  }
}
