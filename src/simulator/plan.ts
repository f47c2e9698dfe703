import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { createSampler } from '../json-schema/sample/sampler.ts';
import { createValidator } from '../json-schema/validate.ts';
import type { Validator } from '../json-schema/validate.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { compileChanges } from './changes.ts';
import type { Change } from './changes.ts';
import type { Birth, Duration, Scenarios, State, Step, Transition } from './format.ts';
import { change, readPointer } from './pointers.ts';
import { ScenarioError } from './scope.ts';
import type { Scope, Value } from './scope.ts';
import { compileDuration } from './times.ts';
import { compileValue } from './values.ts';

/** Scenarios made ready to be played for a contract. */
export interface Plan {
  readonly contract: Contract;
  readonly scenarios: Scenarios;
  readonly arrivals: (scope: Scope) => number;
  readonly occasions: readonly ReadyOccasion[];
  readonly lifecycles: readonly ReadyLifecycle[];
  /** The ticket of the sample with this number, from 0 to `samples - 1`. */
  readonly sampled: (seed: string, index: number) => Json;
  readonly samples: number;
  /** Changes to every ticket that is born. */
  readonly prepare: Change;
}

/** An event, and how its payload is written. */
export interface ReadyEvent {
  readonly event: ContractEvent;
  readonly payload: Value;
}

export interface ReadyStep {
  readonly change: Change;
  readonly emit: readonly ReadyEvent[];
}

export interface ReadyTransition extends ReadyStep {
  readonly weight: number;
  readonly after: (scope: Scope) => number;
  readonly take: string | undefined;
  readonly release: boolean;
  readonly to: string;
}

export interface ReadyState {
  readonly name: string;
  readonly line: boolean;
  readonly moved: ReadyStep | undefined;
  readonly next: readonly ReadyTransition[];
}

export interface ReadyLifecycle {
  readonly name: string;
  readonly weight: number;
  readonly born: ReadyStep & { readonly to: string };
  readonly states: ReadonlyMap<string, ReadyState>;
}

export interface ReadyOccasion extends ReadyStep {
  readonly each: string;
  readonly after: (scope: Scope) => number;
}

export interface PlanOptions {
  /** Of the contract's schemas; made anew when absent. */
  readonly validator?: Validator;
  /** How many samples are drawn for a run: making one takes longer than all the rest of a visitor's life. 64 when absent. */
  readonly samples?: number;
}

/**
 * Makes scenarios ready that `checkScenarios` found nothing wrong with.
 * @throws {ScenarioError} when they name something that is not there
 */
export function createPlan(
  contract: Contract,
  scenarios: Scenarios,
  { validator = createValidator(contract.schemas), samples = 64 }: PlanOptions = {},
): Plan {
  const events = new Map(
    Object.entries(scenarios.events).map(([name, payload]) => [
      name,
      { event: eventOf(contract, name), payload: compileValue(payload) },
    ]),
  );
  const step = (spec: Step): ReadyStep => ({
    change: compileChanges(spec),
    emit: (spec.emit ?? []).map((name) => {
      const event = events.get(name);
      if (event === undefined) throw new ScenarioError(`The event "${name}" has no payload under "events".`);
      return event;
    }),
  });
  return {
    contract,
    scenarios,
    samples,
    sampled: createSamples(contract, scenarios, validator),
    prepare: compileChanges({ set: scenarios.ticket.set ?? {} }),
    arrivals: compileDuration(scenarios.arrivals),
    occasions: (scenarios.occasions ?? []).map((occasion) => ({
      ...step({ ...occasion, emit: [occasion.event] }),
      each: occasion.each,
      after: compileDuration(occasion.after),
    })),
    lifecycles: Object.entries(scenarios.lifecycles).map(([name, { weight = 1, born, states }]) => ({
      name,
      weight,
      born: { ...step(born), to: born.to },
      states: new Map(Object.entries(states).map(([state, spec]) => [state, readyState(state, spec, step)])),
    })),
  };
}

type MakeStep = (spec: Step) => ReadyStep;

function readyState(name: string, { line = false, moved, next = [] }: State, step: MakeStep): ReadyState {
  return {
    name,
    line,
    moved: moved === undefined ? undefined : step(moved),
    next: next.map((transition) => readyTransition(transition, step)),
  };
}

function readyTransition(spec: Transition & Birth & { readonly after: Duration }, step: MakeStep): ReadyTransition {
  const { weight = 1, after, take, release = false, to } = spec;
  return { ...step(spec), weight, after: compileDuration(after), take, release, to };
}

function eventOf({ events, id }: Contract, name: string): ContractEvent {
  const event = events.find((one) => one.name === name);
  if (event === undefined) throw new ScenarioError(`The contract ${id} has no event "${name}".`);
  return event;
}

/** Tickets by seed and number; those of the last seed are kept. */
function createSamples(contract: Contract, { ticket }: Scenarios, validator: Validator): Plan['sampled'] {
  const { payload } = eventOf(contract, ticket.sample);
  const sampler = createSampler(validator, contract.schemas, payload);
  const read = readPointer(ticket.at);
  const removed = (ticket.remove ?? []).map(parsePointer);
  let kept: { readonly seed: string; readonly tickets: Map<number, Json> } | undefined;
  return (seed, index) => {
    if (kept?.seed !== seed) kept = { seed, tickets: new Map() };
    const known = kept.tickets.get(index);
    if (known !== undefined) return known;
    const { optional = 0.5, nulls = 0 } = ticket;
    let roots: JsonObject = { ticket: read(sampler.sample({ seed: `${seed}\n${index}`, optional, nulls })) ?? {} };
    // Once for the sample rather than for every visitor that starts from it.
    for (const tokens of removed) roots = change(roots, tokens, undefined, new Set());
    const sampled = roots['ticket'] ?? {};
    kept.tickets.set(index, sampled);
    return sampled;
  };
}
