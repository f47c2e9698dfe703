import type { Place } from '../findings/finding.ts';
import type { ContractFile } from '../infer/result.ts';

/** The kinds of documents that can be imported. */
export type ImportFormat = 'AsyncAPI 2' | 'AsyncAPI 3' | 'OpenAPI 3.0' | 'OpenAPI 3.1' | 'JSON Schema';

/** Something of the document that the contract does not have as it stands there. */
export interface NotTaken {
  /** Where it stands; of a document that was converted, the pointer is into what came of it. */
  readonly place: Place;
  /** What it is: a keyword, or the pointer's last part. */
  readonly what: string;
  readonly reason: string;
}

/** Something that the contract says and the document does not. */
export interface Assumption {
  /** Event that it concerns; all of them when absent. */
  readonly event?: string;
  readonly message: string;
}

/** What became of one event. */
export interface ImportedEvent {
  readonly name: string;
  readonly examples: number;
  /** Where it stands in the document. */
  readonly place: Place;
}

/** A contract made of a document that was there before. */
export interface ImportedContract {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly format: ImportFormat;
  /** The documents that were read, as findings show them. */
  readonly documents: readonly string[];
  readonly events: readonly ImportedEvent[];
  readonly models: readonly string[];
  /** What tells the events apart, and why; empty parts: nothing does, or there is one event. */
  readonly selector: { readonly parts: readonly string[]; readonly reason: string };
  readonly notTaken: readonly NotTaken[];
  readonly assumptions: readonly Assumption[];
  /** What the document does not say and a receiver needs, each with what to do. */
  readonly missing: readonly string[];
  readonly files: readonly ContractFile[];
}
