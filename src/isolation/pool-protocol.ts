import type { Refusal } from '../findings/run-error.ts';
import type { RegistryTaskName } from './registry-tasks/tasks.ts';

/** What a worker of a pool is asked to do. */
export interface PoolRequest {
  readonly task: RegistryTaskName;
  readonly input: unknown;
}

/** What such a worker says: once that it is there, then for each request its result, or why there is none. */
export type PoolMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** A bug; the worker itself can go on. */
  | { readonly kind: 'failed'; readonly error: unknown };
