import type { ChallengeAnswer } from '../../signatures/handshake.ts';
import type { Json } from '../../util/json.ts';
import type { JudgedViolation } from '../engine.ts';

/**
 * What is known of who sent a delivery. `not-checked`: the vendor signs, but the mock has no secret of it; `none`: the
 * vendor signs nothing.
 */
export type SignatureState = 'valid' | 'wrong' | 'missing' | 'not-checked' | 'none';

/** Why a delivery is refused, in one word. `busy` and `quota` say nothing about the delivery itself. */
export type RefusalReason =
  | 'no-endpoint'
  | 'method'
  | 'too-large'
  | 'signature'
  | 'content-type'
  | 'content-encoding'
  | 'not-json'
  | 'unknown-event'
  | 'invalid'
  | 'undocumented'
  | 'preference'
  | 'quota'
  | 'busy'
  | 'failed';

/** Everything that is wrong at one place of a delivery. */
export interface ViolationGroup {
  readonly in: JudgedViolation['in'];
  /** JSON Pointer into the payload; for headers the name of the header as a pointer. */
  readonly pointer: string;
  /** JSON Pointer into the JSON that the text at `pointer` holds. */
  readonly inner?: string;
  /** What was there, where it is known; long values are shortened. */
  readonly actual?: Json;
  readonly problems: readonly {
    readonly keyword?: string;
    readonly message: string;
    /** What the keyword demands. */
    readonly expected?: Json;
  }[];
}

/** Something that the contract lets through but does not describe. */
export interface Warning {
  readonly kind: 'property' | 'value';
  readonly pointer: string;
  readonly inner?: string;
  readonly message: string;
}

/** What a mock finds out about one delivery. */
export interface Verdict {
  readonly accepted: boolean;
  /** Status code of the answer, unless a fault was asked for. */
  readonly status: number;
  /** Set exactly when the delivery is refused. */
  readonly reason?: RefusalReason;
  /** A sentence for a person: why it is refused. May quote the delivery. */
  readonly detail?: string;
  /** `<vendor>@<version>`; absent where nothing is served at the path. */
  readonly contract?: string;
  /** Absent when it is not known. */
  readonly event?: string;
  /** Name of the event that a delivery of an unknown event resembles most. */
  readonly nearest?: string;
  readonly signature: SignatureState;
  /** The first places; `moreViolations` says how many more there are. */
  readonly violations: readonly ViolationGroup[];
  readonly moreViolations: number;
  readonly warnings: readonly Warning[];
  /** Two validators differ: a bug in one of them. Holds no value of the payload. */
  readonly disagreement?: string;
  /** Set when the request was the vendor's handshake, not a delivery: what is sent back. */
  readonly handshake?: ChallengeAnswer;
  /** Headers of the answer beside the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A verdict of refusal; what is not known of the delivery is left out. */
export function refusal(
  status: number,
  reason: RefusalReason,
  detail: string,
  more: Partial<Omit<Verdict, 'accepted' | 'status' | 'reason' | 'detail'>> = {},
): Verdict {
  return {
    accepted: false,
    status,
    reason,
    detail,
    signature: 'none',
    violations: [],
    moreViolations: 0,
    warnings: [],
    ...more,
  };
}
