import { buildClientRuntime } from '../../scripts/build-client-runtime.ts';

/** Before all tests: the runtime of generated clients, from its sources as they are. */
export default buildClientRuntime;
