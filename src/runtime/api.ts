/**
 * The public types of generated clients. This file imports nothing: a client carries its declarations as they are.
 *
 * @module
 */

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Names and values in the order in which they came; names in any case, a name more than once. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** One HTTP request that a vendor makes. */
export interface Delivery {
  /** Upper case. */
  readonly method: string;
  /** As the receiver saw it, which need not be what the vendor was told. */
  readonly url: string;
  readonly headers: Headers;
  /** The raw bytes, as they were received. */
  readonly body: Uint8Array;
}

/** One way in which a payload breaks its schema. */
export interface Violation {
  /** JSON Pointer (RFC 6901) into the payload; for JSON inside a string, the pointer of the string. */
  readonly pointer: string;
  /** JSON Pointer into the JSON that the string at `pointer` holds, when that is where it breaks. */
  readonly inner?: string;
  /** The JSON Schema keyword that fails. */
  readonly keyword: string;
  /** A sentence part without the place: `must be a string, got number 12`. */
  readonly message: string;
  /** What the keyword demands. */
  readonly expected: Json;
  /** What was there; long values are shortened. */
  readonly actual: Json;
}

/** What a payload has and its schema does not describe: accepted in the tolerant profile, reported in the strict one. */
export interface Undocumented {
  /** `property`: a property that nobody names; `value`: none of the known values of an open set. */
  readonly kind: 'property' | 'value';
  readonly pointer: string;
  readonly inner?: string;
  /** What was there; long values are shortened. */
  readonly actual: Json;
}

/** Validates payloads of one event. Implements Standard Schema 1 (https://standardschema.dev). */
export interface Validator<Payload> {
  /** Tolerant profile: whether receivers can work with the payload. Never throws. */
  isValid(value: unknown): value is Payload;
  /** The ways in which the value breaks the schema, 200 at most; empty exactly when `isValid` says true. */
  violations(value: unknown): readonly Violation[];
  /** Strict profile: what the schema does not describe. */
  undocumented(value: unknown): readonly Undocumented[];
  readonly '~standard': StandardSchema<Payload>;
}

/** The part of Standard Schema 1 that a validator has. */
export interface StandardSchema<Output> {
  readonly version: 1;
  readonly vendor: 'counterfoil';
  readonly validate: (
    value: unknown,
  ) =>
    | { readonly value: Output; readonly issues?: undefined }
    | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };
  readonly types?: { readonly input: Output; readonly output: Output } | undefined;
}

/** What the types of a client know about its contract. */
export interface ContractTypes {
  /** `<vendor>@<version>`. */
  readonly id: string;
  /** Payload types by event. */
  readonly events: object;
  /**
   * `signed-url`: deliveries are signed, over the URL too; `signed`: signed over something else; `unsigned`: the vendor
   * signs nothing.
   */
  readonly authentication: 'signed-url' | 'signed' | 'unsigned';
}

/** The names of the events of a contract. */
export type EventName<Contract extends ContractTypes> = Contract extends ContractTypes
  ? keyof Contract['events'] & string
  : never;

/** The payload type of an event. */
export type Payload<
  Contract extends ContractTypes,
  Name extends string = EventName<Contract>,
> = Contract extends ContractTypes ? (Name extends keyof Contract['events'] ? Contract['events'][Name] : never) : never;

/** A delivery that was verified, recognised and validated. Told apart by `name`, and by `contract` with several. */
export type ReceivedEvent<
  Contract extends ContractTypes,
  Name extends string = EventName<Contract>,
> = Contract extends ContractTypes
  ? Name extends keyof Contract['events']
    ? ReceivedEventOf<Contract['id'], Name, Contract['events'][Name]>
    : never
  : never;

export interface ReceivedEventOf<Id, Name, EventPayload> extends Received {
  readonly kind: 'event';
  readonly contract: Id;
  readonly name: Name;
  readonly payload: EventPayload;
  /** Whether a later state of the same thing has been received before; undefined when the contract or the delivery does not say. */
  readonly stale: boolean | undefined;
}

/** What all deliveries have in common that were verified and hold JSON. */
export interface Received {
  /** The delivery's own id where the contract says where it stands, else the SHA-256 of the body in hex. */
  readonly deliveryId: string;
  /** Id of the secret that matched, where secrets have ids. */
  readonly secretId: string | undefined;
  readonly delivery: Delivery;
  /**
   * Goes on after the answer, which is then 202: rejections go to `onError`. On edge runtimes the work is handed to
   * `waitUntil`, when the platform passes one to `fetch`.
   */
  later(work: Promise<unknown>): void;
}

