import type {
  CommonOptions,
  Delivery,
  InvalidEvent,
  Outcome,
  Received,
  ReceivedEvent,
  Refusal,
  RegisteredUrl,
  SecretList,
  StaticHeader,
  UnknownEvent,
  VerifyFunction,
} from '../api.ts';
import type { Secret } from '../../signatures/verifier.ts';

/** What the inside of a receiver knows of contracts: that they have events. */
export interface AnyContract {
  readonly id: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly authentication: 'signed-url' | 'signed' | 'unsigned';
}

export type AnyOutcome = Outcome<AnyContract>;

/** What handlers get. */
export type AnyEvent = ReceivedEvent<AnyContract> | UnknownEvent | InvalidEvent<AnyContract>;

/** The options of a receiver, before it is known whether they fit the contract. */
export interface AnyOptions extends CommonOptions {
  readonly verify?: VerifyFunction | undefined;
  readonly secrets?: SecretList | (() => Soon<SecretList | undefined>) | undefined;
  readonly url?: RegisteredUrl;
  readonly auth?: StaticHeader | 'none' | undefined;
}

/** A value that may be there already. */
export type Soon<Value> = Value | Promise<Value>;

/** A delivery is the vendor's; `secret` is the one that matched, where there are secrets. */
export interface Authentic {
  readonly secret: Secret | undefined;
}

/** Finds out whether a delivery is the vendor's. Throws and rejects only with what `secrets`, `url` or `verify` do. */
export type Authenticate = (delivery: Delivery) => Soon<Authentic | Refusal>;

/** Takes work that goes on after the answer. */
export type Later = Received['later'];
