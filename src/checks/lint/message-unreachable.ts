import { child } from '../../json-schema/pointer.ts';
import { report } from './support/lint-rule.ts';
import type { LintContext, LintRule } from './support/lint-rule.ts';
import { membersOf } from './support/members.ts';

/** A message that belongs to no channel, or that no operation sends. */
export const messageUnreachable: LintRule = {
  rule: {
    id: 'lint/message-unreachable',
    title: 'Every message is on a channel and sent by an operation',
    severity: 'warning',
    since: '0.1.0',
    purpose: 'A message that no operation sends is no event of the contract: it gets no test, no type and no page.',
    fix: 'Add the message to a channel and to the `messages` of the operation, or remove it.',
    bad: 'components:\n  messages:\n    order.placed: { payload: { type: object } }\nchannels:\n  hook: { messages: {} }',
    good:
      'channels:\n  hook:\n    messages:\n      order.placed: { payload: { type: object } }\n' +
      "operations:\n  deliver: { action: send, channel: { $ref: '#/channels/hook' } }",
    source: 'AsyncAPI 3.1.0, Operation Object (messages)',
  },
  check(context) {
    const { document } = context;
    const onChannel = new Set(channelMessages(context).map(({ target }) => target));
    const sent = sentMessages(context);
    const homeless = membersOf(document, '/components/messages').filter(({ target }) => !onChannel.has(target));
    const unsent = sent === undefined ? [] : channelMessages(context).filter(({ target }) => !sent.has(target));
    return [
      ...homeless.map(({ name, target }) =>
        report(this.rule, context, `Message ${name} is on no channel.`, document.origin(target)),
      ),
      ...unsent.map(({ name, pointer }) =>
        report(this.rule, context, `No operation sends the message ${name}.`, document.origin(pointer)),
      ),
    ];
  },
};

function channelMessages({ document }: LintContext) {
  return membersOf(document, '/channels').flatMap(({ target }) => membersOf(document, child(target, 'messages')));
}

/** Pointers to the messages that operations name; undefined in a document without operations, where all count. */
function sentMessages({ document }: LintContext): Set<string> | undefined {
  const operations = membersOf(document, '/operations');
  if (operations.length === 0) return undefined;
  const listed = operations.flatMap(({ target, value }) => {
    if (Object.hasOwn(value, 'messages')) return membersOf(document, child(target, 'messages'));
    const channel = document.follow(child(target, 'channel'));
    return channel === undefined ? [] : membersOf(document, child(channel.pointer, 'messages'));
  });
  return new Set(listed.map((message) => message.target));
}
