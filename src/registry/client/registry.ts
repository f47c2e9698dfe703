/** A version that a registry has. */
export interface RegistryVersion {
  readonly vendor: string;
  readonly version: string;
  /** Of its structure; undefined where the registry does not record it. */
  readonly digest: string | undefined;
  /** What it says when the version should be left. */
  readonly deprecated?: { readonly successor?: string; readonly reason?: string };
}

/** A contract as a registry gives it: texts of a stranger, or a file of a folder. */
export type Brought =
  | { readonly kind: 'texts'; readonly document: string; readonly scenarios: string | undefined }
  | { readonly kind: 'file'; readonly file: string };

/** Where contracts come from: a server, a folder, or a state of a git repository. Methods reject with `RunError`. */
export interface Registry {
  /** For people, without secrets. */
  readonly name: string;
  vendors(): Promise<readonly string[]>;
  /** Every version of a vendor, in any order; none when it is not known. */
  versions(vendor: string): Promise<readonly RegistryVersion[]>;
  get(vendor: string, version: string): Promise<Brought>;
  /** Removes what was made for reading. */
  close(): void;
}
