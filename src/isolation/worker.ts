import { parentPort, workerData } from 'node:worker_threads';
import { sharedWatch, type WorkerMessage, type WorkerRequest } from './protocol.ts';
import { tasks } from './tasks.ts';

const { task, input, excluded, memory } = workerData as WorkerRequest;
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

const run = tasks[task];
if (run === undefined) throw new Error(`There is no task "${task}".`);
post({ kind: 'result', value: await run(input, { watch: sharedWatch(memory, post), excluded }) });
