import { parentPort, workerData } from 'node:worker_threads';
import { sharedWatch, type WorkerMessage, type WorkerRequest } from './protocol.ts';
import { RunError } from '../findings/run-error.ts';
import { tasks } from './tasks.ts';

const { task, input, excluded, memory } = workerData as WorkerRequest;
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  post({ kind: 'result', value: await tasks[task](input, { watch: sharedWatch(memory, post), excluded }) });
} catch (error) {
  // Between threads an error loses its class: an expected one goes as data, any other ends the worker and is a bug.
  if (!(error instanceof RunError)) throw error;
  post({ kind: 'refused', refusal: error.toData() });
}
