import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadLock, lockedFolder } from '../config/lock.ts';
import type { Lock, LockedContract } from '../config/lock.ts';
import { RunError } from '../findings/run-error.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { newerVersions, verdictOf } from '../registry/client/outdated.ts';
import type { OutdatedContract, StepVerdict } from '../registry/client/outdated.ts';
import type { Registry } from '../registry/client/registry.ts';
import { parseRequest } from '../registry/client/requests.ts';
import type { StagedContract } from '../registry/client/stage.ts';
import { toolVersion } from '../util/version.ts';
import { compare } from './compare.ts';
import { Registries } from './open-registry.ts';
import type { RegistrySettings } from './open-registry.ts';
import { demandAsPulled } from './pulled-targets.ts';

export interface OutdatedOptions extends RegistrySettings, IsolationOptions {
  /** Folder whose lock file is meant; the working folder when absent. */
  readonly cwd?: string;
}

/** What could be pulled instead of what is locked. Plain data. */
export interface OutdatedResult {
  readonly toolVersion: string;
  /** In the order of the lock file. */
  readonly contracts: readonly OutdatedContract[];
}

/**
 * Asks the registries of the locked contracts for newer versions, and compares these with what is locked.
 *
 * @param vendors all when empty
 * @throws {RunError} when nothing is locked, a registry cannot be asked, or a contract cannot be used
 */
export async function outdated(
  vendors: readonly string[] = [],
  options: OutdatedOptions = {},
): Promise<OutdatedResult> {
  const cwd = resolve(options.cwd ?? '');
  const { lock, findings } = loadLock(cwd);
  if (findings.length > 0) throw new RunError('usage', 'The lock file is wrong.', { findings });
  if (lock === undefined || lock.contracts.length === 0)
    throw new RunError('usage', 'Nothing is locked.', { help: 'Pull a contract first: counterfoil pull <vendor>.' });
  const meant = chosen(lock.contracts, vendors);
  await demandAsPulled(
    meant.map((each) => documentOf(lock, each)),
    cwd,
    options,
  );
  const registries = new Registries(options, cwd);
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-outdated-'));
  try {
    const contracts: OutdatedContract[] = [];
    for (const locked of meant) {
      const own = registries.parse(locked.source, dirname(lock.file));
      const registry = await registries.open(registries.isNamed ? registries.demand() : own);
      contracts.push(await judge(locked, { lock, registry, folder, cwd, options }));
    }
    return { toolVersion, contracts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await registries.close();
  }
}

function chosen(contracts: readonly LockedContract[], vendors: readonly string[]): readonly LockedContract[] {
  for (const text of vendors) {
    const { vendor } = parseRequest(text);
    if (!contracts.some((each) => each.vendor === vendor))
      throw new RunError('usage', `No contract of "${vendor}" is locked.`, {
        help: `There are ${[...new Set(contracts.map((each) => each.vendor))].join(', ')}.`,
      });
  }
  return vendors.length === 0 ? contracts : contracts.filter(({ vendor }) => vendors.includes(vendor));
}

interface JudgeContext {
  readonly lock: Lock;
  readonly registry: Registry;
  readonly folder: string;
  readonly cwd: string;
  readonly options: IsolationOptions;
}

async function judge(locked: LockedContract, context: JudgeContext): Promise<OutdatedContract> {
  const { vendor, range, source, version } = locked;
  const { newer, ...known } = newerVersions(locked, await context.registry.versions(vendor));
  const verdicts: StepVerdict[] = [];
  for (const one of newer) verdicts.push(await verdict(locked, one, context));
  const isOutdated = newer.length > 0 || known.deprecated !== undefined;
  return { vendor, range, source, locked: version, ...known, verdicts, isOutdated };
}

async function verdict(locked: LockedContract, version: string, context: JudgeContext): Promise<StepVerdict> {
  const { lock, registry, folder, cwd, options } = context;
  const { vendor } = locked;
  const staged = await runIsolated<StagedContract>(
    'registry-stage',
    {
      brought: await registry.get(vendor, version),
      name: `${vendor}@${version} of ${registry.name}`,
      folder,
      expected: { vendor, version },
    },
    options,
  );
  const result = await compare(documentOf(lock, locked), join(staged.folder, 'asyncapi.yaml'), {
    ...options,
    approvals: false,
    cwd,
  });
  const [report] = result.comparisons;
  if (report === undefined) throw new Error('A comparison of two contracts has no report.');
  return verdictOf(report);
}

function documentOf(lock: Lock, contract: LockedContract): string {
  return join(lockedFolder(lock, contract), 'asyncapi.yaml');
}
