import type { Json } from '../util/json.ts';

declare global {
  /**
   * Payload types of contracts: for each contract, as `<vendor>@<version>`, an interface with the payload type of each
   * event. Generated clients add theirs, so that a program that imports a client has typed examples and samples. It is
   * global because a client must compile where this package is not installed.
   */
  interface CounterfoilContracts {}
}

/** A contract as a test names it: a name, a path, or a generated client. */
export type ContractReference = string | ClientReference;

/** What is needed of a generated client. */
export interface ClientReference {
  /** `<vendor>@<version>`. */
  readonly contract: string;
  readonly events: object;
}

type KnownId = Extract<keyof CounterfoilContracts, string>;

/** The known ids that a name stands for: itself, or all versions of a vendor; none when the name is any text. */
type IdsOf<Name> = string extends Name
  ? never
  : Name extends KnownId
    ? Name
    : Name extends string
      ? Extract<KnownId, `${Name}@${string}`>
      : never;

type EventsOf<Name> = IdsOf<Name> extends infer Id ? (Id extends KnownId ? CounterfoilContracts[Id] : never) : never;

/** The names of a contract's events; any text where nothing is known of the contract. */
export type EventNameOf<Reference extends ContractReference> = Reference extends ClientReference
  ? keyof Reference['events'] & string
  : [IdsOf<Reference>] extends [never]
    ? string
    : NamesIn<EventsOf<Reference>>;

/** The payload type of an event; any JSON where nothing is known of the contract. */
export type PayloadOf<Reference extends ContractReference, Name extends string> = Reference extends ClientReference
  ? PayloadOfClient<Reference['events'], Name>
  : [IdsOf<Reference>] extends [never]
    ? Json
    : MemberOf<EventsOf<Reference>, Name>;

type NamesIn<Events> = Events extends unknown ? keyof Events & string : never;

type MemberOf<Events, Name> = Events extends unknown ? (Name extends keyof Events ? Events[Name] : never) : never;

type PayloadOfClient<Events, Name> = Name extends keyof Events
  ? Events[Name] extends { isValid(value: unknown): value is infer Payload }
    ? Payload
    : Json
  : never;

/** Where a name leads. */
export interface ContractOptions {
  /** Folder that relative paths start from, and from which `counterfoil.yaml` is looked for upwards; the working folder when absent. */
  readonly cwd?: string;
}
