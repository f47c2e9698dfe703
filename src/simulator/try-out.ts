import type { Contract } from '../asyncapi/model.ts';
import { SampleError } from '../json-schema/sample/sampler.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import type { Validator } from '../json-schema/validate.ts';
import { play } from './engine.ts';
import type { Occurrence } from './engine.ts';
import type { Scenarios } from './format.ts';
import { createPlan } from './plan.ts';
import { ScenarioError } from './scope.ts';

/** What went wrong in a trial run. */
export interface Mishap {
  readonly message: string;
  readonly event?: string;
}

// Enough for what is wrong in itself to be seen, and little enough for every check of contracts.
const visitors = 60;
const samples = 6;
const heldOfEach = 8;

/**
 * Plays scenarios for some visitors and holds the first payloads of each event, in each life cycle, against the strict
 * profile; each event's first mishap.
 * @param validator of the contract's schemas
 */
export function tryOut(contract: Contract, scenarios: Scenarios, validator: Validator): Mishap[] {
  const mishaps = new Map<string, Mishap>();
  const held = new Map<string, number>();
  try {
    const plan = createPlan(contract, scenarios, { validator, samples });
    for (const occurrence of play(plan, { seed: 'trial', visitors })) {
      const { name } = occurrence.event;
      const kind = `${occurrence.lifecycle ?? ''}\n${name}`;
      const count = held.get(kind) ?? 0;
      held.set(kind, count + 1);
      if (count >= heldOfEach || mishaps.has(name)) continue;
      const message = breachOf(validator, occurrence);
      if (message !== undefined) mishaps.set(name, { event: name, message: `In a trial run, ${name}: ${message}.` });
    }
  } catch (error) {
    if (!(error instanceof ScenarioError || error instanceof SampleError)) throw error;
    return [...mishaps.values(), { message: `A trial run ended early: ${error.message}` }];
  }
  return [...mishaps.values()];
}

/** How a payload breaks the strict profile; undefined when it does not. */
export function breachOf(validator: Validator, { event, payload }: Occurrence): string | undefined {
  const [violation] = validator.compile(event.payload).violations(payload);
  if (violation !== undefined) return `${violation.pointer || 'the payload'} ${violation.message}`;
  const [extra] = findUndocumented(validator, event.payload, payload);
  if (extra === undefined) return undefined;
  return extra.kind === 'property'
    ? `${extra.pointer} is not described by the contract`
    : `${extra.pointer} has a value that the contract does not know`;
}
