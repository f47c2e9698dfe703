import type { ContractCheck } from './contract-check.ts';

/** What is needed of a test runner: vitest, Jest and `node:test` have it. */
export interface Runner {
  describe(name: string, register: () => void): unknown;
  test(name: string, run: () => void): unknown;
}

/** Registers a test for each check, in groups. */
export function registerChecks(checks: readonly ContractCheck[], { describe, test }: Runner): void {
  for (const [group, members] of Map.groupBy(checks, (check) => check.group)) {
    describe(group, () => {
      for (const { name, check } of members) test(name, check);
    });
  }
}
