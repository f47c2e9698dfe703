import { isSemver } from './support/semver.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** A version that cannot be ordered. */
export const versionSemver: LintRule = {
  rule: {
    id: 'lint/version-semver',
    title: 'The version of a contract is a semantic version',
    severity: 'error',
    since: '0.1.0',
    purpose:
      'The version says whether old receivers still work: major, minor and patch are decided by comparing contracts. Another form says nothing, and cannot be ordered.',
    fix: 'Write `info.version` with three numbers, such as 1.0.0.',
    bad: 'info: { title: Café, version: v1 }',
    good: 'info: { title: Café, version: 1.0.0 }',
    source: 'Semantic Versioning 2.0.0',
  },
  check(context) {
    const { contract, document } = context;
    if (isSemver(contract.version)) return [];
    const message = `"${contract.version}" is not a semantic version such as 1.0.0.`;
    return [report(this.rule, context, message, document.origin('/info/version'))];
  },
};
