import { child } from '../../json-schema/pointer.ts';
import { writtenExamples } from './support/events.ts';
import type { WrittenExample } from './support/events.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** Two examples of one event with the same name. */
export const exampleNameUnique: LintRule = {
  rule: {
    id: 'lint/example-name-unique',
    title: 'No two examples of an event have the same name',
    severity: 'error',
    since: '0.1.0',
    purpose:
      'A name that stands for two examples says nothing: neither a finding nor a source can be told which one is meant.',
    fix: 'Rename one of the examples.',
    bad: 'examples:\n  - name: Order\n    payload: { total: 12 }\n  - name: Order\n    payload: { total: 7 }',
    good: 'examples:\n  - name: Large order\n    payload: { total: 12 }\n  - name: Small order\n    payload: { total: 7 }',
  },
  check(context) {
    return repeated(writtenExamples(context)).map(({ event, name, pointer }) => {
      const place = context.document.origin(child(pointer, 'name'));
      return report(this.rule, context, `${event} has another example named "${name}".`, place, { event });
    });
  },
};

function repeated(examples: readonly WrittenExample[]): WrittenExample[] {
  const seen = new Set<string>();
  return examples.filter(({ event, name }) => {
    if (name === undefined) return false;
    const key = JSON.stringify([event, name]);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
