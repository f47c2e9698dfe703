import type { Duration } from './format.ts';
import { readPointer } from './pointers.ts';
import { ScenarioError } from './scope.ts';
import type { Scope } from './scope.ts';

const most = 5;

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

export function formatTime(time: number, form: TimeForm): string {
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
