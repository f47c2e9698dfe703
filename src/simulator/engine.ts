import type { ContractEvent } from '../asyncapi/model.ts';
import { createRandom } from '../json-schema/sample/random.ts';
import type { Random } from '../json-schema/sample/random.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { createAgenda } from './agenda.ts';
import { createLines } from './lines.ts';
import type { Line } from './lines.ts';
import type { Plan, ReadyLifecycle, ReadyOccasion, ReadyState, ReadyStep, ReadyTransition } from './plan.ts';
import { createPopulation, rootsOf } from './population.ts';
import type { Member } from './population.ts';
import { ScenarioError } from './scope.ts';
import type { Scope } from './scope.ts';
import { latestMoment } from './times.ts';

/** A life of more steps than this, on average, goes in a circle. */
const stepsEach = 1000;

/** One event that the vendor would deliver. */
export interface Occurrence {
  /** Virtual time, in milliseconds since 1970; never less than that of the one before. */
  readonly at: number;
  readonly event: ContractEvent;
  readonly payload: Json;
  /** Number of the visitor, from 1; undefined for what happens to the population. */
  readonly visitor: number | undefined;
  readonly lifecycle: string | undefined;
}

export interface PlayOptions {
  /** The same seed, the same occurrences, on every machine. */
  readonly seed: string;
  /** How many visitors are born. */
  readonly visitors: number;
}

interface Visitor {
  readonly number: number;
  readonly random: Random;
  readonly lifecycle: ReadyLifecycle;
  readonly line: Line<Visitor>;
  roots: JsonObject;
  state: ReadyState;
  /** What happens next; taken members are waited for when it is due. */
  chosen: ReadyTransition | undefined;
  isDue: boolean;
  taken: Member | undefined;
}

/**
 * Plays scenarios on a virtual clock, until every visitor's life cycle has ended. A line is served in order: whoever
 * will be called next is the first of those who do not leave by themselves. A run ends with those who still wait for
 * what will never be free again.
 * @throws {ScenarioError} when a moment that is waited for is not there, or life cycles do not end
 */
