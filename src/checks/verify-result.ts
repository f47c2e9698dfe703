import type { Deviation } from '../deliveries/identify-result.ts';
import type { InputKind, InputProblem } from '../deliveries/parse-input.ts';
import type { Finding, Place } from '../findings/finding.ts';
import type { Diagnosis } from '../signatures/diagnose.ts';

/** Which deliveries to verify, and by what. Plain data: it is handed to a worker. */
export interface VerifyOptions {
  readonly input: string | Uint8Array;
  /** The name that places in the input get. */
  readonly file: string;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** Contracts that say how deliveries are signed, as for `resolveTargets`; the shipped ones when undefined. */
  readonly contracts: readonly string[] | undefined;
  /** As it is registered with the vendor; the one in the capture when undefined. */
  readonly url: string | undefined;
  readonly secrets: readonly { readonly id?: string; readonly value: string }[];
}

/** What became of the signatures in an input. Plain data, which holds no secret. */
export interface VerifyRun {
  /** What the input was taken for; undefined when it is nothing that can be read. */
  readonly kind: InputKind | undefined;
  /** What in the input could not be read. */
  readonly problems: readonly InputProblem[];
  /** One entry per delivery in the input, in order. */
  readonly deliveries: readonly VerifiedDelivery[];
  /** Errors of contracts that could not be loaded: they took no part. */
  readonly findings: readonly Finding[];
}

/** What became of one signature. */
export interface VerifiedDelivery {
  /** Where the delivery stands in the input. */
  readonly place: Place;
  /** The contract whose scheme was used. */
  readonly contract: string | undefined;
  readonly result: Diagnosis | Unverified;
  /** What the signature says nothing of, and a receiver should know: a name that stands twice in one object of the body. */
  readonly warnings: readonly Deviation[];
}

/** There is nothing to verify, or no way to. */
export interface Unverified {
  readonly status: 'unverified';
  readonly message: string;
  readonly advice: readonly string[];
}
