import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { membersOf } from './support/members.ts';

/** A delivery that is not a POST. */
export const methodPost: LintRule = {
  rule: {
    id: 'lint/method-post',
    title: 'Deliveries are POST requests',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'Other methods have no body, are repeated or cached on the way, or are refused by receivers. Most often another method is a mistake in the contract.',
    fix: 'Write `method: POST` in the HTTP binding of the operation. When the vendor really uses another method, switch the rule off.',
    bad: 'bindings:\n  http: { method: GET }',
    good: 'bindings:\n  http: { method: POST }',
    source: 'AsyncAPI HTTP bindings, Operation Binding Object',
  },
  check(context) {
    const { document } = context;
    return membersOf(document, '/operations').flatMap(({ name, target }) => {
      const method = document.follow(`${target}/bindings/http/method`);
      if (method === undefined || method.value === 'POST') return [];
      const message = `Operation ${name} delivers with ${JSON.stringify(method.value)}.`;
      return [report(this.rule, context, message, document.origin(method.pointer))];
    });
  },
};
