import { setTimeout as wait } from 'node:timers/promises';
import type { CaptureRecord } from '../record.ts';
import type { CaptureStore } from '../store/store.ts';
import type { GatewayLog } from './log/log.ts';
import type { Packer } from './parcels.ts';
import type { Outcome, Receiver } from './receiver.ts';
import type { RecordWriter } from './record-writer.ts';

export interface HeldOptions {
  readonly store: CaptureStore;
  readonly writer: RecordWriter;
  readonly receiver: Receiver;
  readonly packer: Packer;
  readonly log: GatewayLog;
  /** Waits between attempts, in seconds: the first, and the longest. */
  readonly pause?: { readonly first: number; readonly longest: number };
  /** Attempts after which a delivery that the receiver answers with a failure of its own is given up. */
  readonly mostFailures?: number;
}

/** Whether an outcome means that the receiver is down, not that it did not like the delivery. */
export function isDown(outcome: Outcome): boolean {
  return outcome.response === undefined || [502, 503, 504].includes(outcome.status);
}

const mostListed = 50;
/** How long others wait for a gateway that was killed while it delivered; half of it is well beyond a busy moment. */
const claimSeconds = 10;
const renewEvery = 3_000;
/** How long a delivery that is under way may take when the gateway ends, in milliseconds. */
const lastPatience = 2_000;
/** Others on the same store may hold deliveries too: how often that is looked for, in seconds. */
const lookEvery = 1;

/** Delivers what is held, in order, one after the other, as soon as the receiver answers again. */
export class HeldDeliveries {
  readonly #options: HeldOptions;
  readonly #holder = crypto.randomUUID();
  readonly #closing = new AbortController();
  /** In the store, as far as is known. */
  #stored = 0;
  /** Being written. */
  #arriving = 0;
  #isOurs = false;
  #working: Promise<void> = Promise.resolve();

  private constructor(options: HeldOptions) {
    this.#options = options;
  }

  /** Looks what is held from before, and begins to deliver it. */
  static async start(options: HeldOptions): Promise<HeldDeliveries> {
    const held = new HeldDeliveries(options);
    held.#stored = await options.store.countHeld(options.packer.owner);
    held.#working = held.#work();
    return held;
  }

  /** How many wait; while some do, further deliveries wait behind them. */
  get count(): number {
    return this.#stored + this.#arriving;
  }

  /** One more is about to be held. @returns to be called when it is, or when it could not be written */
  expect(): (isHeld: boolean) => void {
    this.#arriving += 1;
    return (isHeld) => {
      this.#arriving -= 1;
      if (isHeld) this.#stored += 1;
    };
  }

  /** Delivers nothing further; what is under way gets a moment. */
  async close(): Promise<void> {
    this.#closing.abort();
    const timer = setTimeout(() => this.#options.receiver.close(), lastPatience);
    await this.#working;
    clearTimeout(timer);
    await this.#options.store.release(this.#task, this.#holder).catch(() => {});
  }

  get #task(): string {
    return `deliver held ${this.#options.packer.owner}`;
  }

  async #work(): Promise<void> {
    const { first, longest } = this.#options.pause ?? { first: 0.5, longest: 30 };
    const { signal } = this.#closing;
    let pause = first;
    while (!signal.aborted) {
      const went = await this.#deliverSome();
      pause = went === 'down' ? Math.min(longest, pause * 2) : first;
      await wait((went === 'down' ? pause : lookEvery) * 1000, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  /** Delivers until nothing is left, or the receiver is down. */
  async #deliverSome(): Promise<'done' | 'down'> {
    const { store, packer, log } = this.#options;
    try {
      this.#stored = await store.countHeld(packer.owner);
      if (this.#stored === 0 || !(await this.#claim())) return 'done';
      const renewal = setInterval(() => void this.#claim(), renewEvery);
      try {
        return await this.#deliverAll();
      } finally {
        clearInterval(renewal);
      }
    } catch (error) {
      log.trouble(`Held deliveries cannot be delivered: ${error instanceof Error ? error.message : String(error)}`);
      return 'down';
    }
  }

  /** Whether it is this gateway that delivers, of those with the same key. */
  async #claim(): Promise<boolean> {
    try {
      this.#isOurs = await this.#options.store.claim(this.#task, this.#holder, claimSeconds);
    } catch {
      this.#isOurs = false;
    }
    return this.#isOurs;
  }

  async #deliverAll(): Promise<'done' | 'down'> {
    const { store, packer } = this.#options;
    for (;;) {
      const waiting = await store.listHeld(packer.owner, mostListed);
      this.#stored = waiting.length < mostListed ? waiting.length : await store.countHeld(packer.owner);
      if (waiting.length === 0) return 'done';
      for (const { id, parcel } of waiting) {
        if (this.#closing.signal.aborted || !this.#isOurs) return 'done';
        if ((await this.#deliver(id, parcel)) === 'down') return 'down';
      }
    }
  }

  async #deliver(id: string, parcel: Uint8Array): Promise<'done' | 'down'> {
    const { store, packer, receiver, log, mostFailures = 10 } = this.#options;
    const record = await store.get(id);
    const forwarded = packer.unpack(id, parcel);
    // Another gateway has delivered it since it was listed.
    if (record?.delivery !== 'held') return 'done';
    if (forwarded === undefined) {
      log.trouble(`The held delivery ${id} cannot be opened, and is given up.`);
      await this.#settle(record, 'failed', undefined);
      return 'done';
    }
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await receiver.send(forwarded);
      if (outcome.response === undefined) return 'down';
      outcome.response.resume();
      // Too many at the same time: later there will be fewer.
      if (isDown(outcome) || outcome.status === 429) return 'down';
      const { status, duration } = outcome;
      if (status < 500) {
        await this.#settle(record, 'delivered', { status, by: 'receiver', duration });
        return 'done';
      }
      if (attempt >= mostFailures) {
        log.trouble(`The receiver answers ${status} to the held delivery ${id}, which is given up.`);
        await this.#settle(record, 'failed', { status, by: 'receiver', duration });
        return 'done';
      }
      const { signal } = this.#closing;
      await wait(Math.min(5, 0.1 * 2 ** attempt) * 1000, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return 'down';
    }
  }

  async #settle(
    record: CaptureRecord,
    delivery: 'delivered' | 'failed',
    answer: CaptureRecord['answer'],
  ): Promise<void> {
    await this.#options.writer.amend(record, { delivery, ...(answer === undefined ? {} : { answer }) });
    this.#stored = Math.max(0, this.#stored - 1);
    this.#options.log.settled(record, delivery, answer);
  }
}
