import type { Contract } from '../../asyncapi/model.ts';
import type { ContractDrift } from '../../capture/drift/result.ts';
import type { ContractReport } from '../../checks/result.ts';
import type { ContractComparison } from '../../compatibility/contracts/model.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Scenarios } from '../../simulator/format.ts';
import type { Json } from '../../util/json.ts';

/** Stands for the mock's address in what is prepared before it is known. */
export const mockPlaceholder = 'http://mock.invalid';

/** How far a contract has come. */
export type ContractState = 'draft' | 'released' | 'deprecated';

/** What is known of a contract beside its documents. */
export interface ContractStanding {
  readonly state: ContractState;
  /** Day of the release, YYYY-MM-DD in UTC. */
  readonly released?: string;
  /** Version to go to, when deprecated. */
  readonly successor?: string;
  /** Why it is deprecated. */
  readonly reason?: string;
}

/**
 * A contract with all that its pages show and that takes long to find out. Plain data: it can be made in another thread,
 * and kept.
 */
export interface CatalogContract extends ContractStanding {
  readonly contract: Contract;
  /** The AsyncAPI document with everything in it, when there is one. */
  readonly document: Json | undefined;
  readonly scenarios: Scenarios | undefined;
  /** What the checks say: examples, captures, findings by severity. */
  readonly report: ContractReport | undefined;
  /** Errors and warnings of the checks that name this contract. */
  readonly findings: readonly Finding[];
  /** What captures are like; undefined where there are none. */
  readonly drift: ContractDrift | undefined;
  readonly types: ContractTypesText;
  /** Command lines that send an event to a mock at `mockPlaceholder`, by event; none where no payload is known. */
  readonly curls: ReadonlyMap<string, string>;
  /** A script that makes the contract's validators known to the pages; undefined where they cannot be generated. */
  readonly validators: string | undefined;
  /** Documents in other formats, by file name: OpenAPI, and a JSON Schema for each event. */
  readonly files: readonly CatalogFile[];
}

/** TypeScript types of a contract. */
export interface ContractTypesText {
  /** Declarations that an event's payload is made of, its own first, by event. */
  readonly byEvent: ReadonlyMap<string, string>;
}

/** A file to download. */
export interface CatalogFile {
  readonly name: string;
  readonly content: string;
  /** The one event that it is about. */
  readonly event?: string;
}

/** Where a catalog has its contracts from: files, or a registry. */
export interface CatalogSource {
  /** In any order. Called for every page: whoever reads from afar keeps what was read. */
  contracts(): Promise<readonly CatalogContract[]>;
  /** Two contracts of one vendor held against each other; undefined when there is no comparison of these two. */
  compare(older: string, newer: string): Promise<ContractComparison | undefined>;
  /** Pairs of ids, older first, that `compare` knows. */
  comparisons(): Promise<readonly (readonly [older: string, newer: string])[]>;
  /** What becomes of old receivers, for the pairs that are known without a wait, by `<older>...<newer>`. */
  verdicts?(): Promise<ReadonlyMap<string, ContractComparison['forward']>>;
}