/** A verified delivery of an event that the contract does not have. */
export interface UnknownEvent extends Received {
  readonly kind: 'unknown-event';
  /** What the delivery says where the contract's selector looks: one entry for each place, undefined where nothing is. */
  readonly selector: readonly (string | undefined)[];
  readonly payload: Json;
}

/** A verified delivery of a known event whose payload breaks its schema. */
export interface InvalidEvent<Contract extends ContractTypes> extends Received {
  readonly kind: 'invalid';
  readonly contract: Contract['id'];
  readonly name: EventName<Contract>;
  readonly payload: Json;
  readonly violations: readonly Violation[];
}

/** The vendor asks whether the endpoint is its owner's: answer with status 200, this content type and this body. */
export interface HandshakeRequest {
  readonly kind: 'handshake';
  readonly contentType: string;
  readonly body: string;
}

/** A delivery that was not accepted as one of the vendor's. */
export interface Refusal {
  readonly kind: 'refused';
  /** HTTP status of the answer. */
  readonly status: 400 | 401 | 405 | 413 | 415;
  readonly reason:
    | 'not-json'
    | 'signature-missing'
    | 'signature-malformed'
    | 'signature-mismatch'
    | 'signature-no-timestamp'
    | 'signature-too-old'
    | 'credential-missing'
    | 'credential-wrong'
    | 'method'
    | 'too-large'
    | 'content-type'
    | 'content-encoding';
  /** For the receiver's owner: what is wrong and what to do. The vendor does not get it. */
  readonly message: string;
}

/** What `verifyAndParse` finds out. */
export type Outcome<Contract extends ContractTypes> =
  | ReceivedEvent<Contract>
  | UnknownEvent
  | InvalidEvent<Contract>
  | HandshakeRequest
  | Refusal;

/** A contract that a receiver can serve: validators by event, and what is needed to verify deliveries. */
export interface Client<Contract extends ContractTypes> {
  readonly contract: Contract['id'];
  readonly vendor: string;
  /** Semantic version of the contract. */
  readonly version: string;
  readonly events: { readonly [Name in keyof Contract['events']]: Validator<Contract['events'][Name]> };
  /** Tells TypeScript which contract it is; nothing is there when the program runs. */
  readonly types?: Contract;
  /**
   * Recognises and validates a payload that was verified elsewhere. Only the recognised event's validator runs.
   *
   * @param headers for contracts whose selector looks at headers
   */
  parse(payload: unknown, headers?: Headers): ParsedPayload<Contract>;
}

/** What `parse` finds out. */
export type ParsedPayload<Contract extends ContractTypes> =
  | ParsedEvent<Contract>
  | { readonly kind: 'invalid'; readonly name: EventName<Contract>; readonly violations: readonly Violation[] }
  | { readonly kind: 'unknown-event'; readonly selector: readonly (string | undefined)[] };

type ParsedEvent<Contract extends ContractTypes> = Contract extends ContractTypes
  ? {
      [Name in keyof Contract['events']]: {
        readonly kind: 'event';
        readonly name: Name;
        readonly payload: Contract['events'][Name];
      };
    }[keyof Contract['events']]
  : never;

/** One secret, or several while they are changed; `id` tells which one matched. */
export type SecretList = string | readonly (string | { readonly id: string; readonly value: string })[];

/**
 * Secrets, or a function that finds them at each delivery, so that they can change without a restart. `undefined` is
 * allowed here because environment variables have that type; it is refused at the start.
 */
export type Secrets = SecretList | undefined | (() => SecretList | undefined | Promise<SecretList | undefined>);

/**
 * The URL as it is registered with the vendor, which signs it: not what a proxy made of it. Several are tried in turn.
 */
export type RegisteredUrl = UrlList | undefined | ((delivery: Delivery) => UrlList | Promise<UrlList>);

type UrlList = string | readonly string[];

/** Verifies a delivery in a way of its own: whether it is the vendor's, or the id of the secret that matched. */
export type VerifyFunction = (
  delivery: Delivery,
) => boolean | { readonly secretId: string } | Promise<boolean | { readonly secretId: string }>;

export type ReceiverOptions<Contract extends ContractTypes> = Authentication<Contract['authentication']> &
  CommonOptions;

/**
 * How deliveries are authenticated; one of the ways is required, so that no endpoint is open by accident. Of several
 * contracts the one that demands most decides.
 */
