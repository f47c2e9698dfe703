import type { ContractComparison } from '../../compatibility/contracts/model.ts';
import type { PublishedContract } from '../../registry/domain/analyst.ts';

/** See `Analyst.compareContracts`. */
export async function compareContractsTask(_input: {
  readonly older: PublishedContract;
  readonly newer: PublishedContract;
}): Promise<ContractComparison> {
  throw new Error('Contracts cannot be compared yet.');
}
