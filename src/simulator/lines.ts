import type { Member, Population } from './population.ts';

/** Those who wait for the same members of the population, in the order in which they came. */
export interface Line<Visitor> {
  readonly member: Member;
  readonly waiting: Visitor[];
  /** Members below the line that nobody has taken, by kind; the one that waits longest first. */
  readonly free: ReadonlyMap<string, Member[]>;
}

/** A line for each member of the kind that visitors stand in line for. */
export function createLines<Visitor>(population: Population, kind: string): Line<Visitor>[] {
  return (population.get(kind) ?? []).map((member) => ({
    member,
    waiting: [],
    free: new Map(
      [...population].flatMap(([name, members]) => {
        const below = members.filter(({ parent }) => parent === member);
        return below.length === 0 ? [] : [[name, below] as const];
      }),
    ),
  }));
}
