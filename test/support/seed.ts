import fc from 'fast-check';

/**
 * Property tests try the same cases everywhere, so that a change is judged by what it changes. The long rounds set
 * `COUNTERFOIL_TEST_SEED` to try others: a failure there is a bug to mend, with its seed printed.
 */
fc.configureGlobal({ seed: Number(process.env['COUNTERFOIL_TEST_SEED'] ?? 1) });
