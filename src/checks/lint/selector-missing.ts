import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';

/** Several events, and no way to tell which one a delivery is. */
export const selectorMissing: LintRule = {
  rule: {
    id: 'lint/selector-missing',
    title: 'A contract with several events says how to tell them apart',
    severity: 'error',
    since: '0.1.0',
    purpose:
      'Without a selector nobody can say which event a delivery is, so no capture can be held against its schema.',
    fix: 'Give each payload schema a property with a `const` of its own, or name the place with `x-selector` on the channel.',
    bad: 'channels:\n  hook:\n    messages:\n      order.placed: { payload: { type: object } }\n      order.paid: { payload: { type: object } }',
    good: 'channels:\n  hook:\n    x-selector: [header:x-event]',
  },
  check(context) {
    const { contract, document } = context;
    if (contract.selector.length > 0 || contract.events.length < 2) return [];
    const message = `Nothing tells the ${contract.events.length} events apart: their schemas have no property with a value of its own for each.`;
    return [report(this.rule, context, message, document.origin('/channels'))];
  },
};
