import { driftRules } from '../../checks/drift-rules.ts';
import { named, timeText } from './drifts.ts';
import type { DriftContext, RawDrift } from './drifts.ts';
import type { Presence } from './summary.ts';

/** How often events and properties were seen: now, or in the baseline. */
export interface Presences {
  /** Captures of all events. */
  readonly total: number;
  /** By event. */
  readonly events: ReadonlyMap<string, EventPresence>;
}

interface EventPresence {
  readonly total: number;
  readonly last?: number | undefined;
  readonly places: ReadonlyMap<string, Pick<Presence, 'count' | 'of'>>;
}

/**
 * Less often than this is too little to be missed: were nothing wrong, what is expected five times would stay away by
 * chance in fewer than one window of a hundred (e^-5).
 */
const leastExpected = 5;

/** What went quiet: an event that came and comes no more, a property that was there and is no more. */
export function wentQuiet(now: Presences, before: Presences, context: DriftContext): RawDrift[] {
  // No capture at all is worth a note for every event, however short the window.
  const share = now.total === 0 ? 1 : now.total / Math.max(before.total, 1);
  return [...before.events].flatMap(([event, was]) => {
    const is = now.events.get(event);
    if (is === undefined || is.total === 0) {
      return was.total * share >= leastExpected ? [quietEvent(event, was, now.total, context)] : [];
    }
    return quietProperties(event, was, is, context);
  });
}

function quietEvent(event: string, was: EventPresence, total: number, context: DriftContext): RawDrift {
  return {
    ...named(driftRules.eventQuiet, context, { at: event }),
    event,
    path: '',
    what: `The event came ${was.total} times before and not once now, in ${total} captures of the contract`,
    captures: was.total,
    of: total,
    ...(was.last === undefined ? {} : { last: timeText(was.last) }),
    place: { file: context.document.file },
  };
}

function quietProperties(event: string, was: EventPresence, is: EventPresence, context: DriftContext): RawDrift[] {
  const gone: string[] = [];
  return [...was.places]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, before]) => {
      const present = is.places.get(path) ?? { count: 0, of: 0 };
      // What stood below a property that is gone is gone with it.
      if (gone.some((above) => path.startsWith(`${above}/`))) return [];
      if (present.count > 0 || before.count === 0 || before.of === 0) return [];
      if ((before.count / before.of) * present.of < leastExpected) return [];
      gone.push(path);
      return [
        {
          ...named(driftRules.propertyQuiet, context, { event, at: path }),
          event,
          path,
          what: `was present in ${before.count} of ${before.of} before and is in 0 of ${present.of} now`,
          captures: 0,
          of: present.of,
          place: { file: context.document.file },
        },
      ];
    });
}
