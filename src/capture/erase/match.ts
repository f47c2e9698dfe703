import { isPhone } from '../../json-schema/infer/texts.ts';
import { contentOf } from '../../json-schema/infer/shape.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import { RunError } from '../../findings/run-error.ts';
import { rewriteJson } from '../../deliveries/rewrite-json.ts';
import { parseJson } from '../../deliveries/json-text.ts';
import { bodyFromBytes } from '../../deliveries/body.ts';
import type { CaptureRecord } from '../record.ts';

/** What is looked for: a value, at a place or anywhere. */
export interface Where {
  /** Tokens of a JSON Pointer, `*` for every member or item; undefined for anywhere. */
  readonly path: readonly string[] | undefined;
  readonly value: string;
}

/**
 * Reads `/data/email=anna@corp.example`; `*=...` looks anywhere.
 *
 * @throws {RunError} when it is not of this form
 */
export function readWhere(text: string): Where {
  const equals = text.indexOf('=');
  const [place, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const isPlace = place === '*' || (place.startsWith('/') && !/~(?![01])/.test(place));
  if (equals > 0 && isPlace && value.trim() !== '')
    return { path: place === '*' ? undefined : parsePointer(place), value };
  throw new RunError(
    'usage',
    '--where takes a place and a value: a JSON Pointer, an equals sign, and what stands there.',
    {
      help: 'For example --where /data/email=anna@corp.example, or --where "*=anna@corp.example" for anywhere.',
    },
  );
}

/**
 * How values are compared: Unicode in NFC, without case, without white space around; telephone numbers by their digits
 * alone, with 00 for the plus sign.
 */
export function normalise(value: string): string {
  const text = value.toLowerCase().normalize('NFC').trim();
  const isNumber = isPhone(text) || /^00[\d ()./-]{7,}$/.test(text);
  return isNumber ? `+${text.replaceAll(/\D/g, '').replace(/^00/, '')}` : text;
}

/**
 * Where a value stands in a delivery: pointers into the body (those into JSON in its texts go on behind the text's own),
 * `header:<name>`, `url`, or `body` for a body that is no JSON.
 */
export function placesOf(record: Pick<CaptureRecord, 'body' | 'headers' | 'url'>, { path, value }: Where): string[] {
  const places = new Set<string>();
  const wanted = normalise(value);
  const { text } = bodyFromBytes(record.body);
  if (text !== undefined && !('problem' in parseJson(text))) {
    walk(text, '', 0, (found, pointer) => {
      const isThere = path === undefined ? normalise(found).includes(wanted) : normalise(found) === wanted;
      if (isThere && (path === undefined || isAt(pointer, path))) places.add(pointer);
    });
  } else if (path === undefined && Buffer.from(record.body).toString('latin1').toLowerCase().includes(latin(wanted))) {
    places.add('body');
  }
  if (path !== undefined) return [...places];
  for (const [name, held] of record.headers) {
    if (normalise(held).includes(wanted)) places.add(`header:${name.toLowerCase()}`);
  }
  if (decoded(record.url).includes(wanted)) places.add('url');
  return [...places];
}

type Visit = (value: string, pointer: string) => void;

function walk(text: string, prefix: string, depth: number, visit: Visit): void {
  rewriteJson(text, undefined, {
    below: () => undefined,
    scalar(value, spot) {
      const pointer = prefix + spot.pointer();
      visit(String(value), pointer);
      if (typeof value === 'string' && depth < 8 && contentOf(value) !== undefined)
        walk(value, pointer, depth + 1, visit);
      return undefined;
    },
    name(name, spot) {
      visit(name, prefix + spot.pointer());
      return undefined;
    },
  });
}

function isAt(pointer: string, path: readonly string[]): boolean {
  const tokens = parsePointer(pointer);
  return tokens.length === path.length && path.every((token, index) => token === '*' || token === tokens[index]);
}

function latin(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url).normalize('NFC').toLowerCase();
  } catch {
    return url.toLowerCase();
  }
}
