import { Worker } from 'node:worker_threads';
import { RunError } from '../findings/run-error.ts';
import type { PoolMessage, PoolRequest } from './pool-protocol.ts';
import type { RegistryTaskName } from './registry-tasks/tasks.ts';
import { IsolationError } from './run-isolated.ts';

export interface PoolOptions {
  /** Workers at most; 2 when absent. They are started when there is work for them. */
  readonly size?: number;
  /** How long a task may take, in milliseconds; 10,000 when absent. */
  readonly deadline?: number;
  /** Heap limit of each worker, in megabytes; 512 when absent. */
  readonly memory?: number;
  /** Tasks that may wait for a worker; 256 when absent. */
  readonly queue?: number;
}

export interface WorkerPool {
  /**
   * Runs a task in a worker of its own, as soon as one is free. Input and result are plain data.
   * @param deadline in milliseconds, from when the worker begins
   * @throws RunError when the task cannot do it, for an expected reason
   * @throws IsolationError when it took too long or too much memory, or the pool is busy or closed
   * @throws whatever the task throws: a bug
   */
  run<T>(task: RegistryTaskName, input: unknown, deadline?: number): Promise<T>;
  /** Ends all workers; what is under way or waits is rejected. */
  close(): Promise<void>;
}

interface Job {
  readonly request: PoolRequest;
  readonly deadline: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Member {
  readonly worker: Worker;
  isReady: boolean;
  done: number;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Tasks after which a worker makes way for a fresh one, so that what caches keep does not grow for ever. */
const longestService = 2000;
const closed = 'The program is shutting down.';

/**
 * Workers that stay alive between tasks and do one at a time, for a server that cannot afford a new thread for each. A
 * worker that reaches its deadline or its memory limit is ended, and another one takes its place.
 */
export function createWorkerPool(options: PoolOptions = {}): WorkerPool {
  const { size = 2, deadline: usual = 10_000, memory = 512, queue = 256 } = options;
  const members = new Set<Member>();
  const ending = new Set<Promise<unknown>>();
  const waiting: Job[] = [];
  let isClosed = false;

  function start(): Member {
    const file = import.meta.url.endsWith('.ts') ? './pool-worker.ts' : './pool-worker.js';
    const worker = new Worker(new URL(file, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    const member: Member = { worker, isReady: false, done: 0, job: undefined, timer: undefined };
    worker.on('message', (message: PoolMessage) => hear(member, message));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      lose(
        member,
        isMemory
          ? new IsolationError(`The work needed more than ${memory} MB of memory and was ended.`, 'memory')
          : error,
      );
    });
    worker.on('exit', () => lose(member, new Error(`The worker for "${member.job?.request.task}" ended by itself.`)));
    members.add(member);
    return member;
  }

  function hear(member: Member, message: PoolMessage): void {
    if (message.kind === 'ready') {
      member.isReady = true;
      if (member.job === undefined) member.worker.unref();
      else begin(member, member.job);
      return;
    }
    const { job } = member;
    clearTimeout(member.timer);
    member.job = undefined;
    member.done += 1;
    if (message.kind === 'result') job?.resolve(message.value);
    else job?.reject(message.kind === 'refused' ? RunError.fromData(message.refusal) : message.error);
    if (member.done >= longestService) end(member);
    else member.worker.unref();
    serve();
  }

  /** The time of a task begins when its worker is there: starting one takes long on a machine that is busy. */
  function begin(member: Member, job: Job): void {
    member.worker.postMessage(job.request);
    member.timer = setTimeout(() => {
      lose(member, new IsolationError(`The work took more than ${job.deadline / 1000} s and was ended.`, 'time'));
    }, job.deadline);
  }

  /** Ends a worker that is of no more use, and blames its task. */
  function lose(member: Member, error: unknown): void {
    if (!members.has(member)) return;
    end(member);
    member.job?.reject(error);
    serve();
  }

  function end(member: Member): void {
    clearTimeout(member.timer);
    members.delete(member);
    const ended = member.worker.terminate().finally(() => ending.delete(ended));
    ending.add(ended);
  }

  function serve(): void {
    while (waiting.length > 0) {
      const idle = [...members].find(({ job }) => job === undefined);
      if (idle === undefined && members.size >= size) return;
      const member = idle ?? start();
      const job = waiting.shift() as Job;
      member.job = job;
      member.worker.ref();
      if (member.isReady) begin(member, job);
    }
  }

  return {
    run<T>(task: RegistryTaskName, input: unknown, deadline = usual): Promise<T> {
      if (isClosed) return Promise.reject(new IsolationError(closed, 'closed'));
      if (waiting.length >= queue)
        return Promise.reject(new IsolationError(`${queue} tasks wait already; try again later.`, 'busy'));
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.push({ request: { task, input }, deadline, resolve, reject });
      serve();
      return promise as Promise<T>;
    },
    async close() {
      isClosed = true;
      for (const job of waiting.splice(0)) job.reject(new IsolationError(closed, 'closed'));
      for (const member of members) lose(member, new IsolationError(closed, 'closed'));
      await Promise.all(ending);
    },
  };
}
