import { isDocumentedByNameOnly } from '../documented-by-name.ts';
import { reportEvents } from './support/events.ts';
import type { LintRule } from './support/lint-rule.ts';

/** An event that no example shows. */
export const eventExample: LintRule = {
  rule: {
    id: 'lint/event-example',
    title: 'An event has an example, or says that the vendor shows none',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'A schema that was never held against a payload is a guess. Whoever reads the contract must see which events rest on one.',
    fix: 'Add an example from the documentation of the vendor. When there is none, say "Documented by name only" in the description.',
    bad: 'name: order.placed\npayload: { $ref: order.schema.json }',
    good: 'name: order.placed\ndescription: Documented by name only.\npayload: { $ref: order.schema.json }',
  },
  check(context) {
    return reportEvents(
      this.rule,
      context,
      (event) => event.examples.length === 0 && !isDocumentedByNameOnly(event),
      (name) => `Event ${name} has no example, and does not say that it is documented by name only.`,
    );
  },
};
