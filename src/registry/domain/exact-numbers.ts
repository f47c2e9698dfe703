import { isMap, isScalar, isSeq } from 'yaml';
import { canonicalize } from '../../json-schema/canonicalize.ts';
import { parseYaml } from '../../asyncapi/yaml.ts';
import type { Json } from '../../util/json.ts';

/** A number that reading has made another one of: `9007199254740993` is read as 9007199254740992. */
export interface RoundedNumber {
  /** As it was written. */
  readonly source: string;
  readonly read: number;
}

/** What a number must hold at least for reading to change it: sixteen digits, or an exponent. */
const suspicious = /[\d.]{16}|\d[eE]/;

/** Characters of a number at most. */
const longest = 1_000;

/**
 * Numbers of a JSON text that reading changes, because a double cannot hold them; in the order of the text.
 *
 * @throws {SyntaxError} when the text is no JSON
 */
export function roundedNumbers(text: string): RoundedNumber[] {
  return suspicious.test(text) ? numbersOf(text).filter(isRounded) : [];
}

/** What is wrong with such a number, for whoever wrote it: the end of a sentence. */
export function describeRounded({ source, read }: RoundedNumber): string {
  const shown = source.length > 40 ? `${source.slice(0, 40)}...` : source;
  return `the number ${shown}, which is read as ${read}: a double holds no more. Write a number that it holds, or leave it out.`;
}

/** The same of a YAML text, which must be one. */
export function roundedInYaml(text: string): RoundedNumber[] {
  const found: RoundedNumber[] = [];
  if (!suspicious.test(text) && !/0[xo]/.test(text)) return found;
  const waiting: unknown[] = [parseYaml(text).contents];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isMap(node)) for (const { value } of node.items.toReversed()) waiting.push(value);
    else if (isSeq(node)) waiting.push(...node.items.toReversed());
    else if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined) {
      const number = { source: node.source, read: node.value };
      if (isRounded(number)) found.push(number);
    }
  }
  return found;
}

/**
 * The canonical text of a JSON text, with numbers that a double cannot hold as they were written: two schemas that differ in
 * such a number are two schemas.
 *
 * @throws {SyntaxError} when the text is no JSON, or has a number of more than 1,000 characters
 */
export function canonicalText(text: string): string {
  const plain = canonicalize(JSON.parse(text) as Json);
  if (!suspicious.test(text)) return plain;
  // Stands in no text of the schema, so that what begins with it is ours.
  let mark = '#number:';
  while (plain.includes(mark)) mark += '#';
  const marked = parseWithSources(text, (number) => {
    if (number.source.length > longest) throw new SyntaxError(`a number has more than ${longest} characters`);
    return isRounded(number) ? mark + decimalOf(number.source) : number.read;
  });
  return canonicalize(marked).replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}

/**
 * A number that the texts write in two ways which are read as the same one: whether one is greater, nobody can tell who reads
 * them. Undefined when there is none.
 *
 * @throws {SyntaxError} when one is no JSON
 */
export function confusedNumber(texts: readonly string[]): readonly [one: string, other: string] | undefined {
  if (!texts.some((text) => suspicious.test(text))) return undefined;
  const sources = new Map<number, { readonly source: string; readonly decimal: string }>();
  for (const { source, read } of texts.flatMap(numbersOf)) {
    const decimal = decimalOf(source);
    const known = sources.get(read);
    if (known === undefined) sources.set(read, { source, decimal });
    else if (known.decimal !== decimal) return [known.source, source];
  }
  return undefined;
}

function numbersOf(text: string): RoundedNumber[] {
  const found: RoundedNumber[] = [];
  parseWithSources(text, (number) => {
    found.push(number);
    return number.read;
  });
  return found;
}

type Reviver = (this: unknown, key: string, value: Json, context: { readonly source?: string }) => Json;

/** Source: ECMAScript, JSON.parse, third argument of the reviver. */
function parseWithSources(text: string, number: (number: RoundedNumber) => Json): Json {
  const revive: Reviver = (_, value, { source }) => {
    if (typeof value !== 'number' || source === undefined) return value;
    return number({ source, read: value });
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as Json;
}

function isRounded({ source, read }: RoundedNumber): boolean {
  if (source.length > longest) return true;
  if (/^[-+]?0[xo]/.test(source)) return BigInt(source.replace(/^[-+]/, '')) !== BigInt(Math.abs(read));
  return decimalOf(source) !== decimalOf(String(read));
}

/** The one way to write a decimal number: digits without zeros at either end, and an exponent where there must be one. */
function decimalOf(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(source) ?? [];
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(significant.length - digits.length);
  const minus = sign === '-' ? '-' : '';
  if (power >= 0n && power <= 30n) return minus + digits + '0'.repeat(Number(power));
  return `${minus}${digits}e${power}`;
}
