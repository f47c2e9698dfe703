import type { Rule } from '../../findings/rule.ts';
import { child } from '../../json-schema/pointer.ts';
import type { Json } from '../../util/json.ts';
import { get } from '../bundled-view.ts';
import { findingAt, referencePointer, written } from './document-rule.ts';
import type { DocumentRule } from './document-rule.ts';

const rule: Rule = {
  id: 'document/channel-servers',
  title: "A channel's servers must be references to the document's servers",
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A server that is kept elsewhere, or written into the channel, belongs to no server that readers of the document can see.',
  fix: 'Put the server under "servers" and refer to it.',
  bad: "servers:\n  - $ref: '#/components/servers/receiver'",
  good: "servers:\n  - $ref: '#/servers/receiver'",
  source: 'AsyncAPI 3.1.0, Channel Object, "servers"',
};

/** Official rules: asyncapi3-required-channel-servers-unambiguity, asyncapi3-channel-servers. */
export const channelServers: DocumentRule = {
  rule,
  check: (document) =>
    written(document, 'channel')
      .filter(({ pointer }) => pointer.startsWith('/channels/'))
      .flatMap(({ pointer, value }) => {
        const servers = get(value, 'servers');
        if (!Array.isArray(servers)) return [];
        return servers.flatMap((server: Json, index) =>
          referencePointer(server)?.startsWith('/servers/') === true
            ? []
            : [
                findingAt(
                  document,
                  rule,
                  child(child(pointer, 'servers'), index),
                  'The server must be a reference of the form "#/servers/<name>".',
                ),
              ],
        );
      }),
};
