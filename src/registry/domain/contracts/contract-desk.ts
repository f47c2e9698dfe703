import type { Analyst } from '../analyst.ts';
import type { RegistryStore } from '../store.ts';
import { BoundedMap } from '../subjects/bounded-map.ts';
import { createQueue } from '../subjects/queue.ts';
import type { Queue } from '../subjects/queue.ts';
import type { SubjectDesk } from '../subjects/subject-desk.ts';
import type { ComparisonReport } from '../../../checks/compare/result.ts';

/** What the work on contracts needs. One per process. */
export interface ContractDesk {
  readonly store: RegistryStore;
  readonly analyst: Analyst;
  readonly subjects: SubjectDesk;
  /** Of the packages that clients are made into, with the `@`. */
  readonly scope: string;
  readonly now: () => number;
  /** Writers of one vendor's contracts, one after the other. */
  readonly queue: Queue;
  /** Comparisons by what was compared: published contracts never change. */
  readonly compared: BoundedMap<ComparisonReport>;
  /** Those that are under way. */
  readonly comparing: Map<string, Promise<ComparisonReport>>;
  /** Called after each write to a contract: what is private may be another thing now. */
  readonly onWritten: () => void;
}

export interface ContractDeskOptions {
  /** `@counterfoil` when absent. */
  readonly scope?: string;
  /** Milliseconds since 1970; the machine's clock when absent. */
  readonly now?: () => number;
  readonly onWritten?: () => void;
}

export const defaultScope = '@counterfoil';

export function createContractDesk(
  store: RegistryStore,
  analyst: Analyst,
  subjects: SubjectDesk,
  { scope = defaultScope, now = Date.now, onWritten = () => {} }: ContractDeskOptions = {},
): ContractDesk {
  const compared = new BoundedMap<ComparisonReport>(200);
  return { store, analyst, subjects, scope, now, onWritten, queue: createQueue(), compared, comparing: new Map() };
}
