import { writtenExamples } from './support/events.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** An example of unknown origin. */
export const exampleSource: LintRule = {
  rule: {
    id: 'lint/example-source',
    title: 'An example says where it comes from',
    severity: 'info',
    since: '0.1.0',
    purpose:
      'An example proves something only when it is what the vendor wrote or sent. Made-up payloads agree with made-up schemas.',
    fix: 'Add an entry with the name of the example to `examples` of `x-source` on the message.',
    bad: 'examples:\n  - name: Small order\n    payload: { total: 12 }',
    good:
      'examples:\n  - name: Small order\n    payload: { total: 12 }\nx-source:\n  kind: other\n  document: Webhook guide of the vendor\n' +
      '  examples:\n    Small order: { section: Orders, repairs: [] }',
  },
  check(context) {
    return writtenExamples(context)
      .filter(({ source }) => source === undefined)
      .map(({ event, name, pointer }) => {
        const message = `Example ${name === undefined ? 'without a name' : `"${name}"`} of ${event} does not say where it comes from.`;
        return report(this.rule, context, message, context.document.origin(pointer), { event });
      });
  },
};
