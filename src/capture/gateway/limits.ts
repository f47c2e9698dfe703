/** So many deliveries a second on average, and as many at once. */
export class RateLimit {
  readonly #perSecond: number;
  #left: number;
  #at = performance.now();

  /** @param perSecond Infinity for no limit */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = Math.max(1, perSecond);
  }

  /** Whether one more may come in. */
  take(): boolean {
    if (this.#perSecond === Infinity) return true;
    const now = performance.now();
    const most = Math.max(1, this.#perSecond);
    this.#left = Math.min(most, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

/** Room in memory for one body. */
export interface Room {
  /** The body has been read, and has so many bytes. */
  use(bytes: number): void;
  /** The body is needed no more. */
  leave(): void;
}

/**
 * How many bytes of bodies are in memory between their arrival and their end. While there is no room, further bodies are
 * not read: their senders wait, as TCP makes them, and the first to wait goes on first.
 */
export class Capacity {
  readonly #most: number;
  readonly #patience: number;
  readonly #waiting: { readonly size: number; readonly go: () => void; readonly timer: NodeJS.Timeout }[] = [];
  #held = 0;

  /**
   * @param most bytes
   * @param patience how long a sender waits at most, in milliseconds
   */
  constructor(most: number, patience: number) {
    this.#most = most;
    this.#patience = patience;
  }

  /** Bytes in memory, and those that room is kept for. */
  get held(): number {
    return this.#held;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Waits for room.
   *
   * @param declared how long the sender says that its body is, in bytes; undefined when it does not say
   * @returns undefined when it took too long
   */
  admit(declared: number | undefined): Promise<Room | undefined> | Room {
    // Whoever declares much and sends nothing shall not keep the others out.
    const size = Math.min(declared ?? mostKept, mostKept);
    if (this.#waiting.length === 0 && this.#fits(size)) return this.#room(size);
    const { promise, resolve } = Promise.withResolvers<Room | undefined>();
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(entry), 1);
      resolve(undefined);
    }, this.#patience);
    const go = (): void => {
      clearTimeout(timer);
      resolve(this.#room(size));
    };
    const entry = { size, go, timer };
    this.#waiting.push(entry);
    return promise;
  }

  /** One body always fits: a limit that is too small must not stop everything. */
  #fits(size: number): boolean {
    return this.#held === 0 || this.#held + size <= this.#most;
  }

  #room(size: number): Room {
    let own = size;
    this.#held += own;
    const change = (bytes: number): void => {
      this.#held += bytes - own;
      own = bytes;
      for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.size); next = this.#waiting[0]) {
        this.#waiting.shift();
        next.go();
      }
    };
    return { use: change, leave: () => change(0) };
  }
}

/** The most room that is kept for a body before it is read, in bytes. */
const mostKept = 256 * 1024;
