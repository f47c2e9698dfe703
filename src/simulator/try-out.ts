import type { Contract } from '../asyncapi/model.ts';
import { SampleError } from '../json-schema/sample/sampler.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import { createValidator } from '../json-schema/validate.ts';
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

const visitors = 100;

/** Plays scenarios for a hundred visitors and holds every payload against the strict profile; each event's first mishap. */
export function tryOut(contract: Contract, scenarios: Scenarios): Mishap[] {
  const validator = createValidator(contract.schemas);
  const mishaps = new Map<string, Mishap>();
  try {
    for (const occurrence of play(createPlan(contract, scenarios), { seed: 'trial', visitors })) {
      const { name } = occurrence.event;
      const message = mishaps.has(name) ? undefined : breachOf(validator, occurrence);
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
