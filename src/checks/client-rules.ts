import type { Rule } from '../findings/rule.ts';

/** What in a repository was made from contracts elsewhere: generated clients, pulled contracts. */
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
  pulled: {
    id: 'contract/pulled-changed',
    title: 'Pulled contracts are what the lock file says',
    severity: 'error',
    since: '0.1.0',
    purpose:
      'What a registry serves under a version never changes. A pulled contract that was changed by hand is another contract under the same name, and the next pull would undo the change.',
    fix: 'Run `counterfoil pull --force` to bring back what was pulled. What is wrong in a contract is changed where it is published, as a new version.',
  },
} as const satisfies Record<string, Rule>;
