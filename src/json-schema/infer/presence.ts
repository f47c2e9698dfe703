import { limits } from './limits.ts';

/** Of the objects of one place: how often each property came, and how often two that are not always there came together. */
export interface Presence {
  objects: number;
  readonly counts: Map<string, number>;
  /** Properties that all objects have so far: with them, any other came as often as it came at all. */
  readonly always: Set<string>;
  /** Symmetric; of properties that are not always there. */
  readonly together: Map<string, Map<string, number>>;
  /** Sets of properties that came, in the order of the objects' text, and how often: not yet counted above. */
  readonly waiting: Map<string, { readonly keys: readonly string[]; times: number }>;
}

export function createPresence(): Presence {
  return { objects: 0, counts: new Map(), always: new Set(), together: new Map(), waiting: new Map() };
}

/**
 * Takes the properties of an object into account.
 *
 * @returns false when there are too many that come and go: nothing is known of them any more
 */
export function addPresence(presence: Presence, keys: readonly string[]): boolean {
  // Most objects have the properties of one before: they are counted in one go.
  const set = JSON.stringify(keys);
  const known = presence.waiting.get(set);
  if (known !== undefined) known.times++;
  else {
    if (presence.waiting.size >= mostWaiting) settle(presence);
    presence.waiting.set(set, { keys, times: 1 });
  }
  return presence.together.size <= limits.optional;
}

const mostWaiting = 64;

/** Counts what waits. */
function settle(presence: Presence): void {
  for (const { keys, times } of presence.waiting.values()) count(presence, keys, times);
  presence.waiting.clear();
}

function count(presence: Presence, keys: readonly string[], times: number): void {
  const { counts, always, together } = presence;
  const before = presence.objects;
  if (before === 0) for (const key of keys) always.add(key);
  const present = new Set(keys);
  for (const key of always) {
    if (present.has(key)) continue;
    always.delete(key);
    const others = new Map([...together.keys()].map((other) => [other, counts.get(other) ?? 0]));
    together.set(key, others);
    for (const [other, often] of others) together.get(other)?.set(key, often);
  }
  const optional = keys.filter((key) => !always.has(key));
  for (const key of optional) {
    let others = together.get(key);
    if (others === undefined) together.set(key, (others = new Map()));
    for (const other of optional) if (other !== key) others.set(other, (others.get(other) ?? 0) + times);
  }
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + times);
  presence.objects += times;
}

/** What several places say together. */
export interface PresenceSummary {
  readonly objects: number;
  /** How often each property came. */
  readonly counts: ReadonlyMap<string, number>;
  /** How often both came in one object. */
  both(one: string, other: string): number;
}

/** Puts the objects of several places together. */
export function summarise(presences: readonly Presence[]): PresenceSummary {
  for (const presence of presences) settle(presence);
  const counts = new Map<string, number>();
  for (const presence of presences) {
    for (const [key, times] of presence.counts) counts.set(key, (counts.get(key) ?? 0) + times);
  }
  return {
    objects: presences.reduce((sum, { objects }) => sum + objects, 0),
    counts,
    both: (one, other) => presences.reduce((sum, presence) => sum + bothIn(presence, one, other), 0),
  };
}

function bothIn({ counts, always, together }: Presence, one: string, other: string): number {
  if (always.has(one)) return counts.get(other) ?? 0;
  if (always.has(other)) return counts.get(one) ?? 0;
  return together.get(one)?.get(other) ?? 0;
}
