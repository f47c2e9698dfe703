const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const withoutZone = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;
/** Numbers below are seconds since 1970, those above milliseconds: the year 5138 or the spring of 1973. */
const secondsEnd = 1e11;

/**
 * A time as recorders write it, as RFC 3339; undefined when it is none. What RFC 3339 allows is kept as it is, seconds and
 * milliseconds since 1970 and the dates of HTTP and of JavaScript are translated. A time without a zone is taken for UTC,
 * so that it means the same on every machine.
 */
export function toDateTime(value: unknown): string | undefined {
  if (typeof value === 'number') return isoOf(value < secondsEnd ? value * 1000 : value);
  if (typeof value !== 'string' || value.length > 100) return undefined;
  const text = value.trim();
  if (rfc3339.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const bare = withoutZone.exec(text);
  if (bare !== null) return isoOf(Date.parse(`${bare[1]}T${bare[2]}Z`));
  if (/^\d{9,16}(?:\.\d+)?$/.test(text)) return toDateTime(Number(text));
  // Engines guess at short texts: one with neither a year nor a time of day is none.
  if (!/\d{4}/.test(text) || !/\d:\d\d/.test(text)) return undefined;
  const hasZone = /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)\b/i.test(text);
  return isoOf(Date.parse(hasZone ? text : `${text} UTC`));
}

function isoOf(time: number): string | undefined {
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : undefined;
}