export type Authentication<Kind> =
  | { readonly verify: VerifyFunction; readonly secrets?: never; readonly url?: never; readonly auth?: never }
  | ('signed-url' extends Kind
      ? { readonly secrets: Secrets; readonly url: RegisteredUrl; readonly verify?: never; readonly auth?: never }
      : 'signed' extends Kind
        ? { readonly secrets: Secrets; readonly url?: RegisteredUrl; readonly verify?: never; readonly auth?: never }
        : {
            readonly auth: StaticHeader | 'none';
            readonly secrets?: never;
            readonly url?: never;
            readonly verify?: never;
          });

/** A header with a fixed value that the vendor was told to send. */
export interface StaticHeader {
  /** The contract's header when absent. */
  readonly header?: string;
  readonly secret: Secrets;
}

export interface CommonOptions {
  /** Most bytes of a body, before and after `Content-Encoding`; 1,048,576 when absent. */
  readonly limit?: number;
  /** `reject` answers 422 to payloads that break their schema; when absent they are accepted and handed to `onInvalid`. */
  readonly onInvalid?: 'reject';
  /** Remembers deliveries, so that each is handled once. */
  readonly dedupe?: DedupeStore;
  readonly report?: ReportSink;
  /** Greatest age or lead of a signed timestamp in seconds; the contract's when absent. */
  readonly tolerance?: number;
  /** Gets what handlers throw; writes to `console.error` when absent. What it throws itself is dropped. */
  readonly onError?: (error: unknown, delivery: Delivery) => unknown;
  /** Unix time in milliseconds; `Date.now` when absent. */
  readonly now?: () => number;
}

/**
 * Remembers ids of deliveries. A delivery is claimed before it is handled, done when it was, and released when its
 * handler failed, so that the vendor's next attempt is handled.
 */
export interface DedupeStore {
  /** `new`: nobody had it, it is now claimed; `pending`: claimed by another attempt that is not done; `done`: handled. */
  claim(id: string): 'new' | 'pending' | 'done' | Promise<'new' | 'pending' | 'done'>;
  /** Awaited, like `release`. */
  done(id: string): unknown;
  release(id: string): unknown;
}

/** Gets what a receiver notices. Called after the answer is decided; what it throws is dropped. */
export interface ReportSink {
  /**
   * One delivery and what was found about it. `event` is undefined when it was refused or not recognised; `rules` are
   * rule ids of findings (`capture/payload`, `drift/unknown-value`), each as often as it was found.
   */
  delivery(report: DeliveryReport): void;
  /** Whether the strict profile shall look at this delivery, for drift; never when absent. */
  wantsDrift?(): boolean;
  /**
   * Takes personal data out of a payload. `createReport` brings it along, so that a receiver that reports nothing does
   * not carry it; no payload gets to a sink without it. Undefined when the payload cannot be followed. Never throws.
   *
   * @param schemas a client's schemas with their formats; `key` is the one of the payload's schema
   */
  redact?(schemas: unknown, key: string, payload: unknown): Json | undefined;
}

export interface DeliveryReport {
  readonly vendor: string;
  readonly contract: string | undefined;
  readonly event: string | undefined;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Time from the first look to the answer in seconds. */
  readonly duration: number;
  /** Findings: rule id and where, without values. */
  readonly findings: readonly { readonly rule: string; readonly pointer?: string }[];
  /** The payload without personal data, when `wantsDrift` said yes, the sink has `redact`, and it was recognised. */
  readonly redacted: Json | undefined;
}

/**
 * Makes a sink that counts deliveries and findings, and keeps some captures without personal data. Its memory is bounded
 * whatever is delivered; nothing in it waits or throws.
 *
 * @throws {TypeError} when an option is out of its range
 */
export type CreateReport = (options?: ReportOptions) => Report;

export interface ReportOptions {
  /** Share of deliveries that the strict profile looks at and captures are kept of, from 0 to 1; 0.01 when absent. */
  readonly sample?: number;
  /** Most captures kept until they are taken; 100 when absent. Those with findings and those without share it. */
  readonly captures?: number;
  /** Unix time in milliseconds; `Date.now` when absent. */
  readonly now?: () => number;
  /** A number from 0 up to 1; `Math.random` when absent. */
  readonly random?: () => number;
}

export interface Report extends ReportSink {
  /** What was counted since the start. */
  snapshot(): ReportSnapshot;
  /** The same in the text format of Prometheus, version 0.0.4. */
  prometheus(): string;
  /**
   * The captures that were kept, as the text of an `.ndjson` file that `counterfoil check --captures` reads, and forgets
   * them. Empty when there are none.
   */
  captures(): string;
}

