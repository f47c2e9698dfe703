import { wordsOf } from '../../json-schema/infer/words.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { Row } from './candidates.ts';
import { groupBy, isEventLike, toldBy, transport } from './grouping.ts';

/** A pointer that tells events with the same first value apart: by its name, and by the shapes where they show it. */
export function findSecond(first: string, rows: readonly Row[]): string | undefined {
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
  const named = found.toSorted((one, other) => other.name - one.name || (one.part < other.part ? -1 : 1))[0]?.part;
  return named ?? findThing(first, rows);
}

/** Words that name what an event is about, where another property says what happened to it. */
const things: ReadonlySet<string> = new Set([
  'resource',
  'resource type',
  'entity',
  'entity type',
  'entity name',
  'object',
  'object type',
  'object kind',
  'object name',
  'model',
  'model name',
  'subject type',
  'domain',
  'scope',
  'topic',
  'category',
  'type',
  'kind',
]);
/** The share of the differences in shape within the groups that it must tell. */
const tells = 0.3;
const mostEvents = 100;

/** A property beside the first one that says what the event is about: where the shapes follow from it. */
function findThing(first: string, rows: readonly Row[]): string | undefined {
  if (rows.length < 8) return undefined;
  const parent = first.startsWith('header:') ? '' : first.slice(0, first.lastIndexOf('/'));
  const places = new Set(rows.flatMap(({ values }) => [...values.keys()]));
  const groups = [...groupBy(rows, first).values()];
  const found = [...places].flatMap((part) => {
    if (part === first || part.startsWith('header:') || part.slice(0, part.lastIndexOf('/')) !== parent) return [];
    const values = [...groupBy(rows, part).keys()];
    if (!things.has(wordsOf(parsePointer(part).at(-1) ?? '').join(' ')) || !rows.every((row) => row.values.has(part)))
      return [];
    if (values.length < 2 || values.length * groups.length > mostEvents) return [];
    if (!values.every((value) => isEventLike(value, 1))) return [];
    const split = groups.filter((group) => groupBy(group, part).size > 1);
    const shares = split.map((group) => toldBy(groupBy(group, part), group) * group.length);
    const told = sum(shares) / Math.max(8, sum(split.map(({ length }) => length)));
    return told < tells ? [] : [{ part, told }];
  });
  return found.toSorted((one, other) => other.told - one.told)[0]?.part;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What an event is about before what happened to it: `order.created`. */
export function inOrder(first: string, second: string): string[] {
  const word = second.startsWith('header:') ? '' : wordsOf(parsePointer(second).at(-1) ?? '').join(' ');
  return things.has(word) && !first.startsWith('header:') ? [second, first] : [first, second];
}

function secondScore(part: string, first: string): number {
  if (part.startsWith('header:')) return 0;
  const tokens = parsePointer(part);
  const last = wordsOf(tokens.at(-1) ?? '').join(' ');
  if (tokens.length === 1 && last === 'action') return 3;
  if (tokens.length === 1 && /^event(?: type| name)?$/.test(last) && part !== first) return 2;
  return tokens.length === 2 && last === 'type' && wordsOf(tokens[0] ?? '').join(' ') === 'event' ? 2 : 0;
}
