import type { Row } from './candidates.ts';

/** Headers of the way, not of the event. */
export const transport =
  /^header:(?:accept.*|authorization|cache-control|connection|content-.*|cookie|date|expect|forwarded|host|origin|pragma|referer|te|traceparent|tracestate|transfer-encoding|upgrade|user-agent|via|x-forwarded-.*|x-real-ip|x-request-id|cf-.*|x-amzn-.*|.*signature.*|.*hmac.*)$/;

/** Whether a text can be the name of an event: words, and neither an id nor a sentence. */
export function isEventLike(value: string, name: number): boolean {
  if (/^\d{1,4}$/.test(value)) return name >= 2;
  if (value.length === 0 || value.length > 80) return false;
  if (!/^\p{L}[\p{L}\d_]*(?:[._:/ -]+[\p{L}\d_]+)*$/u.test(value)) return false;
  const digits = value.replaceAll(/\D/g, '').length;
  return digits * 4 <= value.length && value.split(/\s+/).length <= 5 && !/\d\p{L}+\d/u.test(value);
}

/**
 * How much better the features of a delivery are foretold by the others with the same value than by all others: 0 for
 * not at all, 1 for without a mistake. A value that comes once foretells nothing, so that many values win nothing.
 */
export function toldBy(groups: ReadonlyMap<string, readonly Row[]>, rows: readonly Row[]): number {
  const all = featureCounts(rows);
  let blind = 0;
  let told = 0;
  for (const group of groups.values()) {
    const own = featureCounts(group);
    for (const [feature, total] of all) {
      const times = own.get(feature) ?? 0;
      const general = mistakes(times, group.length, (total - times + times) / rows.length);
      blind += general;
      told += group.length < 2 ? general : mistakes(times, group.length, times / group.length);
    }
  }
  return blind === 0 ? 0 : (blind - told) / blind;
}

/** Expected mistakes when each of `size` is foretold to have a feature with a likelihood, and `times` have it. */
function mistakes(times: number, size: number, likelihood: number): number {
  return times * (1 - likelihood) + (size - times) * likelihood;
}

function featureCounts(rows: readonly Row[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of rows) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

export function groupBy(rows: readonly Row[], part: string): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const value = row.values.get(part);
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return groups;
}
