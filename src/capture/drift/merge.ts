import { captureOrigins } from '../../checks/result.ts';
import { common } from './formats.ts';
import { addSighting, earliest, latest } from './moment.ts';
import { smallest } from './sketch.ts';
import type { Ranked } from './sketch.ts';
import {
  mostDeviations,
  mostOthers,
  mostPlacesOfUnknown,
  mostSamples,
  mostStrangers,
  mostTexts,
  mostUnknownEvents,
  mostValues,
} from './summary.ts';
import type {
  ContractSummary,
  Deviation,
  DriftSummary,
  EventSummary,
  OtherCaptures,
  Presence,
  Sighting,
  Stranger,
  TrafficSummary,
  UnknownEvent,
  WindowSummary,
} from './summary.ts';

/**
 * The summary over two parts of the input. Whatever the parts and their order, the sum is that over the whole: nothing
 * that stays was left out of a part.
 */
export function mergeSummaries(one: DriftSummary, other: DriftSummary): DriftSummary {
  return {
    now: mergeWindows(one.now, other.now),
    before: mergeWindows(one.before, other.before),
    leftovers: {
      notJson: mergeSightings(one.leftovers.notJson, other.leftovers.notJson),
      noContract: mergeSightings(one.leftovers.noContract, other.leftovers.noContract),
      others: mergeRanked<OtherCaptures>(one.leftovers.others, other.leftovers.others, mostOthers, (a, b) => ({
        ...a,
        captures: a.captures + b.captures,
      })),
      withoutTime: one.leftovers.withoutTime + other.leftovers.withoutTime,
      older: one.leftovers.older + other.leftovers.older,
    },
    captures: one.captures + other.captures,
  };
}

function mergeWindows(one: WindowSummary, other: WindowSummary): WindowSummary {
  return { contracts: mergeMaps(one.contracts, other.contracts, mergeContracts) };
}

function mergeContracts(one: ContractSummary, other: ContractSummary): ContractSummary {
  return {
    events: mergeMaps(one.events, other.events, mergeEvents),
    unknown: mergeRanked<UnknownEvent>(one.unknown, other.unknown, mostUnknownEvents, (a, b) => ({
      ...a,
      ...mergeSightings(a, b),
      strangers: mergeRanked(a.strangers, b.strangers, mostPlacesOfUnknown, mergeStrangers),
    })),
    unknownCaptures: {
      live: one.unknownCaptures.live + other.unknownCaptures.live,
      other: one.unknownCaptures.other + other.unknownCaptures.other,
    },
  };
}

function mergeEvents(one: EventSummary, other: EventSummary): EventSummary {
  const conformance = captureOrigins.map((origin) => {
    const [a, b] = [one.conformance[origin], other.conformance[origin]];
    const sum = { total: a.total + b.total, valid: a.valid + b.valid, described: a.described + b.described };
    return [origin, sum] as const;
  });
  return {
    conformance: Object.fromEntries(conformance) as EventSummary['conformance'],
    traffic: {
      live: mergeTraffic(one.traffic.live, other.traffic.live),
      other: mergeTraffic(one.traffic.other, other.traffic.other),
    },
  };
}

function mergeTraffic(one: TrafficSummary, other: TrafficSummary): TrafficSummary {
  return {
    total: one.total + other.total,
    first: earliest(one.first, other.first),
    last: latest(one.last, other.last),
    places: mergeMaps(one.places, other.places, (a, b): Presence => ({
      count: a.count + b.count,
      of: a.of + b.of,
      required: a.required || b.required,
    })),
    strangers: mergeRanked(one.strangers, other.strangers, mostStrangers, mergeStrangers),
    strange: one.strange + other.strange,
    strangeProperties: one.strangeProperties + other.strangeProperties,
    deviations: mergeDeviations([...one.deviations], [...other.deviations]),
    deviating: one.deviating + other.deviating,
    samples: mergeRanked(one.samples, other.samples, mostSamples, (a) => a),
  };
}

/** Unknown values are bounded for each place, all others together. */
function mergeDeviations(one: readonly Deviation[], other: readonly Deviation[]): readonly Deviation[] {
  const isValue = ({ kind }: Deviation): boolean => kind === 'unknown-value';
  const merge = (a: Deviation, b: Deviation): Deviation => ({ ...a, ...mergeSightings(a, b) });
  const rest = mergeRanked(
    one.filter((each) => !isValue(each)),
    other.filter((each) => !isValue(each)),
    mostDeviations,
    merge,
  );
  const byPath = Map.groupBy([...one, ...other].filter(isValue), ({ path }) => path);
  const values = [...byPath.values()].flatMap((each) => mergeRanked(each, [], mostValues, merge));
  return [...rest, ...values];
}

/** What was seen of the same place in two parts of the input. */
export function mergeStrangers(one: Stranger, other: Stranger): Stranger {
  return {
    ...one,
    ...mergeSightings(one, other),
    owners: [...new Set([...one.owners, ...other.owners])].toSorted(),
    count: one.count + other.count,
    objects: one.objects + other.objects,
    types: one.types.map((count, index) => count + (other.types[index] ?? 0)),
    formats: common(one.formats, other.formats),
    values: mergeTexts(one.values, other.values),
  };
}

function mergeTexts(one: Stranger['values'], other: Stranger['values']): Stranger['values'] {
  if (one === undefined || other === undefined) return undefined;
  const all = [...new Set([...one, ...other])].toSorted();
  return all.length > mostTexts ? undefined : all;
}

function mergeSightings<S extends Sighting | undefined>(one: S, other: S): S {
  if (one === undefined || other === undefined) return one ?? other;
  const { captures, first, last, exhibit } = one;
  const sum = { captures, first, last, exhibit };
  addSighting(sum, other);
  return sum as S;
}

function mergeRanked<Entry extends Ranked>(
  one: readonly Entry[],
  other: readonly Entry[],
  most: number,
  merge: (one: Entry, other: Entry) => Entry,
): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const entry of [...one, ...other]) {
    const known = entries.get(entry.key);
    entries.set(entry.key, known === undefined ? entry : merge(known, entry));
  }
  return smallest([...entries.values()], most).kept;
}

function mergeMaps<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  merge: (one: Value, other: Value) => Value,
): ReadonlyMap<string, Value> {
  const merged = new Map(one);
  for (const [key, value] of other) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? value : merge(known, value));
  }
  return merged;
}
