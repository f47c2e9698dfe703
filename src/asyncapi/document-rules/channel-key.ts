import type { Rule } from '../../findings/rule.ts';
import { child } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import { get } from '../bundled-view.ts';
import { findingAt } from './document-rule.ts';
import type { DocumentRule } from './document-rule.ts';

const rule: Rule = {
  id: 'document/channel-key',
  title: 'The key of a channel must not hold "?" or "#"',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'The key is part of references to the channel; a query or fragment in it cuts them short. The URL of the deliveries belongs in "address".',
  fix: 'Choose a short name as the key.',
  bad: "channels:\n  '/webhooks?source=orders': {}",
  good: 'channels:\n  orders: { address: /webhooks }',
  source: 'AsyncAPI 3.1.0, Channels Object',
};

/** Official rule: asyncapi3-channel-no-query-nor-fragment. */
export const channelKey: DocumentRule = {
  rule,
  check: (document) => {
    const channels = get(document.data, 'channels');
    if (!isObject(channels)) return [];
    return Object.keys(channels)
      .filter((key) => /[?#]/.test(key))
      .map((key) => findingAt(document, rule, child('/channels', key), `The key "${key}" holds "?" or "#".`));
  },
};
