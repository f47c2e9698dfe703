import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CompareResult } from '../checks/compare/result.ts';
import type { CheckResult } from '../checks/result.ts';
import { pulledContracts, resolveTargets } from '../checks/targets.ts';
import { registryName } from '../config/registry-address.ts';
import { RunError } from '../findings/run-error.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { createStaging } from '../registry/client/commit.ts';
import { FolderRegistry } from '../registry/client/folder-registry.ts';
import { HttpRegistry } from '../registry/client/http-registry.ts';
import type { PublishAnswer } from '../registry/client/http-registry.ts';
import { publishFolder, publishToFolder } from '../registry/client/publish-to-folder.ts';
import type { Registry } from '../registry/client/registry.ts';
import type { StagedContract, StageInput } from '../registry/client/stage.ts';
import { compareVersions } from '../util/versions.ts';
import { checkContracts } from './check-contracts.ts';
import { compare } from './compare.ts';
import { Registries } from './open-registry.ts';
import type { RegistrySettings } from './open-registry.ts';
import { namedOrConfigured } from './targets.ts';
import { todayInUtc } from './today.ts';

export interface PublishOptions extends RegistrySettings, IsolationOptions {
  /** Asks what would become of it, and changes nothing. */
  readonly dryRun?: boolean;
  /** Lets only those read it who have a token for the vendor. */
  readonly private?: boolean;
  /** Day of the release, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/** What became of one contract. */
export interface PublishedContract extends PublishAnswer {
  /** `<vendor>@<version>`. */
  readonly id: string;
  /** Of a refused one: what it is, against the version that it must agree with, when there is one. */
  readonly comparison?: CompareResult;
}

export interface PublishResult {
  /** For people. */
  readonly registry: string;
  /** What the check before it found; nothing is sent when it fails. */
  readonly check: CheckResult;
  /** In the order of vendors and versions. */
  readonly contracts: readonly PublishedContract[];
}

/**
 * Publishes contracts: checks them, makes each one document with nothing outside of it, and sends it to a server, or puts
 * it into a folder. Publishing the same again changes nothing. A version that is there and something else is refused, and
 * so is one that is too near to the one before it.
 *
 * @param targets AsyncAPI documents or folders; when empty, what the configuration names, else the folder `asyncapi`,
 *   without what was pulled
 * @throws {RunError} when an argument or the registry is wrong, or a contract cannot be one document
 */
export async function publish(targets: readonly string[] = [], options: PublishOptions = {}): Promise<PublishResult> {
  const cwd = resolve(options.cwd ?? '');
  const { dryRun = false, today = todayInUtc(), ...others } = options;
  const registries = new Registries(options, cwd);
  const address = registries.demand();
  const name = registryName(address, cwd);
  if (address.kind === 'git')
    throw new RunError('usage', 'Nothing is published into a git repository from here.', {
      help: 'Publish into its working folder (--registry <folder>), and commit.',
    });
  if (address.kind === 'shipped')
    throw new RunError('usage', 'Nothing is published into the program itself.', {
      help: 'Name a registry of your own: --registry <URL or folder>.',
    });
  if (address.kind === 'folder' && options.private === true)
    throw new RunError('usage', 'A folder keeps nothing private.', { help: 'Leave --private away.' });
  // Before the check, which takes long.
  if (address.kind === 'folder') publishFolder(address.path, name, true);
  const named = targets.length > 0 ? resolveTargets(targets, cwd) : ownContracts(cwd);
  const check = await checkContracts(named, { ...isolationOf(others), cwd, config: true, captures: [], today });
  if (check.verdict === 'fail') return { registry: name, check, contracts: [] };
  const folder = address.kind === 'folder' ? publishFolder(address.path, name, dryRun) : undefined;
  const staging =
    folder === undefined || dryRun ? mkdtempSync(join(tmpdir(), 'counterfoil-publish-')) : createStaging(folder);
  const registry = address.kind === 'http' ? new HttpRegistry(address.url, registries.token(address)) : undefined;
  const context: Context = { registry, folder, name, staging, cwd, today, dryRun, options };
  try {
    const staged: StagedContract[] = [];
    for (const file of named) staged.push(await stage(file, context));
    const contracts: PublishedContract[] = [];
    for (const one of staged.toSorted(inOrder)) contracts.push(await publishOne(one, context));
    return { registry: name, check, contracts };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What the project writes itself: what was pulled is somebody else's. */
function ownContracts(cwd: string): string[] {
  const pulled = new Set(pulledContracts(cwd).map(({ file }) => file));
  const own = resolveTargets(namedOrConfigured([], cwd), cwd).filter((file) => !pulled.has(file));
  if (own.length > 0) return own;
  throw new RunError('usage', 'There is no contract to publish: all were pulled.', { help: 'Name one.' });
}

interface Context {
  /** A server; undefined for a folder. */
  readonly registry: HttpRegistry | undefined;
  readonly folder: string | undefined;
  readonly name: string;
  readonly staging: string;
  readonly cwd: string;
  readonly today: string;
  readonly dryRun: boolean;
  readonly options: PublishOptions;
}

function stage(file: string, { staging, options }: Context): Promise<StagedContract> {
  const input: StageInput = { brought: { kind: 'file', file }, name: file, folder: staging, withParts: true };
  return runIsolated<StagedContract>('registry-stage', input, isolationOf(options));
}

async function publishOne(staged: StagedContract, context: Context): Promise<PublishedContract> {
  const id = `${staged.vendor}@${staged.version}`;
  const answer = await send(staged, context);
  if (answer.status !== 'refused') return { id, ...answer };
  const comparison = await compareWithFormer(staged, context);
  const tells = comparison?.comparisons.some(({ bump }) => bump !== 'none') === true;
  return { id, ...answer, ...(comparison !== undefined && tells ? { comparison } : {}) };
}

async function send(staged: StagedContract, context: Context): Promise<PublishAnswer> {
  const { vendor, version, parts } = staged;
  const { registry, folder, today, dryRun, options } = context;
  if (registry !== undefined && parts !== undefined) {
    const { document, scenarios } = parts;
    return registry.publish(
      {
        vendor,
        version,
        document,
        ...(scenarios === undefined ? {} : { scenarios }),
        ...(options.private === true ? { visibility: 'private' } : {}),
      },
      dryRun,
    );
  }
  return publishToFolder(staged, {
    folder: folder ?? '',
    today,
    dryRun,
    isEnough: async (older, newer) => (await compareFolders(older, newer, context)).comparisons[0]?.isEnough === true,
  });
}

/** The version that a refused one must agree with: the same, else the newest before it. */
async function compareWithFormer(staged: StagedContract, context: Context): Promise<CompareResult | undefined> {
  const { vendor, version } = staged;
  const { folder, name, staging, options } = context;
  const registry: Registry = context.registry ?? new FolderRegistry(folder ?? '', name);
  const versions = (await registry.versions(vendor)).map((each) => each.version);
  const former = versions
    .filter((each) => compareVersions(each, version) <= 0)
    .toSorted(compareVersions)
    .at(-1);
  if (former === undefined) return undefined;
  const older = await runIsolated<StagedContract>(
    'registry-stage',
    {
      brought: await registry.get(vendor, former),
      name: `${vendor}@${former} of ${name}`,
      folder: join(staging, 'former'),
      expected: { vendor, version: former },
    },
    isolationOf(options),
  );
  return compareFolders(older.folder, staged.folder, context);
}

/** Both are read as documents of their own; places are shown as the names of the contracts. */
function compareFolders(older: string, newer: string, { options, today }: Context): Promise<CompareResult> {
  return compare(older, newer, { ...isolationOf(options), approvals: false, today, cwd: resolve(newer, '../..') });
}

function inOrder(one: StagedContract, other: StagedContract): number {
  if (one.vendor !== other.vendor) return one.vendor < other.vendor ? -1 : 1;
  return compareVersions(one.version, other.version);
}

function isolationOf({ deadline, memory, onProgress }: IsolationOptions): IsolationOptions {
  return {
    ...(deadline === undefined ? {} : { deadline }),
    ...(memory === undefined ? {} : { memory }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}
