import type { Rule } from '../../findings/rule.ts';
import { child } from '../../json-schema/pointer.ts';
import type { Json } from '../../util/json.ts';
import { get } from '../bundled-view.ts';
import { findingAt, referencePointer, written } from './document-rule.ts';
import type { DocumentRule } from './document-rule.ts';

const rule: Rule = {
  id: 'document/operation-messages',
  title: "An operation's messages must be messages of its channel",
  severity: 'error',
  since: '0.1.0',
  purpose: 'A message that the channel does not have cannot be sent over it; most often the reference is a slip.',
  fix: 'Refer to the message in the channel: "#/channels/<channel>/messages/<message>".',
  bad: "channel: { $ref: '#/channels/deliveries' }\nmessages:\n  - $ref: '#/components/messages/order'",
  good: "channel: { $ref: '#/channels/deliveries' }\nmessages:\n  - $ref: '#/channels/deliveries/messages/order'",
  source: 'AsyncAPI 3.1.0, Operation Object, "messages"',
};

/** Official rule: asyncapi3-operation-messages-from-referred-channel. */
export const operationMessages: DocumentRule = {
  rule,
  check: (document) =>
    written(document, 'operation').flatMap(({ pointer, value }) => {
      const channel = referencePointer(get(value, 'channel'));
      const messages = get(value, 'messages');
      if (channel === undefined || !Array.isArray(messages)) return [];
      return messages.flatMap((message: Json, index) =>
        referencePointer(message)?.startsWith(`${channel}/messages/`) === true
          ? []
          : [
              findingAt(
                document,
                rule,
                child(child(pointer, 'messages'), index),
                `The message is not one of the messages of "#${channel}".`,
              ),
            ],
      );
    }),
};
