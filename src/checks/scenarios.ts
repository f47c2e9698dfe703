import { resolve } from 'node:path';
import { defaultSizeLimit, readText } from '../asyncapi/read.ts';
import type { Finding } from '../findings/finding.ts';
import type { CheckedContract } from './checked-contract.ts';

/** Holds the scenarios of a contract, where it has some, against their form and the contract, and tries them out. */
export async function checkScenariosOf({ contract, validator }: CheckedContract, cwd: string): Promise<Finding[]> {
  const { scenarios: file } = contract;
  if (file === undefined) return [];
  const findings: Finding[] = [];
  const text = readText(resolve(cwd, file), file, defaultSizeLimit, findings);
  if (text === undefined) return findings;
  // Most contracts have none: the simulator is loaded for those that do.
  const { checkScenarios } = await import('../simulator/check-scenarios.ts');
  return [...checkScenarios(contract, text, file, validator)];
}
