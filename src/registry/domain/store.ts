import type { Json } from '../../util/json.ts';

/** Refers to a version of another subject, whose text takes the place of `$ref: <name>`. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema as it was first registered. It never changes. */
export interface StoredSchema {
  /** From 1; increasing, never used twice. */
  readonly id: number;
  /** SHA-256 over canonical form and references, in hex. */
  readonly digest: string;
  /** JSON text. */
  readonly text: string;
  readonly references: readonly SchemaReference[];
}

/** A schema to be registered. */
export type NewSchema = Omit<StoredSchema, 'id'>;

/** A version of a subject. */
export interface SubjectVersion {
  readonly subject: string;
  /** From 1, counted in the subject; never used twice. */
  readonly version: number;
  readonly id: number;
  readonly deleted: boolean;
  /** Milliseconds since 1970. */
  readonly registered: number;
}

export const levels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/** How much a new version must agree with former ones. Source: Confluent Schema Registry, Schema Evolution and Compatibility. */
export type Level = (typeof levels)[number];

/** `STRICT` asks what validators accept; `LENIENT` what a receiver of deliveries survives. */
export type Policy = 'STRICT' | 'LENIENT';

export const modes = ['READWRITE', 'READONLY'] as const;
export type Mode = (typeof modes)[number];

/** What is configured for a subject, or for all; what is absent is inherited. */
export interface SubjectConfig {
  readonly level?: Level;
  readonly policy?: Policy;
  readonly normalize?: boolean;
  readonly mode?: Mode;
}

/** A subject as a writer has to know it. */
export interface SubjectState {
  /** Moves with every write to the subject; 0 when there has been none. */
  readonly revision: number;
  /** Moves with every write to what is configured for all. */
  readonly globalRevision: number;
  /** All, deleted ones too, oldest first. */
  readonly versions: readonly SubjectVersion[];
  readonly config: SubjectConfig;
  readonly globalConfig: SubjectConfig;
}

/** A change to a subject, and what it was judged by. */
export interface SubjectWrite {
  readonly subject: string;
  /** Those of the `SubjectState` that was read before. */
  readonly revision: number;
  readonly globalRevision: number;
  readonly change:
    | { readonly kind: 'register'; readonly schema: NewSchema }
    /** Versions marked as deleted; reading them takes `deleted=true` from then on. */
    | { readonly kind: 'delete'; readonly versions: readonly number[] }
    | { readonly kind: 'remove'; readonly versions: readonly number[] }
    /** Deleted versions that are registered again. */
    | { readonly kind: 'restore'; readonly version: number };
}

export type ContractState = 'released' | 'deprecated';
/** `public`: whoever may read at all; `private`: those with a token for the vendor. */
export type Visibility = 'public' | 'private';

/** A published contract without its texts. */
export interface ContractEntry {
  readonly vendor: string;
  readonly version: string;
  readonly title: string;
  /** Over the canonical model, as in `releases.json`. */
  readonly digest: string;
  readonly state: ContractState;
  /** Version to go to, when deprecated. */
  readonly successor?: string;
  readonly reason?: string;
  readonly visibility: Visibility;
  /** Milliseconds since 1970. */
  readonly published: number;
  /** Names of the events, in document order. */
  readonly events: readonly string[];
}

/** What is kept of a published contract. */
export interface ContractTexts {
  /** The AsyncAPI document with everything in it, as JSON. */
  readonly document: Json;
  /** What stands in `scenarios.yaml`, when there is one. */
  readonly scenarios?: Json;
  /** Further documents by name: `openapi`, `report`, `conformance`. */
  readonly derived: Readonly<Record<string, Json>>;
}

/** A vendor's contracts as a writer has to know them. */
export interface VendorState {
  /** Moves with every write to the vendor's contracts; 0 when there are none. */
  readonly revision: number;
  readonly contracts: readonly ContractEntry[];
}

/** A change to a vendor's contracts, and what it was judged by. */
export interface ContractWrite {
  readonly vendor: string;
  readonly revision: number;
  readonly change:
    | { readonly kind: 'publish'; readonly entry: ContractEntry; readonly texts: ContractTexts }
    | {
        readonly kind: 'describe';
        readonly version: string;
        readonly state: ContractState;
        readonly successor?: string;
        readonly reason?: string;
        readonly visibility: Visibility;
      };
}

