import { dirname } from 'node:path';
import { pulledContracts, resolveTargets } from '../checks/targets.ts';
import { loadLock, lockedFolder } from '../config/lock.ts';
import { RunError } from '../findings/run-error.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import type { VendoredState } from '../registry/client/verify-vendored.ts';

/**
 * Holds those of the named contracts that were pulled against the lock file. Others are not looked at.
 *
 * @param targets as for `resolveTargets`
 * @throws {RunError} `input`, when one was changed since it was pulled
 */
export async function demandAsPulled(
  targets: readonly string[],
  cwd: string,
  isolation: IsolationOptions,
): Promise<void> {
  if (pulledContracts(cwd).length === 0) return;
  const named = new Set(resolveTargets(targets, cwd).map((file) => dirname(file)));
  const { lock } = loadLock(cwd);
  const contracts = (lock?.contracts ?? []).flatMap(({ vendor, version, content }) => {
    const folder = lockedFolder(lock ?? { file: '', folder: '' }, { vendor, version });
    return named.has(folder) ? [{ id: `${vendor}@${version}`, folder, content }] : [];
  });
  if (contracts.length === 0) return;
  const states = await runIsolated<VendoredState[]>('registry-verify', contracts, isolation);
  const changed = states.filter(({ state }) => state !== 'same').map(({ id }) => id);
  if (changed.length === 0) return;
  throw new RunError('input', `${changed.join(', ')}: not what counterfoil.lock says.`, {
    help: 'Keep changes elsewhere, and bring what is locked with counterfoil pull --force.',
  });
}