/** Counts. `event` is `unknown` where none was recognised. */
export interface ReportSnapshot {
  readonly deliveries: readonly {
    readonly vendor: string;
    readonly event: string;
    readonly status: number;
    readonly count: number;
  }[];
  readonly findings: readonly {
    readonly vendor: string;
    readonly event: string;
    readonly rule: string;
    readonly count: number;
  }[];
  readonly durations: readonly ReportedDurations[];
  /** `waiting`: kept; `left`: not kept because there were too many, or too long. */
  readonly captures: { readonly waiting: number; readonly left: number };
}

export interface ReportedDurations {
  readonly vendor: string;
  readonly count: number;
  /** In seconds. */
  readonly sum: number;
  /** How many deliveries took at most so many seconds. */
  readonly buckets: readonly { readonly most: number; readonly count: number }[];
}

type Handler<Event> = (event: Event) => unknown;

/** An endpoint for the deliveries of one vendor. Safe to share between requests. */
export interface Receiver<Contract extends ContractTypes> {
  /** Handles events by name. Several handlers of an event run one after the other. */
  on<Name extends EventName<Contract>>(
    name: Name | readonly Name[],
    handler: Handler<ReceivedEvent<Contract, Name>>,
  ): this;
  /** Handles every known event, after its own handlers. */
  onAny(handler: Handler<ReceivedEvent<Contract>>): this;
  onUnknownEvent(handler: Handler<UnknownEvent>): this;
  onInvalid(handler: Handler<InvalidEvent<Contract>>): this;
  /** Told of deliveries that were refused, with the reason. Cannot change the answer. */
  onRefused(handler: (refusal: Refusal, delivery: Delivery) => unknown): this;
  /** Web standard: Hono, Bun, Deno, Workers, Next. Bound. Never rejects. */
  readonly fetch: (request: RequestLike, ...platform: unknown[]) => Promise<PlatformResponse>;
  /** `node:http`, Express, Fastify's raw objects. Bound. Never rejects. */
  readonly node: (request: NodeRequest, response: NodeResponse) => Promise<void>;
  /** Verifies, recognises and validates; calls no handler. Rejects only when `secrets`, `url` or `verify` throw. */
  verifyAndParse(delivery: Delivery): Promise<Outcome<Contract>>;
}

/** What is needed of a web standard `Request`. */
export interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: { forEach(each: (value: string, name: string) => void): void };
  /** A `ReadableStream` of bytes, or null. */
  readonly body: unknown;
  readonly bodyUsed?: boolean;
}

/** The platform's own `Response`. */
export type PlatformResponse = typeof globalThis extends { Response: { prototype: infer Known } } ? Known : object;

/** What is needed of `http.IncomingMessage`. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly rawHeaders: string[];
  /** Set by Express, which takes the path of a mounted router off `url`. */
  readonly originalUrl?: string;
  readonly socket?: object;
  /** Set by platforms and parsers that keep the bytes. */
  readonly rawBody?: unknown;
  readonly body?: unknown;
  readonly readableDidRead?: boolean;
  [Symbol.asyncIterator](): AsyncIterator<unknown>;
}

/** What is needed of `http.ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

/** The contract of a client, or those of several. */
export type ContractOf<Clients> = Clients extends readonly (infer One)[]
  ? ContractOf<One>
  : Clients extends { readonly types?: infer Contract }
    ? Extract<Contract, ContractTypes>
    : never;

/** Any client, also one that was generated apart and so has declarations of its own. */
export interface AnyClient {
  readonly contract: string;
  readonly vendor: string;
  readonly version: string;
  readonly types?: ContractTypes;
}

/**
 * Makes the endpoint for a contract, or for several versions of one: of versions that accept a payload, the first in the
 * list wins.
 *
 * @throws {TypeError} when the clients are of several vendors, and when the options leave out how deliveries are
 *   authenticated, or name a secret that is empty or not written as the contract demands
 */
export type CreateReceiver = <const Clients extends AnyClient | readonly AnyClient[]>(
  clients: Clients,
  options: ReceiverOptions<ContractOf<Clients>>,
) => Receiver<ContractOf<Clients>>;

/** Bounds of a store in memory. */
export interface MemoryStoreOptions {
  /** Most deliveries that are remembered; the oldest are forgotten first. 10,000 when absent. */
  readonly most?: number;
  /** How long one is remembered, in seconds; 86,400 when absent. */
  readonly ttl?: number;
  /** How long one may take to handle until another attempt may try, in seconds; 900 when absent. */
  readonly lease?: number;
}

/** Makes a store for `dedupe` that forgets with the process. Several processes need a store that they share. */
export type MemoryStore = (options?: MemoryStoreOptions) => DedupeStore;