/** A package of npm as it was first built. */
export interface StoredPackage {
  /** With the scope: `@counterfoil/cafe`. */
  readonly name: string;
  readonly version: string;
  /** SHA-512 in base64, with `sha512-`. */
  readonly integrity: string;
  /** SHA-1 in hex. */
  readonly shasum: string;
  /** Content of `package.json`. */
  readonly manifest: Json;
  readonly tarball: Uint8Array;
}

export const roles = ['reader', 'writer', 'admin'] as const;
/** `reader` reads what is private, `writer` also writes, `admin` also configures, removes and manages tokens. */
export type Role = (typeof roles)[number];

/** A token without its secret. */
export interface TokenEntry {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Vendors that it is for; all when absent. */
  readonly vendors?: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly expires?: number;
  readonly revoked?: number;
}

/** A line of the audit: who has changed what. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Name of the token or person. */
  readonly actor: string;
  /** `register`, `delete`, `publish`, `token.create`... */
  readonly action: string;
  /** What it was done to: `cafe.v2.order.paid/3`, `cafe@2.0.0`. */
  readonly target: string;
}

/** A write with the line of the audit that goes with it. */
export type By = Pick<AuditEntry, 'actor' | 'action' | 'target'>;

/**
 * Keeps what the registry knows. A write has reached the disk when its promise resolves, all of it or nothing. Every method
 * rejects with `StoreError` when the store cannot do it; writes with `conflict` when the revision has moved.
 */
export interface RegistryStore {
  /** For people: a path, or a URL without its password. */
  readonly location: string;

  /** Names with at least one version that is not deleted, or with any when `deleted`, sorted. */
  listSubjects(query?: { readonly prefix?: string; readonly deleted?: boolean }): Promise<readonly string[]>;
  getSubject(subject: string): Promise<SubjectState>;
  getSchema(id: number): Promise<StoredSchema | undefined>;
  findSchema(digest: string): Promise<StoredSchema | undefined>;
  /** Versions that have a schema, deleted ones too, by subject and version. */
  listUses(id: number): Promise<readonly SubjectVersion[]>;
  /** Ids of schemas that refer to a version. */
  listReferrers(subject: string, version: number): Promise<readonly number[]>;
  /** How often schemas have been removed for good. While it stays, what was read by id may be kept. */
  countRemovals(): Promise<number>;
  /** For lists of all schemas: by id, in pages. */
  listVersions(query: {
    readonly prefix?: string;
    readonly deleted?: boolean;
    readonly latestOnly?: boolean;
    readonly offset?: number;
    readonly limit?: number;
  }): Promise<readonly SubjectVersion[]>;
  /**
   * @returns the version that was written, for `register`; a schema that is known keeps its id
   */
  writeSubject(write: SubjectWrite, by: By): Promise<SubjectVersion | undefined>;
  getGlobalConfig(): Promise<{ readonly revision: number; readonly config: SubjectConfig }>;
  /** Puts a configuration in place of the former one; of all subjects when `subject` is undefined. */
  writeConfig(subject: string | undefined, revision: number, config: SubjectConfig, by: By): Promise<void>;

  listContracts(): Promise<readonly ContractEntry[]>;
  getVendor(vendor: string): Promise<VendorState>;
  getContract(vendor: string, version: string): Promise<ContractTexts | undefined>;
  writeContract(write: ContractWrite, by: By): Promise<void>;

  listPackages(name: string): Promise<readonly Omit<StoredPackage, 'tarball'>[]>;
  getPackage(name: string, version: string): Promise<StoredPackage | undefined>;
  /** Keeps a package unless there is one with its name and version. @returns what is kept */
  addPackage(built: StoredPackage): Promise<StoredPackage>;

  listTokens(): Promise<readonly TokenEntry[]>;
  /** @param hash SHA-256 of the secret, in hex */
  findToken(hash: string): Promise<TokenEntry | undefined>;
  addToken(token: TokenEntry, hash: string, by: By): Promise<void>;
  /** @returns whether there is such a token, not revoked before */
  revokeToken(id: string, at: number, by: By): Promise<boolean>;

  /**
   * Newest first; all lines of the last millisecond, even when those are more than `limit`.
   *
   * @param query.before lines that were written before that time
   */
  listAudit(query: { readonly before?: number; readonly limit: number }): Promise<readonly AuditEntry[]>;

  /** Everything but tokens, in an order that does not depend on the store: two stores with the same content give the same. */
  export(): AsyncGenerator<Json, void, undefined>;
  /** Fills an empty store with what `export` gave. Ids, versions and times are kept. */
  import(lines: AsyncIterable<Json>, by: By): Promise<void>;
  /** Whether the database answers; for `/readyz`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
