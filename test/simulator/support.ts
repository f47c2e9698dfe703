import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadContract } from '../../src/api/load-contract.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { readScenarios } from '../../src/simulator/check-scenarios.ts';
import { createPlan } from '../../src/simulator/plan.ts';
import type { Plan } from '../../src/simulator/plan.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Played {
  readonly contract: Contract;
  readonly text: string;
  readonly file: string;
  readonly plan: Plan;
}

/** The shipped contract with its scenarios. */
export async function shipped(target: string): Promise<Played> {
  const { contract } = await loadContract(target, { cwd: root });
  if (contract?.scenarios === undefined) throw new Error(`${target} has no scenarios`);
  const file = contract.scenarios;
  const text = readFileSync(join(root, file), 'utf8');
  const { scenarios, findings } = readScenarios(contract, text, file);
  if (scenarios === undefined) throw new Error(JSON.stringify(findings, undefined, 2));
  return { contract, text, file, plan: createPlan(contract, scenarios) };
}
