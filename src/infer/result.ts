import type { Finding, Place } from '../findings/finding.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';
import type { FoundSelector } from './selector/find-selector.ts';

/** A file of the contract. */
export interface ContractFile {
  /** Relative, with `/`: `asyncapi/cafe/1.0.0/asyncapi.yaml`. */
  readonly path: string;
  readonly content: string;
}

/** What was found of one event. */
export interface InferredEvent {
  readonly name: string;
  /** Deliveries that it rests on. */
  readonly count: number;
  /** Properties of its payload, at all depths, those of models included once. */
  readonly properties: number;
  readonly examples: number;
  /** Guesses on little evidence, with the place in the payload. */
  readonly doubts: readonly Guess[];
}

/** A guess that somebody should look at. */
export interface Guess {
  /** JSON Pointer; `*` stands for an item, or any key of a map; behind `#`, in JSON inside a text. */
  readonly pointer: string;
  readonly message: string;
}

/** A model that events share. */
export interface InferredModel {
  readonly name: string;
  /** Objects that it rests on. */
  readonly count: number;
  readonly doubts: readonly Guess[];
}

/** Captures that were not used, for one reason. */
export interface LeftOut {
  readonly reason: string;
  readonly count: number;
  /** The first of them. */
  readonly place: Place;
}

/** How the vendor proves that a delivery is its own, as far as it was found. */
export type InferredAuthentication =
  | { readonly kind: 'signature'; readonly scheme: SignatureScheme; readonly fitting: number; readonly tried: number }
  /** A header whose value never changes. */
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Where a delivery says which one it is, as far as it was found: places as `x-delivery` has them. */
export interface FoundDelivery {
  /** Never the same for two bodies. */
  readonly id?: string;
  /** When the event happened. */
  readonly order?: string;
  /** What the event is about: the same in several deliveries. */
  readonly orderKey?: string;
  /** Deliveries that came before with the same id and body. */
  readonly repeated: number;
}

/** A contract inferred from captures. */
export interface InferredContract {
  /** `<vendor>@<version>`. */
  readonly id: string;
  /** Captures that were used. */
  readonly captures: number;
  readonly selector: FoundSelector;
  readonly authentication: InferredAuthentication;
  readonly delivery: FoundDelivery;
  readonly events: readonly InferredEvent[];
  readonly models: readonly InferredModel[];
  readonly leftOut: readonly LeftOut[];
  /** What could not be read in the capture files. */
  readonly findings: readonly Finding[];
  readonly files: readonly ContractFile[];
}
