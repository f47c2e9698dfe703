import type { ChallengeRule } from '../signatures/handshake.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';
import type { SchemaSet } from './schema-set.ts';

export type { SchemaSet } from './schema-set.ts';

/**
 * What a generated client tells the runtime about its contract. Generated code writes a `GeneratedDefinition`; it is no public
 * interface and may change with every version, because each client carries its own runtime.
 */
export interface ClientDefinition extends SchemaSet {
  readonly vendor: string;
  readonly version: string;
  /** JSON Pointers as their tokens, headers in lower case. */
  readonly selector: readonly Location[];
  readonly authentication:
    | { readonly kind: 'signature'; readonly scheme: SignatureScheme }
    | { readonly kind: 'header'; readonly header: string }
    | { readonly kind: 'none' };
  readonly delivery: DeliveryDefinition;
  readonly events: Readonly<Record<string, EventDefinition>>;
}

/** A place in a delivery: a JSON Pointer as its tokens, or a header in lower case. */
export type Location = { readonly pointer: readonly string[] } | { readonly header: string };

export interface DeliveryDefinition {
  /** Status codes or classes that count as success; every 2xx when absent. */
  readonly success?: readonly string[];
  /** Where the delivery's own id stands. */
  readonly id?: Location;
  /** Where the value stands that orders deliveries. */
  readonly order?: Location;
  /** What `order` orders: deliveries with the same value here are about the same thing. */
  readonly orderKey?: Location;
  readonly handshake?: Handshake;
}

/**
 * How the vendor asks whether the endpoint is ours, before it sends anything: the content of `x-delivery`'s `handshake`,
 * as it stands there. A request that has no text at `challenge`, or comes by another method, is none.
 */
export interface Handshake extends ChallengeRule {
  readonly method: 'GET' | 'POST';
}

export interface EventDefinition {
  /** Upper case. */
  readonly method: string;
  /** One entry per part of the selector: the values it has for this event, or null when it does not matter. */
  readonly match: readonly (readonly string[] | null)[];
  /** The generated function: whether a payload is valid in the tolerant profile. */
  readonly isValid: (value: unknown) => boolean;
  /** Key of the payload's schema in `schemas`. */
  readonly schema: string;
}
