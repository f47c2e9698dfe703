import type { Contract } from '../asyncapi/model.ts';
import { SampleError } from '../json-schema/sample/sampler.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import type { Validator } from '../json-schema/validate.ts';
import { play } from './engine.ts';
import type { Occurrence } from './engine.ts';
import type { Scenarios } from './format.ts';
import { createPlan } from './plan.ts';
import { ScenarioError } from './scope.ts';
import { sourceOf } from './source-of.ts';

/** What went wrong in a trial run. */
export interface Mishap {
  readonly message: string;
  readonly event?: string;
  /** Where the file says so, as a JSON Pointer. */
  readonly pointer?: string;
}

/** How a payload breaks the strict profile. */
export interface Breach {
  /** JSON Pointer into the payload. */
  readonly pointer: string;
  readonly message: string;
}

// Enough for what is wrong in itself to be seen, and little enough for every check of contracts.
const visitors = 60;
const samples = 6;
const heldOfEach = 8;

/**
 * Plays scenarios for some visitors and holds the first payloads of each event, in each life cycle, against the strict
 * profile; each event's first mishap, of those with the same place in the file the first.
 * @param validator of the contract's schemas
 */
export function tryOut(contract: Contract, scenarios: Scenarios, validator: Validator): Mishap[] {
  const mishaps = new Map<string, Mishap>();
  const held = new Map<string, number>();
  const sources = new Set<string>();
  try {
    const plan = createPlan(contract, scenarios, { validator, samples });
    for (const occurrence of play(plan, { seed: 'trial', visitors })) {
      const { name } = occurrence.event;
      const kind = `${occurrence.lifecycle ?? ''}\n${name}`;
      const count = held.get(kind) ?? 0;
      held.set(kind, count + 1);
      if (count >= heldOfEach || mishaps.has(name)) continue;
      const breach = breachOf(validator, occurrence);
      if (breach === undefined) continue;
      const { pointer, message } = breach;
      const { lifecycle, payload } = occurrence;
      const source = sourceOf(scenarios, { event: name, lifecycle, pointer, payload });
      if (sources.has(source)) continue;
      sources.add(source);
      const text = `In a trial run, ${name}: ${pointer || 'the payload'} ${message}.`;
      mishaps.set(name, { event: name, message: text, pointer: source });
    }
  } catch (error) {
    if (!(error instanceof ScenarioError || error instanceof SampleError)) throw error;
    return [...mishaps.values(), { message: `A trial run ended early: ${error.message}` }];
  }
  return [...mishaps.values()];
}

/** How a payload breaks the strict profile; undefined when it does not. */
export function breachOf(validator: Validator, { event, payload }: Occurrence): Breach | undefined {
  const [violation] = validator.compile(event.payload).violations(payload);
  if (violation !== undefined) return violation;
  const [extra] = findUndocumented(validator, event.payload, payload);
  if (extra === undefined) return undefined;
  const isProperty = extra.kind === 'property';
  const message = isProperty ? 'is not described by the contract' : 'has a value that the contract does not know';
  return { pointer: extra.pointer, message };
}
