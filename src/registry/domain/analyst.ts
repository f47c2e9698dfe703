import type { ContractComparison } from '../../compatibility/contracts/model.ts';
import type { SchemaComparison } from '../../compatibility/compare-schemas.ts';
import type { Relation } from '../../compatibility/includes.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Json } from '../../util/json.ts';

/** A contract as it is published: one document, nothing outside of it. */
export interface PublishedContract {
  readonly document: Json;
  readonly scenarios?: Json;
}

/** What is made of a contract that is published. */
export interface AnalysedContract {
  readonly vendor: string;
  readonly version: string;
  readonly title: string;
  readonly digest: string;
  readonly events: readonly string[];
  /** Self-contained JSON Schema by subject, `<vendor>.v<major>.<event>`. */
  readonly subjects: ReadonlyMap<string, Json>;
  /** What `check` says of it; a contract with errors is not published. */
  readonly findings: readonly Finding[];
  /** `openapi`, `report`, `conformance`. */
  readonly derived: Readonly<Record<string, Json>>;
}

/** Files of a package, by path in it. */
export type PackageFiles = ReadonlyMap<string, string>;

/**
 * Does what takes long or may never end, away from the server's thread and with a deadline. Every method rejects with
 * `RunError` for input that cannot be used, and with `IsolationError` when it takes too long or too much memory.
 */
export interface Analyst {
  /** Whether each text is a schema that compiles; resolves with the reason when it is not. */
  readSchema(
    text: string,
    references: readonly { readonly name: string; readonly text: string }[],
  ): Promise<string | undefined>;
  /** Compares a schema with former ones, in their order. Texts have their references inside. */
  compareSchemas(older: readonly string[], newer: string, relation: Relation): Promise<readonly SchemaComparison[]>;
  readContract(contract: PublishedContract): Promise<AnalysedContract>;
  compareContracts(older: PublishedContract, newer: PublishedContract): Promise<ContractComparison>;
  generateClient(contract: PublishedContract, options: { readonly scope: string }): Promise<PackageFiles>;
  close(): Promise<void>;
}
