/** A store that cannot do what was asked. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /**
   * `full`: there is no space left; `unavailable`: it cannot be reached, and may be later; `broken`: what it holds cannot
   * be read; `conflict`: somebody else has written meanwhile, and nothing has been written now.
   */
  readonly reason: 'full' | 'unavailable' | 'broken' | 'conflict';

  constructor(reason: StoreError['reason'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

/** What ends a transaction in which a statement wrote another number of rows than it must. */
export function conflict(written: number, wanted: number): StoreError {
  return new StoreError('conflict', `${written} rows were written, not ${wanted}`);
}
