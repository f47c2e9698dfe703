import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests of folders' own that start many processes or try many cases: too long for `npm test`. */
const long = [
  'test/api/{ci,compare,library,release}.test.ts',
  'test/catalog/{browser,pages}.test.ts',
  'test/codegen/projection/export.test.ts',
  'test/codegen/types/superset.test.ts',
  'test/codegen/validators/borrowed.test.ts',
  'test/contracts/official-parser.test.ts',
  'test/import/import.test.ts',
  'test/init/init.test.ts',
  'test/json-schema/infer/accepts.test.ts',
  'test/capture/drift/configured.test.ts',
  'test/registry/{contracts/routes,npm/npm,store/open}.test.ts',
  'test/simulator/loop.test.ts',
  'test/testing/runners.test.ts',
  'test/capture/{drift/drift,drift/since,store/behaviour,store/read-only}.test.ts',
  'test/codegen/validators/agreement.test.ts',
  'test/json-schema/{agreement,sample/contracts}.test.ts',
  'test/mock/engine.test.ts',
  'test/cli/hostile.test.ts',
  'test/compatibility/{hostile,random-schemas}.test.ts',
  'test/infer/{hostile,works-at-once,families}.test.ts',
  'test/capture/gateway/*.test.ts',
  'test/capture/exchange/import.test.ts',
  'test/capture/redact/redact.test.ts',
  'test/checks/plugins.test.ts',
  'test/readiness/{defects,run}.test.ts',
  'test/registry/client/{pull,git}.test.ts',
  'test/registry/confluent/*.test.ts',
  'test/serve/{published-mocks,token-and-anybody}.test.ts',
];

/** Tests that go through the same ground as others, by another way, for minutes: with the long rounds of `npm run soak`. */
const longest = [
  'test/slow/official-parity.test.ts',
  'test/slow/registry-single-file.test.ts',
  'test/slow/simulator-strict.test.ts',
  'test/slow/types-superset.test.ts',
];

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
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/slow/**', 'test/peers/**', ...long],
          // Files share what they import: to load it for each of them would take as long as the tests.
          isolate: false,
        },
      },
      // Installs packages and runs whole programs: minutes, not seconds.
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['test/slow/**/*.test.ts', ...long],
          exclude: longest,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: { name: 'soak', include: longest, testTimeout: 1_200_000, hookTimeout: 600_000 },
      },
    ],
  },
});
