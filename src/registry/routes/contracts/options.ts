import type { ContractDesk } from '../../domain/contracts/contract-desk.ts';

export interface ContractRoutesOptions {
  readonly desk: ContractDesk;
  /** URL in front of all paths as clients know it, without a slash at its end; links are paths when absent. */
  readonly publicUrl?: string;
}
