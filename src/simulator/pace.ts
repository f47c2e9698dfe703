import { setTimeout as sleep } from 'node:timers/promises';

/** Makes a run as slow as it shall be. */
export interface Pace {
  /** Waits until the virtual clock shows `at`, in milliseconds; the first call starts it. */
  until(at: number): Promise<void>;
  /** Waits for so many virtual milliseconds. */
  wait(duration: number): Promise<void>;
}

/** What tells the time and waits: the machine's own, but for tests. */
export interface Clock {
  /** In milliseconds, from any start. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<unknown>;
}

const machine: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

/**
 * @param speed how many times faster than real time the virtual clock goes; with Infinity nothing is waited for
 * @param rate most calls of `until` that return in a second
 * @param signal ends all waiting
 */
export function createPace({
  speed,
  rate,
  signal,
  clock = machine,
}: {
  readonly speed: number;
  readonly rate?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
}): Pace {
  const gap = rate === undefined ? 0 : 1000 / rate;
  let started: { readonly real: number; readonly virtual: number } | undefined;
  let free = 0;
  const rest = async (milliseconds: number): Promise<void> => {
    if (!(milliseconds > 0)) return;
    await clock.sleep(milliseconds, signal).catch(ignoreAbort);
  };
  return {
    async until(at) {
      const now = clock.now();
      started ??= { real: now, virtual: at };
      const due = Math.max(started.real + (at - started.virtual) / speed, free);
      free = Math.max(due, now) + gap;
      await rest(due - now);
    },
    wait: (duration) => rest(duration / speed),
  };
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
