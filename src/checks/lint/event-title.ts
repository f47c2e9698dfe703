import { isBlank, reportEvents } from './support/events.ts';
import type { LintRule } from './support/lint-rule.ts';

/** An event without a title. */
export const eventTitle: LintRule = {
  rule: {
    id: 'lint/event-title',
    title: 'An event has a title',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'Catalogs and reports list events by their titles. Without one a reader sees only the name that the vendor gave it.',
    fix: 'Add `title` to the message, in your own words.',
    bad: 'name: order.placed',
    good: 'name: order.placed\ntitle: Order placed',
    source: 'AsyncAPI 3.1.0, Message Object',
  },
  check(context) {
    return reportEvents(
      this.rule,
      context,
      (event) => isBlank(event.title),
      (name) => `Event ${name} has no title.`,
    );
  },
};
