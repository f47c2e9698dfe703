import { createRandom } from '../json-schema/sample/random.ts';
import { isObject } from '../util/json.ts';
import type { JsonObject } from '../util/json.ts';
import type { Kind, Scenarios } from './format.ts';
import { compileValue } from './values.ts';

/** One that was there before the first visitor: a location, a desk. */
export interface Member {
  readonly kind: string;
  readonly parent: Member | undefined;
  values: JsonObject;
}

/** All members by kind, in the order in which they were made. */
export type Population = ReadonlyMap<string, readonly Member[]>;

/** Draws the population of a run: parents before what stands below them. */
export function createPopulation(
  { population, start }: Scenarios,
  seed: string,
  counters: Map<string, number>,
): Population {
  const members = new Map<string, Member[]>();
  const random = createRandom(`${seed}\npopulation`);
  const add = (name: string, kind: Kind): void => {
    if (members.has(name)) return;
    const above = kind.per === undefined ? undefined : population[kind.per];
    if (kind.per !== undefined && above !== undefined) add(kind.per, above);
    const parents = kind.per === undefined ? [undefined] : (members.get(kind.per) ?? []);
    const values = compileValue(kind.values ?? {});
    const made = parents.flatMap((parent) =>
      Array.from({ length: kind.count }, (): Member => {
        const scope = { random, now: Date.parse(start), roots: rootsOf(parent), position: undefined, counters };
        const drawn = values(scope);
        return { kind: name, parent, values: isObject(drawn) ? drawn : {} };
      }),
    );
    members.set(name, made);
  };
  for (const [name, kind] of Object.entries(population)) add(name, kind);
  return members;
}

/** The values of a member and of all that it stands below, by kind. */
export function rootsOf(member: Member | undefined): JsonObject {
  return member === undefined ? {} : { ...rootsOf(member.parent), [member.kind]: member.values };
}