export function* play(plan: Plan, { seed, visitors }: PlayOptions): Generator<Occurrence, void, undefined> {
  const { contract, scenarios } = plan;
  const root = `${contract.id}\n${seed}`;
  const counters = new Map<string, number>();
  const agenda = createAgenda<(now: number) => void>();
  const population = createPopulation(scenarios, root, counters);
  const lines = createLines<Visitor>(population, scenarios.line);
  const random = createRandom(`${root}\narrivals`);
  const start = Date.parse(scenarios.start);
  let occurred: Occurrence[] = [];

  const scopeOf = (visitor: Visitor, now: number): Scope => {
    const index = visitor.state.line ? visitor.line.waiting.indexOf(visitor) : -1;
    const position = index === -1 ? undefined : index + 1;
    return { random: visitor.random, now, roots: visitor.roots, position, counters };
  };

  function take(visitor: Visitor, { change, emit }: ReadyStep, now: number): void {
    const scope = scopeOf(visitor, now);
    visitor.roots = change(scope);
    for (const { event, payload } of emit) {
      const { number, lifecycle } = visitor;
      const value = payload({ ...scope, roots: visitor.roots }) ?? null;
      occurred.push({ at: now, event, payload: value, visitor: number, lifecycle: lifecycle.name });
    }
    if (emit.length > 0) visitor.roots = { ...visitor.roots, before: visitor.roots['ticket'] ?? null };
  }

  /** The state is entered before the step: a position is that in the new state. */
  function move(visitor: Visitor, step: ReadyStep, to: string, now: number): void {
    const { line } = visitor;
    visitor.state = visitor.lifecycle.states.get(to) ?? visitor.state;
    const left = visitor.state.line ? -1 : line.waiting.indexOf(visitor);
    if (left !== -1) line.waiting.splice(left, 1);
    if (visitor.state.line && !line.waiting.includes(visitor)) line.waiting.push(visitor);
    take(visitor, step, now);
    if (visitor.state.next.length === 0) release(visitor);
    choose(visitor, now);
    if (left !== -1) for (const behind of line.waiting.slice(left)) moveUp(behind, now);
    serve(line, now);
  }

  function moveUp(visitor: Visitor, now: number): void {
    if (visitor.state.moved !== undefined) take(visitor, visitor.state.moved, now);
  }

  function choose(visitor: Visitor, now: number): void {
    const chosen = visitor.state.next.length === 0 ? undefined : pickWeighted(visitor.random, visitor.state.next);
    visitor.chosen = chosen;
    visitor.isDue = false;
    if (chosen === undefined) return;
    agenda.put(now + chosen.after(scopeOf(visitor, now)), (due) => {
      visitor.isDue = true;
      if (chosen.take === undefined) fire(visitor, chosen, due);
      else serve(visitor.line, due);
    });
  }

  function fire(visitor: Visitor, transition: ReadyTransition, now: number): void {
    if (transition.release) release(visitor);
    move(visitor, transition, transition.to, now);
  }

  function release(visitor: Visitor): void {
    if (visitor.taken === undefined) return;
    visitor.line.free.get(visitor.taken.kind)?.push(visitor.taken);
    visitor.taken = undefined;
  }

  /** Calls whoever is next, as long as something is free. */
  function serve(line: Line<Visitor>, now: number): void {
    const visitor = line.waiting.find(({ chosen }) => chosen?.take !== undefined);
    const chosen = visitor?.chosen;
    if (visitor === undefined || chosen?.take === undefined || !visitor.isDue) return;
    const member = line.free.get(chosen.take)?.shift();
    if (member === undefined) return;
    release(visitor);
    visitor.taken = member;
    visitor.roots = { ...visitor.roots, [member.kind]: member.values };
    fire(visitor, chosen, now);
  }

  function bear(number: number, now: number): void {
    const own = createRandom(`${root}\nvisitor ${number}`);
    const lifecycle = pickWeighted(own, plan.lifecycles);
    const state = lifecycle.states.get(lifecycle.born.to);
    if (state === undefined) return;
    const line = own.pick(lines);
    const roots = {
      ...companions(own, line.member),
      own: {},
      ticket: plan.sampled(root, own.int(0, plan.samples - 1)),
    };
    const visitor = { number, random: own, lifecycle, line, roots, state } as const;
    const born: Visitor = { ...visitor, chosen: undefined, isDue: false, taken: undefined };
    born.roots = plan.prepare(scopeOf(born, now));
    move(born, lifecycle.born, lifecycle.born.to, now);
    if (number < visitors) arrive(number + 1, now);
  }

  /** The line's own members, and one of each kind that stands apart from it. */
  function companions(own: Random, member: Member): JsonObject {
    const apart = [...population.values()].filter(
      ([first]) => first !== undefined && first.parent === undefined && !isAbove(first.kind, member),
    );
    return Object.assign({}, ...apart.map((members) => rootsOf(own.pick(members))), rootsOf(member)) as JsonObject;
  }

  function arrive(number: number, now: number): void {
    const scope = { random, now, roots: {}, position: undefined, counters };
    agenda.put(now + plan.arrivals(scope), (due) => bear(number, due));
  }

  function occur(occasion: ReadyOccasion, member: Member, now: number): void {
    const scope = { random, now, roots: rootsOf(member), position: undefined, counters };
    const roots = occasion.change(scope);
    member.values = (roots[member.kind] ?? {}) as JsonObject;
    for (const { event, payload } of occasion.emit) {
      const value = payload({ ...scope, roots }) ?? null;
      occurred.push({ at: now, event, payload: value, visitor: undefined, lifecycle: undefined });
    }
  }

  for (const occasion of plan.occasions) {
    for (const member of population.get(occasion.each) ?? []) {
      const scope = { random, now: start, roots: rootsOf(member), position: undefined, counters };
      agenda.put(start + occasion.after(scope), (due) => occur(occasion, member, due));
    }
  }
  if (visitors > 0) arrive(1, start);
  const mostSteps = stepsEach * (visitors + 1);
  let steps = 0;
  for (let next = agenda.take(); next !== undefined; next = agenda.take()) {
    if (++steps > mostSteps) throw new ScenarioError(`Visitors do not end: ${steps} steps for ${visitors} of them.`);
    if (next.at > latestMoment) {
      throw new ScenarioError('The virtual clock would pass the year 9999.', 'Take fewer visitors, or shorter times.');
    }
    next.task(next.at);
    if (occurred.length === 0) continue;
    const ready = occurred;
    occurred = [];
    yield* ready;
  }
}

function isAbove(kind: string, member: Member): boolean {
  return member.kind === kind || (member.parent !== undefined && isAbove(kind, member.parent));
}

function pickWeighted<Choice extends { readonly weight: number }>(random: Random, choices: readonly Choice[]): Choice {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random.next() * total;
  return choices.find(({ weight }) => (rest -= weight) < 0) ?? (choices.at(-1) as Choice);
}
