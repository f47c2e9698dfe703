import { RunError } from '../findings/run-error.ts';
import { foundTargets, shippedContracts } from '../checks/targets.ts';
import { checkContractEntries } from '../config/check-contract-entries.ts';
import { loadConfig } from '../config/load-config.ts';

/**
 * The contracts that arguments name; without any, those of the nearest `counterfoil.yaml`, else those that
 * were pulled and the folder `asyncapi`.
 *
 * @param cwd absolute path of the working folder
 * @throws {RunError} when the configuration is wrong, or there is nothing
 */
export function namedOrConfigured(targets: readonly string[], cwd: string): readonly string[] {
  const found = configured(targets, cwd);
  if (found !== undefined) return found;
  throw new RunError('usage', 'No contract is named, and there is no folder "asyncapi".', {
    help: 'Name a contract: an AsyncAPI document, a folder, or a shipped one; or set `contracts` in counterfoil.yaml.',
  });
}

/**
 * As `namedOrConfigured`; where there is nothing, all shipped contracts.
 *
 * @throws {RunError} when the configuration is wrong
 */
export function servedTargets(targets: readonly string[] | undefined, cwd: string): readonly string[] {
  return configured(targets ?? [], cwd) ?? shippedContracts().map(({ file }) => file);
}

function configured(targets: readonly string[], cwd: string): readonly string[] | undefined {
  if (targets.length > 0) return targets;
  const loaded = loadConfig(cwd);
  const { config } = loaded;
  const errors = [...loaded.findings.filter(({ severity }) => severity === 'error'), ...checkContractEntries(loaded)];
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  if (config.contracts.length > 0) return config.contracts;
  const found = foundTargets(cwd);
  return found.length > 0 ? found : undefined;
}
