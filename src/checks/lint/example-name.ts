import { isBlank, writtenExamples } from './support/events.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** An example without a name. */
export const exampleName: LintRule = {
  rule: {
    id: 'lint/example-name',
    title: 'An example has a name',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'Reports and `x-source` refer to an example by its name. A position changes as soon as an example is added.',
    fix: 'Give the example a `name` that is unique within its message.',
    bad: 'examples:\n  - payload: { total: 12 }',
    good: 'examples:\n  - name: Small order\n    payload: { total: 12 }',
    source: 'AsyncAPI 3.1.0, Message Example Object',
  },
  check(context) {
    return writtenExamples(context)
      .filter(({ name }) => isBlank(name))
      .map(({ event, pointer }) =>
        report(this.rule, context, `An example of ${event} has no name.`, context.document.origin(pointer), { event }),
      );
  },
};
