import { parentPort, workerData } from 'node:worker_threads';
import { sharedWatch, type WorkerMessage, type WorkerRequest } from './protocol.ts';
import { tasks } from './tasks.ts';

const { task, input, excluded, memory } = workerData as WorkerRequest;
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

post({ kind: 'result', value: await tasks[task](input, { watch: sharedWatch(memory, post), excluded }) });
