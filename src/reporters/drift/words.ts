import type { ContractDrift, Drift, DriftResult, EventDrift } from '../../capture/drift/result.ts';
import type { CaptureOrigin } from '../../checks/result.ts';
import { count, origins } from '../words.ts';

/** What kinds of drift are shown under, in this order; the rules that belong there. */
const sections: readonly (readonly [title: string, rules: readonly string[]])[] = [
  ['Events that are not in the contract', ['drift/unknown-event']],
  ['Undocumented fields', ['drift/undocumented-property']],
  ['Values outside of their set', ['drift/value-outside-set', 'drift/unknown-value']],
  ['Other types or forms', ['drift/wrong-type', 'drift/wrong-format']],
  ['Null where it is not documented', ['drift/null']],
  ['Required and absent', ['drift/missing-property']],
  ['Went quiet', ['drift/event-went-quiet', 'drift/property-went-quiet']],
  ['Documented and never seen', ['drift/event-never-seen', 'drift/never-seen']],
];

/** The drifts of a contract by kind; kinds without any are left out. */
export function bySection({ drifts }: ContractDrift): [title: string, drifts: readonly GroupedDrift[]][] {
  return sections.flatMap(([title, rules]): [string, readonly GroupedDrift[]][] => {
    const own = drifts.filter(({ rule }) => rules.includes(rule));
    return own.length === 0 ? [] : [[title, grouped(own)]];
  });
}

/** A drift that shows in several events: they share the place in the contract. */
export interface GroupedDrift extends Drift {
  readonly events: readonly string[];
}

/** The same drift in several events, together: captures add up, the example is that of the first. */
export function grouped(drifts: readonly Drift[]): GroupedDrift[] {
  const groups = Map.groupBy(drifts, ({ fingerprint, path, what }) => `${fingerprint} ${path} ${what}`);
  return [...groups.values()].flatMap((group): GroupedDrift[] => {
    const [first] = group;
    if (first === undefined) return [];
    const times = (pick: (drift: Drift) => string | undefined): string[] =>
      group.flatMap((drift) => pick(drift) ?? []).toSorted();
    const [since] = times((drift) => drift.first);
    const until = times((drift) => drift.last).at(-1);
    return [
      {
        ...first,
        events: group.flatMap(({ event }) => event ?? []),
        captures: group.reduce((sum, { captures }) => sum + captures, 0),
        of: group.reduce((sum, { of }) => sum + of, 0),
        ...(since === undefined ? {} : { first: since }),
        ...(until === undefined ? {} : { last: until }),
      },
    ];
  });
}

/** The events that a drift shows in, in a few words. */
export function eventsText({ events }: GroupedDrift): string {
  const [first = '', ...others] = events;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** What a contract's report is about. */
export function basisText({ basis, captures }: ContractDrift): string {
  if (basis === 'none') return 'no captures';
  return basis === 'live' ? count(captures, 'live capture') : `${count(captures, 'capture')}, none of them live`;
}

/** Origins that any event of a contract has captures of. */
export function usedOrigins(events: readonly EventDrift[]): CaptureOrigin[] {
  return origins.filter((origin) => events.some(({ conformance }) => conformance[origin].total > 0));
}

/** `3 of 4`, or what stands for none. */
export function shareText(part: number, total: number): string {
  return total === 0 ? '-' : `${part} of ${total}`;
}

/** When something was seen, to the day where that is enough. */
export function whenText({ first, last }: Pick<Drift, 'first' | 'last'>): string {
  const day = (time: string): string => time.slice(0, 10);
  if (first === undefined || last === undefined) return '';
  return day(first) === day(last) ? day(first) : `${day(first)} to ${day(last)}`;
}

/** What the present is held against, and what was left out: sentences. */
export function scopeLines({ since, baseline, captures, leftOut }: DriftResult): string[] {
  const { older, withoutTime, notJson, noContract, others } = leftOut;
  const out = [
    ...(older > 0 ? [`${older} older`] : []),
    ...(withoutTime > 0 ? [`${withoutTime} without a time`] : []),
    ...(notJson > 0 ? [`${notJson} not JSON`] : []),
    ...(noContract > 0 ? [`${noContract} of no contract of this run${othersText(others)}`] : []),
  ];
  return [
    `${count(captures, 'capture')} read${since === undefined ? '' : `; since ${since}`}${baseline === undefined ? '' : `, against ${baseline}`}.`,
    ...(out.length === 0 ? [] : [`Left out: ${out.join(', ')}.`]),
  ];
}

/** Which captures of other vendors there were: the most frequent by event, the rest by vendor alone. */
function othersText(others: DriftResult['leftOut']['others']): string {
  if (others.length === 0) return '';
  const groups = [...Map.groupBy(others, ({ vendor }) => vendor)].map(([vendor, own]) => {
    const sorted = own.toSorted((a, b) => b.captures - a.captures);
    const events = sorted.slice(0, 5).map(({ event, captures }) => `${event ?? 'no known event'} ${captures}`);
    const rest = sorted.slice(5).reduce((sum, { captures }) => sum + captures, 0);
    return `${vendor}: ${[...events, ...(rest > 0 ? [`others ${rest}`] : [])].join(', ')}`;
  });
  return ` (${groups.join('; ')})`;
}

/** Whether any live capture took part. */
export function isLive({ contracts }: DriftResult): boolean {
  return contracts.some(({ basis }) => basis === 'live');
}
