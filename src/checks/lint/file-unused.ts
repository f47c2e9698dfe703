import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** A message, model or other file of a contract that nothing refers to. */
export const fileUnused: LintRule = {
  rule: {
    id: 'lint/file-unused',
    title: 'Every file in the folders of a contract is used by it',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'A model or message that was left behind looks like part of the contract. It is never checked, and whoever reads it is misled.',
    fix: 'Refer to the file where it belongs, or delete it.',
    bad: '# schemas/cafe/1.0.0/guest.schema.json, and no $ref to it',
    good: 'properties:\n  guest: { $ref: guest.schema.json }',
  },
  check(context) {
    return context.document
      .unusedFiles()
      .map((file) => report(this.rule, context, 'Nothing in the contract refers to this file.', { file }));
  },
};
