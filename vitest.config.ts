import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // A core less, the default, would leave one of two idle: the tests' own programs are few.
    maxWorkers: '100%',
    // Generated clients are tried with the runtime as it is now.
    globalSetup: [join(import.meta.dirname, 'test/support/client-runtime.ts')],
    setupFiles: [join(import.meta.dirname, 'test/support/seed.ts')],
    // See there: without WebAssembly in the threads that tests start.
    execArgv: ['--import', join(import.meta.dirname, 'test/support/strip-types.mjs')],
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: ['test/slow/**', 'test/peers/**'] },
      },
      // Installs packages and runs whole programs: minutes, not seconds.
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['test/slow/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
