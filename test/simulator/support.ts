import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { loadContract } from '../../src/api/load-contract.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import { at } from '../../src/json-schema/pointer.ts';
import { readScenarios } from '../../src/simulator/check-scenarios.ts';
import type { Occurrence } from '../../src/simulator/engine.ts';
import { createPlan } from '../../src/simulator/plan.ts';
import type { Plan } from '../../src/simulator/plan.ts';
import type { Json } from '../../src/util/json.ts';

export const root = resolve(import.meta.dirname, '../..');

/** The shipped contracts that have scenarios. */
export const targets = shippedContracts().flatMap(({ id, file }) =>
  existsSync(join(dirname(file), 'scenarios.yaml')) ? [id] : [],
);

export interface Played {
  readonly contract: Contract;
  readonly text: string;
  readonly file: string;
  readonly plan: Plan;
}

const loaded = new Map<string, Promise<Played>>();

/** The shipped contract with its scenarios, loaded once. */
export function shipped(target: string): Promise<Played> {
  const known = loaded.get(target) ?? load(target);
  loaded.set(target, known);
  return known;
}

async function load(target: string): Promise<Played> {
  const { contract } = await loadContract(target, { cwd: root });
  if (contract?.scenarios === undefined) throw new Error(`${target} has no scenarios`);
  const file = contract.scenarios;
  const text = readFileSync(join(root, file), 'utf8');
  const { scenarios, findings } = readScenarios(contract, text, file);
  if (scenarios === undefined) throw new Error(JSON.stringify(findings, undefined, 2));
  return { contract, text, file, plan: createPlan(contract, scenarios) };
}

/** What happened to each visitor, in its order. */
export function byVisitor(occurrences: readonly Occurrence[]): Map<number, Occurrence[]> {
  const found = new Map<number, Occurrence[]>();
  for (const occurrence of occurrences) {
    if (occurrence.visitor === undefined) continue;
    const known = found.get(occurrence.visitor);
    if (known === undefined) found.set(occurrence.visitor, [occurrence]);
    else known.push(occurrence);
  }
  return found;
}

/** The names of a visitor's events, one after the other. */
export function story(events: readonly Occurrence[]): string {
  return events.map(({ event }) => event.name).join(' ');
}

/** The text at a pointer; what stands there as JSON when it is none, and an empty text for nothing. */
export function textAt(payload: Json, pointer: string): string {
  const value = at(payload, pointer);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Whether those of the times that are there follow one another. */
export function isInOrder(value: Json, pointers: readonly string[]): boolean {
  const times = pointers.map((pointer) => at(value, pointer)).filter((time) => typeof time === 'string');
  return times.every((time, index) => index === 0 || Date.parse(times[index - 1] ?? '') <= Date.parse(time));
}

/** Occurrences at which somebody is served where somebody else still is. */
export function doublyTaken(
  occurrences: readonly Occurrence[],
  takenBy: (occurrence: Occurrence) => unknown,
  isOver: (occurrence: Occurrence) => boolean,
): Occurrence[] {
  const takers = new Map<unknown, number | undefined>();
  return occurrences.filter((occurrence) => {
    if (isOver(occurrence)) for (const [place, who] of takers) if (who === occurrence.visitor) takers.delete(place);
    const place = takenBy(occurrence);
    if (place === undefined) return false;
    const isTaken = takers.has(place);
    takers.set(place, occurrence.visitor);
    return isTaken;
  });
}
