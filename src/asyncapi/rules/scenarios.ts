import type { Rule } from '../../findings/rule.ts';

/** What is said of a `scenarios.yaml` that cannot be played. */
export const scenariosUnfit: Rule = {
  id: 'contract/scenarios-unfit',
  title: 'The scenarios fit their contract',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'The simulator plays `scenarios.yaml`. Payloads that the contract does not describe would teach a receiver what the vendor never sends.',
  fix: 'Change the scenarios at the place named; docs/scenarios.md describes the format.',
};

export const scenarioRules: readonly Rule[] = [scenariosUnfit];
