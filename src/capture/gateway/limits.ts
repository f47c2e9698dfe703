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
  readonly #waiting: Waiting[] = [];
  /** Bodies that are still being read, the oldest first. */
  readonly #unread = new Set<Unread>();
  #held = 0;
  #looking: NodeJS.Timeout | undefined;

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
   * @param arrived how many bytes of it have come without being read
   * @returns undefined when it took too long
   */
  admit(declared: number | undefined, arrived: () => number = () => mostKept): Promise<Room | undefined> | Room {
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
      resolve(this.#room(entry.size));
    };
    const entry: Waiting = { size, since: performance.now(), arrived, go };
    this.#waiting.push(entry);
    this.#looking ??= setInterval(() => this.#look(), lookEvery).unref();
    return promise;
  }

  /** While somebody waits, no room is kept for what slow senders have declared and not sent. */
  #look(): void {
    const slow = performance.now() - patienceForSlow;
    for (const waiting of this.#waiting) {
      if (waiting.since > slow) break;
      if (waiting.arrived() < leastKept) waiting.size = Math.min(waiting.size, leastKept);
    }
    for (const body of this.#unread) {
      if (body.since > slow) break;
      this.#unread.delete(body);
      body.shrink();
    }
    this.#admitNext();
    if (this.#waiting.length > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #admitNext(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.size); next = this.#waiting[0]) {
      this.#waiting.shift();
      next.go();
    }
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
      this.#admitNext();
    };
    const body = { since: performance.now(), shrink: () => change(Math.min(own, leastKept)) };
    this.#unread.add(body);
    const settle = (bytes: number): void => {
      this.#unread.delete(body);
      change(bytes);
    };
    return { use: settle, leave: () => settle(0) };
  }
}

interface Waiting {
  /** The room that it waits for, in bytes. */
  size: number;
  /** On the clock of `performance`. */
  readonly since: number;
  readonly arrived: () => number;
  readonly go: () => void;
}

interface Unread {
  /** When room was made, on the clock of `performance`. */
  readonly since: number;
  /** Gives back most of the room. */
  readonly shrink: () => void;
}

/** The most room that is kept for a body before it is read, in bytes. */
const mostKept = 256 * 1024;
/** The room that a body keeps which is slow to come, in bytes. */
const leastKept = 4 * 1024;
/** In milliseconds. */
const patienceForSlow = 1_000;
const lookEvery = 250;
