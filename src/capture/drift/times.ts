import { RunError } from '../../findings/run-error.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A duration such as `30m`, `12h`, `7d` or `4w` in milliseconds; undefined when the text is none. */
export function readDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 0);
}

/**
 * The time that captures count from, in milliseconds since 1970: RFC 3339, a day in UTC, or a duration up to the end of
 * today, so that `1d` is today.
 *
 * @param today YYYY-MM-DD in UTC
 * @throws RunError when the text is none of these
 */
export function readSince(text: string, today: string): number {
  const duration = readDuration(text);
  if (duration !== undefined) return Date.parse(`${today}T00:00:00Z`) + (units['d'] ?? 0) - duration;
  const isTime = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d))?$/.test(text);
  const time = isTime ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new RunError('usage', `"${text}" is no time.`, {
    help: 'Write 2026-03-01, 2026-03-01T12:00:00Z, or a duration such as 7d, 12h or 4w.',
  });
}
