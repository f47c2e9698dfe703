import type { PackageFiles, PublishedContract } from '../../registry/domain/analyst.ts';

/** See `Analyst.generateClient`. */
export async function generateClientTask(_input: {
  readonly contract: PublishedContract;
  readonly scope: string;
}): Promise<PackageFiles> {
  throw new Error('Clients cannot be generated yet.');
}
