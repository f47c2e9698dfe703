import { isBlank, reportEvents } from './support/events.ts';
import type { LintRule } from './support/lint-rule.ts';

/** An event without a summary. */
export const eventSummary: LintRule = {
  rule: {
    id: 'lint/event-summary',
    title: 'An event has a summary',
    severity: 'info',
    since: '0.1.0',
    purpose: 'One sentence tells a receiver whether the event concerns it, before it reads any schema.',
    fix: 'Add `summary` to the message, in your own words.',
    bad: 'name: order.placed\ntitle: Order placed',
    good: 'name: order.placed\ntitle: Order placed\nsummary: A guest has placed an order.',
    source: 'AsyncAPI 3.1.0, Message Object',
  },
  check(context) {
    return reportEvents(
      this.rule,
      context,
      (event) => isBlank(event.summary),
      (name) => `Event ${name} has no summary.`,
    );
  },
};
