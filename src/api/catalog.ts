import { resolve } from 'node:path';
import type { ContractDrift } from '../capture/drift/result.ts';
import { runSource } from '../catalog/data/catalog-run-source.ts';
import type { CatalogRun, CatalogRunOptions } from '../catalog/data/run-catalog.ts';
import type { CatalogOptions } from '../catalog/site.ts';
import type { SiteChanges } from '../catalog/write-site.ts';
import { loadConfig } from '../config/load-config.ts';
import { RunError } from '../findings/run-error.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { drift } from './drift.ts';
import { namedOrConfigured } from './targets.ts';
import { todayInUtc } from './today.ts';
import { reasonOf } from '../util/system-reason.ts';

export interface BuildCatalogOptions extends IsolationOptions, Pick<CatalogOptions, 'mockUrl' | 'base'> {
  /** Folder for the site, relative to `cwd`. */
  readonly out: string;
  /** Capture files, patterns and stores that conformance is shown of; those of the configuration when absent. */
  readonly captures?: readonly string[];
  /** 32 bytes that the records of stores are sealed with. */
  readonly storeKey?: Uint8Array;
  /** Where the configuration's environment variables are looked up; nowhere when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** Day that approvals are judged by, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
}

/** A site that was written. */
export interface BuiltCatalog extends SiteChanges {
  /** Absolute. */
  readonly out: string;
  /** Ids. */
  readonly contracts: readonly string[];
  readonly comparisons: number;
  /** HTML pages among the files. */
  readonly pages: number;
  /** Ids of contracts whose validators cannot run in a page. */
  readonly withoutValidators: readonly string[];
}

/**
 * Writes a catalog of contracts as a static site: it needs no server, and works from a file share and under any path. The same
 * contracts and captures give the same bytes.
 *
 * @param targets AsyncAPI documents, folders, or shipped contracts; what the configuration names, else the folder `asyncapi`, when
 *   empty
 * @throws {RunError} when a contract has errors, nothing is named, or a file is in the way that no build wrote
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function buildCatalog(targets: readonly string[], options: BuildCatalogOptions): Promise<BuiltCatalog> {
  const { out: named, mockUrl, base, cwd: folder = '' } = options;
  const cwd = resolve(folder);
  if (named.trim() === '') {
    throw new RunError('usage', 'The output folder has no name.', { help: 'Is the variable that holds it set?' });
  }
  if (base !== undefined && !base.startsWith('/')) {
    throw new RunError('usage', `"${base}" is no path that a site lies under.`, {
      help: 'It begins with a slash: /contracts/.',
    });
  }
  const [{ createCatalog }, { writeSite }] = await Promise.all([
    import('../catalog/catalog.ts'),
    import('../catalog/write-site.ts'),
  ]);
  const run = await readCatalog(targets, options);
  const catalog = await createCatalog(runSource(run), {
    ...(mockUrl === undefined ? {} : { mockUrl }),
    ...(base === undefined ? {} : { base }),
  });
  const files = new Map<string, string>();
  for (const path of catalog.paths) files.set(path, (await catalog.page(path)).body);
  const out = resolve(cwd, named);
  return {
    out,
    ...writeFiles(() => writeSite(out, files), out),
    contracts: run.contracts.map(({ contract }) => contract.id),
    comparisons: run.comparisons.length,
    pages: catalog.paths.filter((path) => path.endsWith('.html')).length,
    withoutValidators: run.contracts.flatMap(({ contract, validators }) =>
      validators === undefined ? [contract.id] : [],
    ),
  };
}

/**
 * Reads contracts with all that a catalog shows of them; the work goes on in a watched worker.
 *
 * @throws {RunError} as `buildCatalog`
 */
export async function readCatalog(
  targets: readonly string[],
  options: Omit<BuildCatalogOptions, 'out' | 'mockUrl' | 'base'>,
): Promise<CatalogRun> {
  const { cwd: folder = '', today = todayInUtc(), env = {}, onProgress, deadline, memory } = options;
  const cwd = resolve(folder);
  const contracts = namedOrConfigured(targets, cwd);
  const isolation = {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(memory === undefined ? {} : { memory }),
  };
  const input: CatalogRunOptions = {
    targets: contracts,
    settings: { config: true, today, env },
    cwd,
    drifts: await driftsOf(contracts, options, { cwd, today, ...isolation }),
  };
  return runIsolated<CatalogRun>('catalog', input, isolation);
}

async function driftsOf(
  contracts: readonly string[],
  { captures, storeKey }: Pick<BuildCatalogOptions, 'captures' | 'storeKey'>,
  settings: IsolationOptions & { readonly cwd: string; readonly today: string },
): Promise<readonly ContractDrift[]> {
  const patterns = captures ?? loadConfig(settings.cwd).config.captures.flatMap(({ files }) => files);
  if (patterns.length === 0) return [];
  const result = await drift(patterns, { ...settings, contracts, ...(storeKey === undefined ? {} : { storeKey }) });
  return result.contracts;
}

function writeFiles<Result>(write: () => Result, out: string): Result {
  try {
    return write();
  } catch (error) {
    if (error instanceof RunError || !(error instanceof Error) || !('code' in error)) throw error;
    throw new RunError('input', `The catalog cannot be written to ${out}: ${reasonOf(error)}.`, {
      help: 'Name a folder that you may write to.',
    });
  }
}
