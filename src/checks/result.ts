import type { Finding } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';
import type { Severity } from '../findings/severity.ts';

/**
 * What one run of the checks found. Plain data: it survives `structuredClone` and `JSON.stringify`. It holds no time of
 * day and no absolute path, so that two runs over the same input are equal byte for byte.
 */
export interface CheckResult {
  /** Version of counterfoil that made the result. */
  readonly toolVersion: string;
  /** `fail` when a finding is as grave as `failOn` or graver. */
  readonly verdict: 'pass' | 'fail';
  readonly failOn: 'error' | 'warning';
  readonly profile: 'tolerant' | 'strict';
  /** Sorted by id. */
  readonly contracts: readonly ContractReport[];
  /** Sorted by file, then by contract. */
  readonly captureFiles: readonly CaptureFileReport[];
  /** In the order of `compareFindings`. */
  readonly findings: readonly Finding[];
  /** The catalog rows of the rules that `findings` name, sorted by id: those of local modules too. */
  readonly rules: readonly Rule[];
  /** How many findings there are of each severity, repeated occurrences counted once. */
  readonly counts: Readonly<Record<Severity, number>>;
}

/** What was checked for one contract, and how it went. */
export interface ContractReport {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  readonly title: string;
  /** The AsyncAPI document's own file. */
  readonly file: string;
  /** How many events the contract has. */
  readonly events: number;
  /** How many of them the vendor's documentation names without an example. */
  readonly documentedByNameOnly: number;
  readonly examples: Tally;
  /** Every example that was checked, in document order. */
  readonly exampleReports: readonly ExampleReport[];
  readonly captures: CaptureTallies;
  readonly signatures: SignatureTally;
  /** Findings that name this contract, by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
}

/** One example of one event. */
export interface ExampleReport {
  readonly event: string;
  readonly example: string;
  readonly passed: boolean;
}

/** The captures of one file that belong to one contract: a file that holds captures of two contracts has two reports. */
export interface CaptureFileReport {
  readonly file: string;
  /** Undefined for captures that belong to no contract, and for a file that could not be read. */
  readonly contract: string | undefined;
  readonly captures: CaptureTallies;
}

/** How many were checked and how many of those passed. */
export interface Tally {
  readonly passed: number;
  readonly total: number;
}

/**
 * Where captures come from, with live ones told apart by who says so: `liveAttested` were signed by our gateway,
 * `liveClaimed` are live by their file's word alone. A capture that does not state its origin is never live.
 */
export type CaptureOrigin = 'liveAttested' | 'liveClaimed' | 'documented' | 'simulated' | 'notStated';

/** All origins, the one that proves most first. */
export const captureOrigins: readonly CaptureOrigin[] = [
  'liveAttested',
  'liveClaimed',
  'documented',
  'simulated',
  'notStated',
];

/** Captures by origin; an origin is never added to another. */
export type CaptureTallies = Readonly<Record<CaptureOrigin, Tally>>;

/** What became of the signatures of a contract's captures. `notChecked`: no secret is configured, or the capture holds no headers. */
export interface SignatureTally {
  readonly verified: number;
  readonly failed: number;
  readonly notChecked: number;
}
