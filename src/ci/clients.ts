import { posix } from 'node:path';
import type { Difference } from '../codegen/write-files.ts';
import { clientRules } from '../checks/client-rules.ts';
import type { Finding } from '../findings/finding.ts';

const words: Readonly<Record<Difference['kind'], string>> = {
  missing: 'is missing',
  changed: 'is not what the contract gives now',
  leftover: 'belongs to no client any more',
};

/**
 * What differs between a folder of clients and the contracts, as findings: one for each client.
 *
 * @param out folder of the clients, as the user would type it
 */
export function staleClients(out: string, differences: readonly Difference[]): Finding[] {
  const byClient = Map.groupBy(differences, ({ path }) => path.split('/')[0] ?? path);
  return [...byClient].flatMap(([client, [first, ...others]]) => {
    if (first === undefined) return [];
    const more = others.length === 0 ? '' : `; ${others.length} more of its files differ`;
    return {
      rule: clientRules.stale.id,
      severity: clientRules.stale.severity,
      message: `The client ${client} is stale: ${first.path} ${words[first.kind]}${more}.`,
      place: { file: posix.join(out.replaceAll('\\', '/'), first.path) },
      help: 'counterfoil generate writes it anew; commit that.',
    };
  });
}
