import type { Headers } from './api.ts';
import type { ClientDefinition, EventDefinition, Location } from './definition.ts';
import { locate } from './locate.ts';

/** An event of a contract, with its name. */
export interface NamedEvent extends EventDefinition {
  readonly name: string;
}

/** Finds out by a contract's selector which event a payload is. */
export interface Recogniser {
  /** The events that fit: one where the contract tells its events apart. Without `headers`, their parts rule nothing out. */
  find(payload: unknown, headers: Headers | undefined): readonly NamedEvent[];
  /** The value at each part of the selector; undefined where there is none. */
  values(payload: unknown, headers: Headers | undefined): readonly (string | undefined)[];
}

/** A recogniser, which takes constant time where the selector has one part. */
export function createRecogniser({ selector, events }: ClientDefinition): Recogniser {
  const all = Object.entries(events).map(([name, event]): NamedEvent => ({ ...event, name }));
  const namedParts = ({ match }: NamedEvent): number => match.filter((values) => values !== null).length;

  /** Of events that fit, those win that name values at more parts: `push` with an action before `push` with any. */
  function select(values: readonly (string | undefined)[], headersKnown: boolean): readonly NamedEvent[] {
    const fitting = all.filter(({ match }) =>
      selector.every((place, index) => {
        const known = match[index] ?? null;
        const value = values[index];
        if (known === null || ('header' in place && !headersKnown)) return true;
        return value !== undefined && known.includes(value);
      }),
    );
    const most = Math.max(...fitting.map(namedParts));
    return fitting.filter((event) => namedParts(event) === most);
  }

  function values(payload: unknown, headers: Headers | undefined): readonly (string | undefined)[] {
    return selector.map((place) => locate(place, payload, headers ?? []));
  }

  const [only, ...others] = selector;
  const known = new Map<string | undefined, readonly NamedEvent[]>();
  if (only && others.length === 0) {
    for (const value of all.flatMap(({ match }) => match[0] ?? [])) known.set(value, select([value], true));
  }
  const property = only && others.length === 0 ? ownProperty(only) : undefined;
  return {
    values,
    find(payload, headers) {
      if (property !== undefined && typeof payload === 'object' && payload !== null) {
        const value = (payload as Readonly<Record<string, unknown>>)[property];
        const events = typeof value === 'string' ? known.get(value) : undefined;
        if (events !== undefined) return events;
      }
      const found = only && known.get(locate(only, payload, headers ?? []));
      return found ?? select(values(payload, headers), headers !== undefined);
    },
  };
}

/** The one property that a place names, where reading it as it stands gives the same: no object inherits one of that name. */
function ownProperty(place: Location): string | undefined {
  const [name, ...deeper] = 'pointer' in place ? place.pointer : [];
  return name === undefined || deeper.length > 0 || name in Object.prototype ? undefined : name;
}
