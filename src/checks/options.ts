import type { Origin } from '../deliveries/capture.ts';
import type { Finding } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';

/** What a run of the checks works on. Plain data: it is handed to a worker. */
export interface CheckOptions {
  /** Working folder, absolute: places are shown relative to it. */
  readonly cwd: string;
  /** AsyncAPI documents, absolute paths. */
  readonly contracts: readonly string[];
  readonly captures: readonly CaptureSet[];
  readonly profile: 'tolerant' | 'strict';
  readonly failOn: 'error' | 'warning';
  /** Severity by rule id or by group (`document/*`); the id wins over the group. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Rules that a version newer than this one introduced are off. */
  readonly rulesVersion: string | undefined;
  /** URL registered with a vendor, by vendor. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Secrets shared with a vendor, by vendor. */
  readonly secrets: Readonly<Record<string, readonly Secret[]>>;
  /** Local modules with rules and capture formats, absolute paths. */
  readonly plugins: readonly string[];
  /** Findings from the preparation of the run, to be reported with its own. */
  readonly findings: readonly Finding[];
  /** Public keys in PEM: what one of them has signed is attested. */
  readonly trusted?: string;
  /** Day that approvals are judged by, YYYY-MM-DD in UTC. */
  readonly today: string;
}

/** Options for judging a delivery that is at hand: no files, no secrets, no approvals. */
export function optionsToJudge(cwd = ''): CheckOptions {
  return {
    cwd,
    contracts: [],
    captures: [],
    profile: 'tolerant',
    failOn: 'error',
    severities: {},
    rulesVersion: undefined,
    endpoints: {},
    secrets: {},
    plugins: [],
    findings: [],
    today: '',
  };
}

/** Capture files that share what the files themselves do not say. */
export interface CaptureSet {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly origin?: Origin | undefined;
  readonly vendor?: string | undefined;
  readonly contract?: string | undefined;
  /** The URL that was registered with the vendor: what the vendor signed, whatever a proxy made of it. */
  readonly url?: string | undefined;
  readonly secrets?: readonly Secret[] | undefined;
}

/** A secret's value, with the name it goes by in reports. */
export interface Secret {
  readonly id: string;
  readonly value: string;
}
