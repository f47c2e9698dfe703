import { child } from '../../json-schema/pointer.ts';
import { report } from './support/lint-rule.ts';
import type { LintRule } from './support/lint-rule.ts';
import { membersOf } from './support/members.ts';

/** An operation seen from the wrong side. */
export const operationSend: LintRule = {
  rule: {
    id: 'lint/operation-send',
    title: 'Operations are written from the side of the vendor: they send',
    severity: 'warning',
    since: '0.1.0',
    purpose:
      'A contract describes the application of the vendor. What it does not send is no event, and is left out of every check.',
    fix: 'Write `action: send`.',
    bad: "operations:\n  deliver:\n    action: receive\n    channel: { $ref: '#/channels/hook' }",
    good: "operations:\n  deliver:\n    action: send\n    channel: { $ref: '#/channels/hook' }",
    source: 'AsyncAPI 3.1.0, Operation Object (action)',
  },
  check(context) {
    const { document } = context;
    return membersOf(document, '/operations')
      .filter(({ value }) => value['action'] !== 'send')
      .map(({ name, target }) =>
        report(this.rule, context, `Operation ${name} does not send.`, document.origin(child(target, 'action'))),
      );
  },
};
