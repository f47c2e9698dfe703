import { parsePointer } from '../../json-schema/pointer.ts';
import { wordsOf } from '../../json-schema/infer/words.ts';
import type { Row } from './candidates.ts';

/** Where deliveries say which event they are, as it was found. */
export interface FoundSelector {
  /** As `x-selector` has them; empty when there is none. */
  readonly parts: readonly string[];
  /** Why these, in a sentence. */
  readonly reason: string;
  /** What else could be meant, best first. */
  readonly others: readonly string[];
}

interface Scored {
  readonly part: string;
  readonly score: number;
  readonly values: number;
  /** The share of the differences in shape that the value tells, from 0 to 1. */
  readonly told: number;
}

/** Headers of the way, not of the event. */
const transport =
  /^header:(?:accept.*|authorization|cache-control|connection|content-.*|cookie|date|expect|forwarded|host|origin|pragma|referer|te|traceparent|tracestate|transfer-encoding|upgrade|user-agent|via|x-forwarded-.*|x-real-ip|x-request-id|cf-.*|x-amzn-.*|.*signature.*|.*hmac.*)$/;

/**
 * Finds the selector: a text that is there in all deliveries, reads like the name of an event, and tells which
 * properties come; and a second one where that tells more.
 */
export function findSelector(rows: readonly Row[]): FoundSelector {
  const scored = candidates(rows)
    .map((part) => score(part, rows))
    .filter((each) => each !== undefined)
    .toSorted((one, other) => other.score - one.score || (one.part < other.part ? -1 : 1));
  const [best, ...others] = scored;
  if (best === undefined || best.score < least) {
    return {
      parts: [],
      reason: 'Nothing in the deliveries reads like the name of an event: they are taken for one.',
      others: [],
    };
  }
  const second = findSecond(best.part, rows);
  const told =
    rows.length > 1 && best.values > 1 ? `, and tells ${percent(best.told)} of the differences in shape` : '';
  const values = `${best.values} different ${best.values === 1 ? 'value' : 'values'}`;
  const reason =
    `${best.part} is in ${percent(coverage(best.part, rows))} of the deliveries with ${values}${told}.` +
    (second === undefined ? '' : ` ${second} tells events apart further.`);
  return {
    parts: second === undefined ? [best.part] : [best.part, second],
    reason,
    others: others
      .filter(({ score: points }) => points >= least)
      .slice(0, 3)
      .map(({ part }) => part),
  };
}

/** A candidate with fewer points is none. */
const least = 3;

function candidates(rows: readonly Row[]): string[] {
  const counts = new Map<string, number>();
  for (const { values } of rows) for (const part of values.keys()) counts.set(part, (counts.get(part) ?? 0) + 1);
  return [...counts.keys()].filter((part) => !transport.test(part) && coverage(part, rows) >= 0.95);
}

/** The share of the deliveries that could have the part and have it. */
function coverage(part: string, rows: readonly Row[]): number {
  const able = part.startsWith('header:') ? rows.filter(({ hasHeaders }) => hasHeaders) : rows;
  return (
    able.filter(({ values }) => values.has(part)).length /
    Math.max(1, able.length, part.startsWith('header:') ? rows.length : 0)
  );
}

function score(part: string, rows: readonly Row[]): Scored | undefined {
  const groups = groupBy(rows, part);
  const values = [...groups.keys()];
  const name = nameScore(part);
  if (!values.every((value) => isEventLike(value, name))) return undefined;
  if (values.length > Math.max(12, rows.length / 2) && name < 2) return undefined;
  const told = values.length < 2 ? 0 : toldBy(groups, rows);
  // Without repetition nothing can be told by shapes: the name has to speak alone.
  const depth = part.startsWith('header:') ? 1 : parsePointer(part).length;
  const variety = values.length > 1 ? 1 : 0;
  const form = values.some((value) => /[._:/-]/.test(value) || /\p{Ll}\p{Lu}/u.test(value)) ? 1 : 0;
  return { part, score: name * 2 + told * 3 + variety + form - (depth - 1) * 0.75, values: values.length, told };
}

/** How much a name promises: 3 for `event_type`, 2 for `type`, 1 for `name`. */
function nameScore(part: string): number {
  const isHeader = part.startsWith('header:');
  const words = isHeader ? wordsOf(part.slice('header:'.length)) : wordsOf(parsePointer(part).at(-1) ?? '');
  const above = isHeader ? [] : parsePointer(part).slice(0, -1).flatMap(wordsOf);
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.includes(word));
  const isId = has('id', 'uuid', 'key', 'token', 'version', 'time', 'timestamp', 'at');
  if (isId) return 0;
  if (has('event', 'topic', 'eventtype', 'eventname', 'hook', 'webhook', 'trigger')) return 3;
  if (
    has('type', 'action') &&
    (above.some((word) => word === 'event' || word === 'meta' || word === 'header') || isHeader)
  )
    return 2.5;
  if (has('type', 'action')) return above.length === 0 ? 2 : 0.5;
  return has('name', 'kind', 'object', 'method', 'operation', 'subject') && above.length < 2 ? 1 : 0;
}

/** Whether a text can be the name of an event: words, and neither an id nor a sentence. */
function isEventLike(value: string, name: number): boolean {
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
function toldBy(groups: ReadonlyMap<string, readonly Row[]>, rows: readonly Row[]): number {
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

function groupBy(rows: readonly Row[], part: string): ReadonlyMap<string, Row[]> {
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

/** A pointer that tells events with the same first value apart: by its name, and by the shapes where they show it. */
function findSecond(first: string, rows: readonly Row[]): string | undefined {
  const groups = [...groupBy(rows, first).values()];
  const places = new Set(rows.flatMap(({ values }) => [...values.keys()]));
  const found = [...places]
    .filter((part) => part !== first && !transport.test(part))
    .flatMap((part) => {
      const name = secondScore(part, first);
      if (name === 0) return [];
      const split = groups.filter((group) => groupBy(group, part).size > 1);
      const having = rows.filter(({ values }) => values.has(part));
      const fits = having.every(({ values }) => isEventLike(values.get(part) ?? '', 3));
      // The first says it already where every value of the second comes with one value of the first.
      return split.length === 0 || !fits ? [] : [{ part, name }];
    });
  return found.toSorted((one, other) => other.name - one.name || (one.part < other.part ? -1 : 1))[0]?.part;
}

function secondScore(part: string, first: string): number {
  if (part.startsWith('header:')) return 0;
  const tokens = parsePointer(part);
  const last = wordsOf(tokens.at(-1) ?? '').join(' ');
  if (tokens.length === 1 && last === 'action') return 3;
  if (tokens.length === 1 && /^event(?: type| name)?$/.test(last) && part !== first) return 2;
  return tokens.length === 2 && last === 'type' && wordsOf(tokens[0] ?? '').join(' ') === 'event' ? 2 : 0;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
