import type { Rule } from '../findings/rule.ts';

/** Generated clients in the repository. */
export const clientRules = {
  stale: {
    id: 'client/stale',
    title: 'Generated clients are those of the contracts',
    severity: 'error',
    since: '0.1.0',
    purpose:
      'A client that is not generated anew goes on with the types and validators of the former contract, and whoever reviews the change does not see what becomes of the code.',
    fix: 'Run `counterfoil generate` and commit what it writes.',
  },
} as const satisfies Record<string, Rule>;
