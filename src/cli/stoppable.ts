import process from 'node:process';

/** What shells say of a program that a signal has ended: 128 and the signal's number. Source: POSIX, section 2.8.2. */
const exitCodesOf = { SIGINT: 130, SIGTERM: 143 } as const;

let isStopping = false;

/**
 * Calls back when the program is asked to end (SIGINT or SIGTERM). Asked once more, by whichever, it ends at once.
 *
 * @returns listens no longer
 */
export function onStop(stop: () => void): () => void {
  const hear = (signal: keyof typeof exitCodesOf): void => {
    if (isStopping) process.exit(exitCodesOf[signal]);
    isStopping = true;
    stop();
  };
  process.on('SIGINT', hear).on('SIGTERM', hear);
  return () => void process.off('SIGINT', hear).off('SIGTERM', hear);
}

/** The program ends for another reason than a signal, a key, say: the next signal ends it at once. */
export function isEnding(): void {
  isStopping = true;
}

/**
 * Does work that ends early, and cleans up, when the program is asked to end (SIGINT or SIGTERM). Asked twice, the program
 * ends at once.
 */
export async function stoppable<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const leave = onStop(() => stop.abort());
  try {
    return await work(stop.signal);
  } finally {
    leave();
  }
}
