import { isBlank, reportEvents } from './support/events.ts';
import type { LintRule } from './support/lint-rule.ts';

/** An event without a description. */
export const eventDescription: LintRule = {
  rule: {
    id: 'lint/event-description',
    title: 'An event has a description',
    severity: 'info',
    since: '0.1.0',
    purpose: 'What makes the vendor send the event, and when it does not, stands in no schema.',
    fix: 'Add `description` to the message, in your own words.',
    bad: 'name: order.placed\nsummary: A guest has placed an order.',
    good: 'name: order.placed\ndescription: Sent once per order, before it is paid.',
    source: 'AsyncAPI 3.1.0, Message Object',
  },
  check(context) {
    return reportEvents(
      this.rule,
      context,
      (event) => isBlank(event.description),
      (name) => `Event ${name} has no description.`,
    );
  },
};
