import type { Delivery } from '../../deliveries/delivery.ts';
import type { RefusalReason, SignatureState, Verdict, ViolationGroup, Warning } from '../server/verdict.ts';

/** A delivery that a mock has answered. */
export interface MockDelivery {
  /** Counts from 1 in each list. */
  readonly id: number;
  /** When it had come whole, in RFC 3339. */
  readonly at: string;
  /** Name of the space that it came to. */
  readonly space?: string;
  readonly method: string;
  /** As it came, with its query. */
  readonly path: string;
  /** `<vendor>@<version>`; absent where nothing is served at the path. */
  readonly contract?: string;
  readonly event?: string;
  readonly nearest?: string;
  /** Set when it was the vendor's handshake: what was sent back. */
  readonly handshake?: Verdict['handshake'];
  readonly verdict: 'accepted' | 'refused';
  readonly reason?: RefusalReason;
  readonly detail?: string;
  /** Status code that was answered. */
  readonly status: number;
  /** Status code that a fault put in place of the verdict's: where it was asked for. */
  readonly fault?: 'prefer' | 'configured';
  readonly signature: SignatureState;
  readonly violations: readonly ViolationGroup[];
  readonly moreViolations: number;
  readonly warnings: readonly Warning[];
  /** Two validators differ: a bug in one of them. */
  readonly disagreement?: string;
  /** From the first header to the answer, in seconds. */
  readonly duration: number;
  /** As they came, without the values of those that hold a secret. */
  readonly headers: Delivery['headers'];
  /** Size of the body, in bytes. */
  readonly bytes: number;
  /** The body as text, when it is short enough to be kept. */
  readonly body?: string;
}

/** A delivery before it has a place in a list. */
export type NewDelivery = Omit<
  MockDelivery,
  'id' | 'verdict' | keyof Omit<Verdict, 'accepted' | 'status' | 'headers'>
> & {
  readonly judged: Verdict;
};

export interface ListLimits {
  /** Most deliveries that are kept; the oldest go first. */
  readonly count: number;
  /** Most characters of bodies that are kept; bodies go before deliveries do. */
  readonly characters: number;
}

export type Listener = (delivery: MockDelivery) => void;

/** The last deliveries, in the order in which they were answered. Takes constant time and bounded memory. */
export class DeliveryList {
  readonly #limits: ListLimits;
  readonly #listeners = new Set<Listener>();
  #kept: MockDelivery[] = [];
  /** Those before it have left. */
  #start = 0;
  #characters = 0;
  #last = 0;

  constructor(limits: ListLimits) {
    this.#limits = limits;
  }

  /** How many have come since the list was made, or cleared. */
  get total(): number {
    return this.#last;
  }

  add({ judged, ...rest }: NewDelivery): MockDelivery {
    const { accepted, status: _, headers: __, ...known } = judged;
    this.#last += 1;
    const fits = (rest.body?.length ?? 0) * 4 <= this.#limits.characters;
    const { body, ...short } = rest;
    const delivery: MockDelivery = {
      id: this.#last,
      ...(fits && body !== undefined ? rest : short),
      ...known,
      verdict: accepted ? 'accepted' : 'refused',
    };
    this.#kept.push(delivery);
    this.#characters += delivery.body?.length ?? 0;
    while (this.#size > this.#limits.count || this.#characters > this.#limits.characters) this.#drop();
    for (const listener of this.#listeners) listener(delivery);
    return delivery;
  }

  /** The newest `most`, the oldest of them first; those with an id above `since` only. */
  latest(most = Infinity, since = 0): readonly MockDelivery[] {
    const from = Math.max(this.#start, this.#kept.length - most);
    return this.#kept.slice(from).filter(({ id }) => id > since);
  }

  /** Forgets all, and counts from 1 again. */
  clear(): void {
    this.#kept = [];
    this.#start = 0;
    this.#characters = 0;
    this.#last = 0;
  }

  /** Tells of every further delivery until the function that it returns is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get #size(): number {
    return this.#kept.length - this.#start;
  }

  #drop(): void {
    this.#characters -= this.#kept[this.#start]?.body?.length ?? 0;
    this.#start += 1;
    if (this.#start < this.#size) return;
    this.#kept = this.#kept.slice(this.#start);
    this.#start = 0;
  }
}
