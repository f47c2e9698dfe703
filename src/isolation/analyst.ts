import type { Analyst } from '../registry/domain/analyst.ts';
import type { WorkerPool } from './worker-pool.ts';

/** How long generating a client or reading a whole contract may take, in milliseconds: an order more than one schema. */
const contractDeadline = 60_000;

/** The analyst whose work the workers of a pool do. Closing it closes the pool. */
export function createAnalyst(pool: WorkerPool): Analyst {
  return {
    readSchema: (text, references) => pool.run('read-schema', { text, references }),
    compareSchemas: (older, newer, relation) => pool.run('compare-schemas', { older, newer, relation }),
    readContract: (contract) => pool.run('read-contract', contract, contractDeadline),
    compareContracts: (older, newer) => pool.run('compare-contracts', { older, newer }, contractDeadline),
    generateClient: (contract, { scope }) => pool.run('generate-client', { contract, scope }, contractDeadline),
    close: () => pool.close(),
  };
}
