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

/**
 * How many bytes of bodies are in memory between their arrival and their end. While there are too many, further bodies
 * are not read: their senders wait, as TCP makes them, and the first to wait goes on first.
 */
export class Capacity {
  readonly #most: number;
  readonly #waiting: { readonly go: (admitted: boolean) => void; readonly timer: NodeJS.Timeout }[] = [];
  readonly #patience: number;
  #held = 0;

  /**
   * @param most bytes
   * @param patience how long a sender waits at most, in milliseconds
   */
  constructor(most: number, patience: number) {
    this.#most = most;
    this.#patience = patience;
  }

  get held(): number {
    return this.#held;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when a body may be read: true, or false when it took too long. */
  admit(): Promise<boolean> | true {
    if (this.#held < this.#most && this.#waiting.length === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const entry = {
      go: resolve,
      timer: setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        resolve(false);
      }, this.#patience),
    };
    this.#waiting.push(entry);
    return promise;
  }

  take(bytes: number): void {
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
    while (this.#held < this.#most) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      clearTimeout(next.timer);
      next.go(true);
    }
  }
}
