import type { AnalysedContract, PublishedContract } from '../../registry/domain/analyst.ts';

/** See `Analyst.readContract`. */
export async function readContractTask(_contract: PublishedContract): Promise<AnalysedContract> {
  throw new Error('Contracts cannot be read yet.');
}
