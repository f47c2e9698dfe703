import type { JsonSchema, SchemaBundle } from '../json-schema/schema.ts';
import type { ChallengeRule } from '../signatures/handshake.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';
import type { Json } from '../util/json.ts';

/**
 * One AsyncAPI document, resolved: one vendor at one version. Everything downstream reads this and never the YAML.
 */
export interface Contract {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly vendor: string;
  /** Semantic version of the contract. */
  readonly version: string;
  readonly title: string;
  readonly description: string | undefined;
  /** The AsyncAPI document's own file. */
  readonly file: string;
  /** In document order. */
  readonly events: readonly ContractEvent[];
  /** Shared models, by name, in order of first use. */
  readonly models: readonly Model[];
  readonly selector: readonly SelectorPart[];
  readonly authentication: Authentication;
  /** JSON Schema for the URL that may be registered with the vendor, from `x-endpoint-url`. */
  readonly endpointUrl: JsonSchema | undefined;
  readonly delivery: DeliveryBehaviour;
  /** All payload schemas, header schemas and models, referring only to one another. */
  readonly schemas: SchemaBundle;
  /** Where this version corrects our own reading of the vendor, from `x-corrections`. */
  readonly corrections: readonly Correction[];
  /** Where the vendor's documents disagree, from `x-contradictions`. */
  readonly contradictions: readonly Contradiction[];
  /** Path of `scenarios.yaml`, when there is one. */
  readonly scenarios: string | undefined;
}

/** A difference to the version before that is no change of the vendor's: we had read its documentation wrong. */
export interface Correction {
  /** Event that it concerns; all of them when absent. */
  readonly event?: string;
  /** JSON Pointer into the payload, or into the contract: `/selector`, `/delivery/timeout`. Covers what is below; everything when absent. */
  readonly pointer?: string;
  readonly reason: string;
}

/** Two statements of the vendor's documents that cannot both be right, and what the contract has. Texts are CommonMark. */
export interface Contradiction {
  readonly one: string;
  /** Absent when `one` says both. */
  readonly other?: string;
  readonly decision: string;
}

/** One message of the contract. */
export interface ContractEvent {
  /** Key of the message in the document, e.g. `visit.created`. */
  readonly name: string;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  /** HTTP method of the delivery, from the operation's HTTP binding. */
  readonly method: string;
  readonly contentType: string;
  /** Name of the payload schema in `schemas.definitions`. */
  readonly payload: string;
  /** Name of the header schema in `schemas.definitions`. */
  readonly headers: string | undefined;
  /** One entry per part of the contract's selector: the values it has for this event, or undefined when it does not matter. */
  readonly match: readonly (readonly string[] | undefined)[];
  readonly examples: readonly Example[];
  readonly source: Source | undefined;
}

/** A payload taken from the vendor's documentation. */
export interface Example {
  readonly name: string;
  readonly summary: string | undefined;
  readonly payload: Json;
  /** Header values, when the documentation shows them. */
  readonly headers: Readonly<Record<string, Json>> | undefined;
  readonly source: ExampleSource | undefined;
}

/** A schema shared between events; its file name is its name. */
export interface Model {
  /** Name in `schemas.definitions`. */
  readonly name: string;
  readonly file: string;
}

/** One place where a delivery says which event it is. */
export type SelectorPart =
  | { readonly kind: 'pointer'; readonly pointer: string }
  | { readonly kind: 'header'; readonly header: string };

/** How a delivery proves where it comes from. */
export type Authentication =
  | { readonly kind: 'signature'; readonly scheme: SignatureScheme }
  /** A header with a fixed value that the receiver's owner configures with the vendor. */
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'none' };

/** The content of `x-delivery`; every part is absent when the vendor does not document it. */
export interface DeliveryBehaviour {
  /** Status codes or classes that count as success: `200`, `2xx`. */
  readonly success?: readonly string[];
  /** Status codes or classes that count as failure where that is said apart, e.g. `3xx`. */
  readonly failure?: readonly string[];
  /** How long the vendor waits for the answer, in seconds. */
  readonly timeout?: number;
  readonly retries?: {
    /** Greatest number of further attempts. */
    readonly max: number;
    /** Waits before each further attempt, in seconds, when documented. */
    readonly spacing?: readonly number[];
  };
  /** When the vendor stops sending: after this many seconds of failures. */
  readonly switchOff?: { readonly after: number };
  /** Where a delivery's own id stands: `/id` or `header:<name>`. */
  readonly id?: string;
  /** Where the time stands that orders deliveries. */
  readonly order?: string;
  /** What `order` orders: deliveries with the same value here are about the same thing. `/data/id` or `header:<name>`. */
  readonly orderKey?: string;
  readonly handshake?: Handshake;
}

/** How the vendor asks whether the endpoint is its owner's, before it sends anything: by a challenge that it expects back. */
export interface Handshake extends ChallengeRule {
  readonly method: 'GET' | 'POST';
}

/** Where a statement comes from: the content of `x-source`. */
export interface Source {
  /** `seed`: a vendor's document that the contract was written from; `other`: other public documentation; `live`: captures. */
  readonly kind: 'seed' | 'other' | 'live';
  readonly document: string;
  /** SHA-256 of the document's text, in hex. */
  readonly sha256?: string;
  readonly section?: string;
  readonly note?: string;
}

export interface ExampleSource extends Source {
  readonly repairs: readonly Repair[];
}

/** A change made to the documented text, so that it is JSON and holds no web-page artefact. */
export interface Repair {
  /** `syntax`: the text was not JSON; `value`: a value was replaced. */
  readonly kind: 'syntax' | 'value';
  /** JSON Pointer into the example. */
  readonly pointer: string;
  readonly was: string;
  readonly became: string;
  readonly reason: string;
}
