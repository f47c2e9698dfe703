import type { Finding } from '../../findings/finding.ts';
import type { ContractDocument } from '../contract-document.ts';
import { channelKey } from './channel-key.ts';
import { channelParameters } from './channel-parameters.ts';
import { channelServers } from './channel-servers.ts';
import type { DocumentRule } from './document-rule.ts';
import { latestVersion } from './latest-version.ts';
import { operationChannel } from './operation-channel.ts';
import { operationMessages } from './operation-messages.ts';

/** The rules that the official parser has beyond the schema; `docs/asyncapi-rules.md` sets them against its own. */
export const documentRules: readonly DocumentRule[] = [
  channelKey,
  channelParameters,
  channelServers,
  latestVersion,
  operationChannel,
  operationMessages,
];

/** Applies all of them to a document that is valid by its schema. */
export function checkDocumentRules(document: ContractDocument): Finding[] {
  return documentRules.flatMap(({ check }) => check(document));
}
