/** The program, unbuilt: for tests that need it in a process of its own. */
import { main } from '../../src/cli/main.ts';

await main();
