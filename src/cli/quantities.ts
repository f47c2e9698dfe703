import { CommandError } from './exit-codes.ts';

const second = 1000;
const durations: Readonly<Record<string, number>> = {
  s: second,
  m: 60 * second,
  h: 3600 * second,
  d: 86_400 * second,
};
const sizes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/**
 * Reads a duration: `90s`, `15m`, `12h`, `30d`.
 *
 * @returns milliseconds
 * @throws {CommandError} when it is none
 */
export function readDuration(option: string, text: string): number {
  return read(text, durations) ?? fail(option, 'a duration such as 90s, 15m, 12h or 30d', text);
}

/**
 * Reads a size in bytes: `1048576`, `500MB`, `10GiB`.
 *
 * @throws {CommandError} when it is none
 */
export function readSize(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return read(text, sizes) ?? fail(option, 'a size such as 1048576, 500MB or 10GiB', text);
}

/**
 * Reads a number within bounds.
 *
 * @throws {CommandError} when it is none
 */
export function readNumber(option: string, text: string, least: number, most: number, isWhole = true): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  return fail(option, `${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}`, text);
}

function read(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return digits === undefined || factor === undefined ? undefined : Math.round(Number(digits) * factor);
}

function fail(option: string, kind: string, text: string): never {
  throw new CommandError('usage', `${option} takes ${kind}, not "${text}".`);
}
