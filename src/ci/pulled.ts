import { join } from 'node:path';
import { clientRules } from '../checks/client-rules.ts';
import type { Finding } from '../findings/finding.ts';
import type { VendoredState } from '../registry/client/verify-vendored.ts';
import { displayPath } from '../util/display-path.ts';

/**
 * Pulled contracts that are not what was pulled, as findings.
 *
 * @param cwd absolute path that places are relative to
 */
export function changedContracts(states: readonly VendoredState[], cwd: string): Finding[] {
  const { id: rule, severity } = clientRules.pulled;
  return states
    .filter(({ state }) => state !== 'same')
    .map(({ id, folder, state }) => ({
      rule,
      severity,
      message: `${id} is ${state === 'missing' ? 'missing: it was pulled, and is not there' : 'not what was pulled'}.`,
      place: { file: displayPath(join(folder, 'asyncapi.yaml'), cwd) },
      contract: id,
      help: `counterfoil pull${state === 'missing' ? '' : ' --force'} brings what was pulled.`,
    }));
}
