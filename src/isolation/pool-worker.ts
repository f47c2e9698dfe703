import { parentPort } from 'node:worker_threads';
import { RunError } from '../findings/run-error.ts';
import type { PoolMessage, PoolRequest } from './pool-protocol.ts';
import { registryTasks } from './registry-tasks/tasks.ts';

const post = (message: PoolMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ task, input }: PoolRequest) => {
  void answer(task, input).then(post, (error: unknown) => post({ kind: 'failed', error }));
});
// What most tasks need is loaded before their time begins.
await Promise.all([import('./registry-tasks/read-schema.ts'), import('./registry-tasks/compare-schemas.ts')]);
post({ kind: 'ready' });

async function answer(task: PoolRequest['task'], input: unknown): Promise<PoolMessage> {
  try {
    return { kind: 'result', value: await registryTasks[task](input) };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { kind: 'refused', refusal: error.toData() };
  }
}
