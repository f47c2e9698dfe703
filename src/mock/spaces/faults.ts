/** How a mock misbehaves, so that a sender's retries can be tried. */
export interface Faults {
  /** Wait before each answer, in seconds. */
  readonly delay?: number;
  /** Status code that takes the place of the answer's. */
  readonly status?: number;
  /** Share of deliveries that fail with `status`, spread evenly: 0.5 is every other one. All when absent. */
  readonly share?: number;
  /** How many deliveries fail before all is well again; without end when absent. */
  readonly times?: number;
}

/** What to do to one delivery. */
export interface Fault {
  readonly delay: number;
  readonly status: number | undefined;
}

/** Longest wait that can be asked for, in seconds. */
export const longestDelay = 120;

/** Decides which deliveries fail. The same faults give the same failures: nothing is left to chance. */
export function createFaultPlan(faults: Faults): () => Fault {
  const { delay = 0, status, share = 1, times = Infinity } = faults;
  let seen = 0;
  let failed = 0;
  return () => {
    if (status === undefined) return { delay, status };
    seen += 1;
    // The first one fails, and then as many as keep the share.
    const isDue = failed < times && share > 0 && failed < Math.ceil(seen * share - 1e-9);
    if (isDue) failed += 1;
    return { delay, status: isDue ? status : undefined };
  };
}
