import { pairName } from '../site.ts';
import type { CatalogSource } from './catalog-contract.ts';
import type { CatalogRun } from './run-catalog.ts';

/** A source that has everything at hand. */
export function runSource({ contracts, comparisons }: CatalogRun): CatalogSource {
  const byPair = new Map(
    comparisons.map((comparison) => [pairName(comparison.older.id, comparison.newer.id), comparison]),
  );
  return {
    contracts: async () => contracts,
    comparisons: async () => comparisons.map(({ older, newer }) => [older.id, newer.id] as const),
    compare: async (older, newer) => byPair.get(pairName(older, newer)),
    verdicts: async () => new Map([...byPair].map(([pair, { forward }]) => [pair, forward])),
  };
}
