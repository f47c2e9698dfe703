import type { Duration } from './format.ts';
import { readPointer } from './pointers.ts';
import { ScenarioError } from './scope.ts';
import type { Scope } from './scope.ts';

const most = 5;
const earliest = Date.parse('0000-01-01T00:00:00.000Z');

/** The last millisecond that can be written, since 1970. */
export const latestMoment: number = Date.parse('9999-12-31T23:59:59.999Z');

/** Longest duration that a file may name, in seconds: a year. */
export const longestDuration: number = 366 * 86_400;

/** Draws a duration, in whole milliseconds. */
export function compileDuration(duration: Duration): (scope: Scope) => number {
  if (typeof duration === 'number') return () => Math.round(duration * 1000);
  if ('uniform' in duration) {
    const [least, greatest] = duration.uniform;
    return ({ random }) => Math.round((least + random.next() * (greatest - least)) * 1000);
  }
  if ('mean' in duration) {
    return ({ random }) => Math.round(Math.min(most, -Math.log(1 - random.next())) * duration.mean * 1000);
  }
  const read = readPointer(duration.until);
  return (scope) => Math.max(0, momentOf(read(scope.roots), duration.until) - scope.now);
}

/** How a moment is written: RFC 3339 with or without milliseconds, or date and time to the minute without zone. */
export type TimeForm = 'milliseconds' | 'seconds' | 'minutes';

/**
 * Writes a moment, in milliseconds since 1970.
 * @throws {ScenarioError} when RFC 3339 cannot write it: its years have four digits (section 5.6)
 */
export function formatTime(time: number, form: TimeForm): string {
  if (!(time >= earliest && time <= latestMoment)) {
    throw new ScenarioError('A moment lies outside of the years 0 to 9999.', 'Give shorter times in scenarios.yaml.');
  }
  const text = new Date(time).toISOString();
  if (form === 'milliseconds') return text;
  return form === 'seconds' ? `${text.slice(0, 19)}Z` : text.slice(0, 16);
}

/** Milliseconds since 1970 of a written moment; without a zone it is taken as UTC. */
export function momentOf(value: unknown, pointer: string): number {
  const text = typeof value === 'string' ? value : '';
  const time = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(time)) throw new ScenarioError(`No moment stands at "${pointer}".`);
  return time;
}
