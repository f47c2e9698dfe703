import { Worker } from 'node:worker_threads';
import { RunError } from '../findings/run-error.ts';
import type { Exclusion } from '../checks/watch.ts';
import type { TaskName } from './tasks.ts';
import { memoryBytes, readMemory, type Progress, type WorkerMessage, type WorkerRequest } from './protocol.ts';

export interface IsolationOptions {
  /** How long a worker may go without a sign of progress once it has begun, in milliseconds. 10,000 when absent. */
  readonly deadline?: number;
  /** How much longer it may take to the first such sign, in milliseconds: it loads the program meanwhile. 20,000 when absent. */
  readonly loading?: number;
  /** Heap limit of the worker, in megabytes. 2,048 when absent. */
  readonly memory?: number;
  /** Limit of the part of the heap where new values are, in megabytes; V8 decides when absent. Less is collected more often. */
  readonly youngMemory?: number;
  /** Called a few times a second while the work goes on. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Work that could be neither finished nor blamed on one contract. */
export class IsolationError extends Error {
  override readonly name = 'IsolationError';
  /** `time` and `memory`: it used too much of them; `busy`: too much waits already; `closed`: nothing is taken any more. */
  readonly reason: 'time' | 'memory' | 'busy' | 'closed';

  constructor(message: string, reason: IsolationError['reason']) {
    super(message);
    this.reason = reason;
  }
}

type Outcome = { readonly value: unknown } | { readonly ended: Exclusion; readonly contract: string | undefined };

const defaults = { deadline: 10_000, loading: 20_000, memory: 2048 };
const tick = 100;

/**
 * Runs a task in a worker thread that can be ended from outside, because neither the compilation of a schema nor a
 * validation can be interrupted from within. When the worker shows no progress for `deadline` milliseconds or uses
 * more than `memory` megabytes, it is ended and started again without the contract it was busy with; the task then
 * reports that contract as too costly.
 *
 * @throws RunError when the task cannot start, for an expected reason
 * @throws IsolationError when the work is stuck and no contract is to blame
 * @throws whatever the task throws: a bug
 */
export async function runIsolated<T>(task: TaskName, input: unknown, options: IsolationOptions = {}): Promise<T> {
  const excluded = new Map<string, Exclusion>();
  for (;;) {
    const outcome = await attempt({ task, input, excluded, memory: new SharedArrayBuffer(memoryBytes) }, options);
    if ('value' in outcome) return outcome.value as T;
    if (outcome.contract === undefined || excluded.has(outcome.contract)) {
      throw new IsolationError(
        outcome.ended === 'time'
          ? `The work made no progress for ${(options.deadline ?? defaults.deadline) / 1000} s and was ended.`
          : `The work needed more than ${options.memory ?? defaults.memory} MB of memory and was ended.`,
        outcome.ended,
      );
    }
    excluded.set(outcome.contract, outcome.ended);
  }
}

function attempt(request: WorkerRequest, options: IsolationOptions): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const files = new Map<number, string>();
  const busyWith = (): string | undefined => files.get(readMemory(request.memory).contractSlot);
  const worker = new Worker(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url), {
    workerData: request,
    resourceLimits: {
      maxOldGenerationSizeMb: options.memory ?? defaults.memory,
      ...(options.youngMemory === undefined ? {} : { maxYoungGenerationSizeMb: options.youngMemory }),
    },
  });
  const stopWatching = watchOver(request.memory, options, () => {
    // Settled first: the exit that follows would count as a worker that died by itself.
    resolve({ ended: 'time', contract: busyWith() });
    void worker.terminate();
  });
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'file') files.set(message.slot, message.file);
    else if (message.kind === 'result') resolve({ value: message.value });
    else reject(RunError.fromData(message.refusal));
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ ended: 'memory', contract: busyWith() });
    else reject(error);
  });
  worker.on('exit', () => reject(new Error(`The worker for "${request.task}" ended without a result.`)));
  return promise.finally(stopWatching);
}

/** Calls `onStuck` once when the beat stands still for the deadline. Returns how to stop. */
function watchOver(memory: SharedArrayBuffer, options: IsolationOptions, onStuck: () => void): () => void {
  const { deadline = defaults.deadline, loading = defaults.loading } = options;
  let last = { beat: 0, at: performance.now() };
  const timer = setInterval(() => {
    const { beat, progress } = readMemory(memory);
    const now = performance.now();
    if (beat !== last.beat) last = { beat, at: now };
    // Until its first sign a worker loads the program, which on a busy machine no contract is to blame for.
    if (now - last.at >= (beat === 0 ? deadline + loading : deadline)) {
      clearInterval(timer);
      onStuck();
    } else {
      options.onProgress?.(progress);
    }
  }, tick);
  return () => clearInterval(timer);
}
