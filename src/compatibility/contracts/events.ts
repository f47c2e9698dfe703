import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { canonicalize } from '../../json-schema/canonicalize.ts';
import type { PartJudgement } from './breaks.ts';
import type { Change, EventComparison } from './model.ts';
import { eventAdded, eventRemoved } from './rules.ts';
import { structureOf } from './structure.ts';

/** The events of `contract` that `other` does not have. */
export function eventsMissingIn(contract: Contract, other: Contract): ContractEvent[] {
  const names = new Set(other.events.map(({ name }) => name));
  return contract.events.filter(({ name }) => !names.has(name));
}

/** Events that went away, each with the hint at its likely new name. */
export function removedEvents(events: readonly ContractEvent[], renames: ReadonlyMap<string, string>): Change[] {
  return events.map(({ name, payload }) => {
    const likely = renames.get(name);
    const hint = likely === undefined ? '' : ` Its likely new name is ${likely}: that event has the same shape.`;
    return {
      ...eventChange(eventRemoved.id, name, payload, `${name} is gone.${hint}`),
      side: 'older',
      hurts: ['forward', 'backward'],
    };
  });
}

/** Events that are new. */
export function addedEvents(events: readonly ContractEvent[]): Change[] {
  return events.map(({ name, payload }) => ({
    ...eventChange(eventAdded.id, name, payload, `${name} is new.`),
    side: 'newer',
    hurts: [],
  }));
}

function eventChange(rule: string, event: string, payload: string, message: string): Omit<Change, 'side' | 'hurts'> {
  return { rule, events: [event], owner: event, pointer: `/definitions/${payload}`, message, witnesses: [] };
}

/**
 * What became of each event: those of the newer contract in its order, then the removed ones.
 *
 * @param judged judgements by event that both contracts have
 * @param renames likely new name by removed event
 */
export function eventComparisons(
  older: Contract,
  newer: Contract,
  judged: ReadonlyMap<string, readonly PartJudgement[]>,
  changes: readonly Change[],
  renames: ReadonlyMap<string, string>,
): EventComparison[] {
  const formerNames = new Map([...renames].map(([was, is]) => [is, was]));
  const present = newer.events.map((event): EventComparison => {
    const parts = judged.get(event.name);
    if (parts === undefined) return { event: event.name, status: 'added', ...likely(formerNames.get(event.name)) };
    const payload = parts.find(({ part }) => part === 'payload')?.judgement;
    const headers = parts.find(({ part }) => part === 'headers')?.judgement;
    const was = older.events.find(({ name }) => name === event.name) ?? event;
    const isSame =
      structureOfEvent(older, was) === structureOfEvent(newer, event) &&
      !changes.some(({ events }) => events.includes(event.name));
    return {
      event: event.name,
      status: isSame ? 'same' : 'changed',
      ...(payload === undefined ? {} : { payload }),
      ...(headers === undefined ? {} : { headers }),
    };
  });
  const gone = eventsMissingIn(older, newer).map(({ name }): EventComparison => ({
    event: name,
    status: 'removed',
    ...likely(renames.get(name)),
  }));
  return [...present, ...gone];
}

function structureOfEvent(contract: Contract, event: ContractEvent): string {
  return canonicalize(structureOf({ ...contract, events: [event] })['schemas'] ?? null);
}

function likely(name: string | undefined): { likely?: string } {
  return name === undefined ? {} : { likely: name };
}
