import type { Origin } from '../../deliveries/capture.ts';
import { child } from '../../json-schema/pointer.ts';
import { wordsOf } from '../../json-schema/infer/words.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** A payload that may become an example. */
export interface Candidate {
  readonly payload: Json;
  readonly origin: Origin | undefined;
  /** Its properties and types, and texts that look like one of a set. */
  readonly features: ReadonlySet<string>;
}

export interface ChosenExample {
  /** Unique within its event. */
  readonly name: string;
  readonly payload: Json;
  readonly origin: Origin | undefined;
}

const mostCandidates = 8;
const mostExamples = 3;
const mostFeatures = 3_000;
const deepest = 40;
/** A payload with more characters is no example that a person would read. */
const longest = 64 * 1024;

/** Keeps the payloads of one event that show something new; their number is bounded. */
export class ExampleChoice {
  readonly #candidates: Candidate[] = [];
  readonly #known = new Set<string>();

  /** @param length of the payload's text, in UTF-16 units */
  offer(payload: Json, length: number, origin: Origin | undefined): void {
    if (this.#candidates.length >= mostCandidates || length > longest) return;
    const features = new Set<string>();
    if (!collect(payload, '', 0, features)) return;
    if (this.#candidates.length > 0 && [...features].every((feature) => this.#known.has(feature))) return;
    for (const feature of features) if (this.#known.size < mostFeatures * 4) this.#known.add(feature);
    this.#candidates.push({ payload, origin, features });
  }

  /** The fewest that show most: the one with the most first, then those that add to it. */
  choose(event: string): ChosenExample[] {
    const shown = new Set<string>();
    const chosen: Candidate[] = [];
    while (chosen.length < mostExamples) {
      const [best] = this.#candidates
        .filter((candidate) => !chosen.includes(candidate))
        .map((candidate) => ({
          candidate,
          fresh: [...candidate.features].filter((feature) => !shown.has(feature)).length,
        }))
        .toSorted((one, other) => other.fresh - one.fresh);
      if (best === undefined || best.fresh === 0) break;
      chosen.push(best.candidate);
      for (const feature of best.candidate.features) shown.add(feature);
    }
    return named(chosen, event);
  }
}

/** Names them after the event, and after the first property that the ones before do not have. */
function named(chosen: readonly Candidate[], event: string): ChosenExample[] {
  const base = wordsOf(event).join('-');
  const shown = new Set<string>();
  const taken = new Set<string>();
  return chosen.map(({ payload, origin, features }, index) => {
    const fresh = [...features].find((feature) => !shown.has(feature) && feature.includes(' '));
    const word = wordsOf(
      fresh
        ?.split(' ')[0]
        ?.split('/')
        .findLast((token) => /^\D*$/.test(token)) ?? '',
    ).join('-');
    for (const feature of features) shown.add(feature);
    const wanted = index === 0 ? base : word === '' ? `${base}-${index + 1}` : `${base}-with-${word}`;
    const name = taken.has(wanted) ? `${base}-${index + 1}` : wanted;
    taken.add(name);
    return { name, payload, origin };
  });
}

/** Gathers features; false when the payload is nested too deeply for an example. */
function collect(value: Json, pointer: string, depth: number, features: Set<string>): boolean {
  if (depth > deepest) return false;
  if (features.size >= mostFeatures) return true;
  if (Array.isArray(value)) {
    features.add(`${pointer} ${value.length === 0 ? 'empty' : 'items'}`);
    return (value as readonly Json[]).every((item) => collect(item, `${pointer}/*`, depth + 1, features));
  }
  if (isObject(value)) {
    return Object.entries(value).every(([key, member]) => {
      const place = child(pointer, key);
      features.add(`${place} ${member === null ? 'null' : typeof member}`);
      return collect(member, place, depth + 1, features);
    });
  }
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string' && /^[A-Za-z_]{2,24}$/.test(value)) features.add(`${pointer}=${value}`);
  return true;
}
