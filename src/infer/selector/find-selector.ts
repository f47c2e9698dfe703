import { parsePointer } from '../../json-schema/pointer.ts';
import { wordsOf } from '../../json-schema/infer/words.ts';
import type { Row } from './candidates.ts';
import { groupBy, isEventLike, toldBy, transport } from './grouping.ts';
import { findSecond, inOrder } from './second-part.ts';
import { reasonWithout } from './without-selector.ts';

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
  if (best === undefined || best.score < least) return { parts: [], reason: reasonWithout(rows), others: [] };
  const second = findSecond(best.part, rows);
  const told =
    rows.length > 1 && best.values > 1 ? `, and tells ${percent(best.told)} of the differences in shape` : '';
  const values = `${best.values} different ${best.values === 1 ? 'value' : 'values'}`;
  const reason =
    `${best.part} is in ${percent(coverage(best.part, rows))} of the deliveries with ${values}${told}.` +
    (second === undefined ? '' : ` ${second} tells events apart further.`);
  return {
    parts: second === undefined ? [best.part] : inOrder(best.part, second),
    reason,
    others: others
      .filter(({ part, score: points }) => points >= least && part !== second)
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

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
