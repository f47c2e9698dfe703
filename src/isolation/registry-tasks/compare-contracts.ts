import { compareContracts } from '../../compatibility/compare-contracts.ts';
import type { ContractComparison } from '../../compatibility/contracts/model.ts';
import type { PublishedContract } from '../../registry/domain/analyst.ts';
import { readPublished } from './published-contract.ts';

/** See `Analyst.compareContracts`. */
export async function compareContractsTask(input: {
  readonly older: PublishedContract;
  readonly newer: PublishedContract;
}): Promise<ContractComparison> {
  // Scenarios have no part in it.
  const older = await readPublished({ document: input.older.document });
  const newer = await readPublished({ document: input.newer.document });
  return compareContracts(older.checked.contract, newer.checked.contract);
}
