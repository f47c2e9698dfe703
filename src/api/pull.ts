import { rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { defaultFolder, isBelow, loadLock, lockedFolder, newLockFile } from '../config/lock.ts';
import type { Lock, LockedContract } from '../config/lock.ts';
import { RunError } from '../findings/run-error.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { commitPull, createStaging } from '../registry/client/commit.ts';
import { planPull } from '../registry/client/plan-pull.ts';
import type { PulledContract } from '../registry/client/plan-pull.ts';
import { parseRequest } from '../registry/client/requests.ts';
import type { StagedContract, StageInput } from '../registry/client/stage.ts';
import type { Vendored, VendoredState } from '../registry/client/verify-vendored.ts';
import { Registries } from './open-registry.ts';
import type { RegistrySettings } from './open-registry.ts';

export interface PullOptions extends RegistrySettings, IsolationOptions {
  /** Folder of pulled contracts, relative to `cwd`; what the lock file says, else `asyncapi`. */
  readonly out?: string;
  /** Replaces files that were changed by hand, and files that were not pulled. */
  readonly force?: boolean;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

export interface PullResult {
  /** Absolute. */
  readonly lockFile: string;
  /** Absolute. */
  readonly folder: string;
  readonly contracts: readonly PulledContract[];
}

/**
 * Brings contracts from a registry into a folder of the project, checked, and records them in `counterfoil.lock`. Each is
 * one AsyncAPI document with nothing outside of it, and its scenarios.
 *
 * @param names `<vendor>` or `<vendor>@<range>`; without any, what the lock file says: then only what is missing is asked for
 * @throws {RunError} when an argument, the registry or a contract is wrong, a locked contract has another digest, or files
 *   were changed by hand: nothing is written then
 * @throws {IsolationError} when a contract takes too long to check
 */
export async function pull(names: readonly string[] = [], options: PullOptions = {}): Promise<PullResult> {
  const cwd = resolve(options.cwd ?? '');
  const lock = lockFor(cwd, options.out);
  const requests = names.map(parseRequest);
  const registries = new Registries(options, cwd);
  const folder = join(dirname(lock.file), lock.folder);
  let staging: string | undefined;
  const stage = (input: Omit<StageInput, 'folder'>): Promise<StagedContract> => {
    staging ??= createStaging(folder);
    return runIsolated<StagedContract>('registry-stage', { ...input, folder: staging }, options);
  };
  try {
    const plan = await planPull(requests, {
      lock,
      force: options.force ?? false,
      registries,
      stage,
      verify: (contracts) => verify(contracts, options),
    });
    const placements = plan.flatMap(({ placement }) => placement ?? []);
    if (placements.length > 0) await commitPull(lock, placements, (staging ??= createStaging(folder)));
    return { lockFile: lock.file, folder, contracts: plan.map(({ contract }) => contract) };
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    await registries.close();
  }
}

/** What a pulled contract is, against what the lock file says. */
export interface LockedState extends VendoredState {
  readonly contract: LockedContract;
}

/**
 * Holds the pulled contracts against the lock file, without a registry.
 *
 * @throws {RunError} when there is no lock file, or it is wrong
 */
export async function checkPulled(
  options: { readonly cwd?: string } & IsolationOptions = {},
): Promise<readonly LockedState[]> {
  const cwd = resolve(options.cwd ?? '');
  const { lock, findings } = loadLock(cwd);
  if (findings.length > 0) throw wrongLock(findings);
  if (lock === undefined)
    throw new RunError('usage', 'There is no counterfoil.lock.', {
      help: 'Pull a contract first: counterfoil pull <vendor> --registry <registry>.',
    });
  const states = await verify(
    lock.contracts.map((contract) => ({
      id: `${contract.vendor}@${contract.version}`,
      folder: lockedFolder(lock, contract),
      content: contract.content,
    })),
    options,
  );
  return states.flatMap((state, index) => {
    const contract = lock.contracts[index];
    return contract === undefined ? [] : [{ ...state, contract }];
  });
}

function verify(contracts: readonly Vendored[], options: IsolationOptions): Promise<VendoredState[]> {
  return contracts.length === 0 ? Promise.resolve([]) : runIsolated('registry-verify', contracts, isolationOf(options));
}

function isolationOf({ deadline, memory, onProgress }: IsolationOptions): IsolationOptions {
  return {
    ...(deadline === undefined ? {} : { deadline }),
    ...(memory === undefined ? {} : { memory }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

function lockFor(cwd: string, out: string | undefined): Lock {
  const { lock, findings } = loadLock(cwd);
  if (findings.length > 0) throw wrongLock(findings);
  const file = lock?.file ?? newLockFile(cwd);
  const named = out === undefined ? undefined : relative(dirname(file), resolve(cwd, out)).split(sep).join('/') || '.';
  if (named !== undefined && !isBelow(named))
    throw new RunError('usage', `${out} does not lie below ${dirname(file)}, where the lock file is.`, {
      help: 'Pull into a folder of the project.',
    });
  if (lock !== undefined && lock.contracts.length > 0 && named !== undefined && named !== lock.folder)
    throw new RunError('usage', `The lock file keeps its contracts in ${lock.folder}, not in ${named}.`, {
      help: 'Leave --out away; or move the folder, and correct `folder` in the lock file.',
    });
  return { file, folder: named ?? lock?.folder ?? defaultFolder, contracts: lock?.contracts ?? [] };
}

function wrongLock(findings: RunError['findings']): RunError {
  return new RunError('usage', 'The lock file is wrong.', {
    findings,
    help: 'After a merge keep one of two entries with the same name, and run counterfoil pull.',
  });
}
