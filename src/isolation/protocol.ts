import type { TaskName } from './tasks.ts';
import type { Refusal } from '../findings/run-error.ts';
import { runStages, type Exclusion, type RunStage, type RunWatch } from '../checks/watch.ts';

/** What a worker is started with. */
export interface WorkerRequest {
  readonly task: TaskName;
  readonly input: unknown;
  /** Contract files to leave out, with the reason. */
  readonly excluded: ReadonlyMap<string, Exclusion>;
  readonly memory: SharedArrayBuffer;
}

/** What a worker says: the files that slots stand for (as they come up), and its result, or why there can be none. */
export type WorkerMessage =
  | { readonly kind: 'file'; readonly slot: number; readonly file: string }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Slots of the shared memory. */
const slot = { beat: 0, contract: 1, stage: 2, done: 3, total: 4 } as const;

export const memoryBytes = 5 * Int32Array.BYTES_PER_ELEMENT;

/** How far a run is; `total` is undefined when it is not known. */
export interface Progress {
  readonly stage: RunStage;
  readonly done: number;
  readonly total: number | undefined;
}

/** The worker's side: writes to the shared memory, and posts each file's name before its slot is used. */
export function sharedWatch(memory: SharedArrayBuffer, post: (message: WorkerMessage) => void): RunWatch {
  const cells = new Int32Array(memory);
  const slots = new Map<string, number>();
  const beat = (): void => {
    Atomics.add(cells, slot.beat, 1);
  };
  return {
    beat,
    enter(file) {
      beat();
      if (file === undefined) {
        Atomics.store(cells, slot.contract, 0);
        return;
      }
      let number = slots.get(file);
      if (number === undefined) {
        number = slots.size + 1;
        slots.set(file, number);
        post({ kind: 'file', slot: number, file });
      }
      Atomics.store(cells, slot.contract, number);
    },
    stage(name, done, total) {
      beat();
      Atomics.store(cells, slot.stage, runStages.indexOf(name));
      Atomics.store(cells, slot.done, done);
      Atomics.store(cells, slot.total, total ?? -1);
    },
  };
}

/** The watcher's side of the shared memory. */
export function readMemory(memory: SharedArrayBuffer): { beat: number; contractSlot: number; progress: Progress } {
  const cells = new Int32Array(memory);
  const total = Atomics.load(cells, slot.total);
  return {
    beat: Atomics.load(cells, slot.beat),
    contractSlot: Atomics.load(cells, slot.contract),
    progress: {
      stage: runStages[Atomics.load(cells, slot.stage)] ?? 'contracts',
      done: Atomics.load(cells, slot.done),
      total: total < 0 ? undefined : total,
    },
  };
}
