import type { Client } from '../api.ts';
import type { GeneratedDefinition } from '../generated-definition.ts';
import type { AnyContract } from './types.ts';

/** A client with its definition. */
export interface Served {
  readonly client: Client<AnyContract>;
  readonly definition: GeneratedDefinition;
}

/** The contracts of a receiver: at least one. */
export type AllServed = readonly [Served, ...Served[]];
