import type { Rule } from '../../findings/rule.ts';
import { child } from '../../json-schema/pointer.ts';
import { get } from '../bundled-view.ts';
import { findingAt, referencePointer, written } from './document-rule.ts';
import type { DocumentRule } from './document-rule.ts';

const rule: Rule = {
  id: 'document/operation-channel',
  title: "An operation's channel must be a reference to one of the document's channels",
  severity: 'error',
  since: '0.1.0',
  purpose:
    'An operation over a channel that is kept elsewhere, or written into the operation, belongs to no channel that readers of the document can see.',
  fix: 'Put the channel under "channels" and refer to it.',
  bad: "operations:\n  deliver:\n    action: send\n    channel: { $ref: '#/components/channels/deliveries' }",
  good: "operations:\n  deliver:\n    action: send\n    channel: { $ref: '#/channels/deliveries' }",
  source: 'AsyncAPI 3.1.0, Operation Object, "channel"',
};

/** Official rule: asyncapi3-required-operation-channel-unambiguity. */
export const operationChannel: DocumentRule = {
  rule,
  check: (document) =>
    written(document, 'operation')
      .filter(({ pointer }) => pointer.startsWith('/operations/'))
      .filter(({ value }) => referencePointer(get(value, 'channel'))?.startsWith('/channels/') !== true)
      .map(({ pointer }) =>
        findingAt(
          document,
          rule,
          child(pointer, 'channel'),
          'The channel must be a reference of the form "#/channels/<name>".',
        ),
      ),
};
