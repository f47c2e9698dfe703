import type { Contract } from '../asyncapi/model.ts';
import { loadSoundContract, unsoundContract } from '../checks/load-sound-contract.ts';
import { leftOut } from '../checks/left-out.ts';
import { resolveTargets } from '../checks/targets.ts';
import { noWatch, type RunContext } from '../checks/watch.ts';
import { structureOf } from '../compatibility/contracts/structure.ts';
import { digest } from '../json-schema/canonicalize.ts';
import { compareVersions } from '../util/versions.ts';
import { toolVersion } from '../util/version.ts';
import type { PackageOptions } from './client/emit-package.ts';
import { headerComment } from './client/header.ts';
import type { Origin } from './client/header.ts';
import type { GeneratedFile } from './generated-file.ts';
import type { Language } from './languages.ts';

/** What to generate. Plain data: it is handed to a worker. */
export interface GenerateRunOptions {
  /** Contracts, as for `resolveTargets`. */
  readonly targets: readonly string[];
  /** Working folder, absolute. */
  readonly cwd: string;
  readonly language: Language;
  /** How TypeScript clients become packages; plain folders when absent. */
  readonly package?: PackageOptions;
  /** The runtime's files by name, for TypeScript. */
  readonly runtime: ReadonlyMap<string, string>;
}

/** One client. */
export interface GeneratedClient {
  /** `<vendor>@<version>`. */
  readonly contract: string;
  /** Its folder below the output folder. */
  readonly folder: string;
  /** How many events it has. */
  readonly events: number;
  /** Paths begin with the folder. */
  readonly files: readonly GeneratedFile[];
  /** What looks like a mistake in the schemas, because no useful type follows from it; pointers lead into the bundled schemas. */
  readonly problems: readonly { readonly pointer: string; readonly message: string }[];
}

export interface GenerateRun {
  /** In the order of their folders. */
  readonly clients: readonly GeneratedClient[];
  /** Contracts left out because another one named has a later version and the same folder. */
  readonly superseded: readonly string[];
}

/**
 * Generates clients: the newest version of each major version of each vendor. Writes nothing.
 *
 * @throws RunError when a contract has errors: nothing is generated from what is wrong
 */
export async function runGenerate(
  options: GenerateRunOptions,
  { watch, excluded }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<GenerateRun> {
  const newest = new Map<string, Contract>();
  const superseded: string[] = [];
  for (const path of resolveTargets(options.targets, options.cwd)) {
    const reason = excluded.get(path);
    if (reason !== undefined) throw unsoundContract(path, [leftOut(path, options.cwd, reason)], refused);
    watch.enter(path);
    const contract = await loadSoundContract(path, options.cwd, refused);
    const folder = folderOf(contract, options.language);
    const other = newest.get(folder);
    const isNewer = other === undefined || compareVersions(contract.version, other.version) > 0;
    if (isNewer) newest.set(folder, contract);
    const former = isNewer ? other : contract;
    if (former !== undefined) superseded.push(former.id);
  }
  const clients: GeneratedClient[] = [];
  for (const [folder, contract] of [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    watch.beat();
    const { files, problems } = await generate(contract, options);
    clients.push({
      contract: contract.id,
      folder,
      events: contract.events.length,
      files: files.map(({ path, content }) => ({ path: `${folder}/${path}`, content })),
      problems,
    });
  }
  return { clients, superseded };
}

async function generate(
  contract: Contract,
  options: GenerateRunOptions,
): Promise<{ files: readonly GeneratedFile[]; problems: GeneratedClient['problems'] }> {
  const origin: Origin = { contract: contract.id, digest: digest(structureOf(contract)), tool: toolVersion };
  switch (options.language) {
    case 'ts': {
      const { generateTypeScript } = await import('./client/generate-typescript.ts');
      return generateTypeScript(contract, origin, options.runtime, options.package);
    }
    case 'python': {
      const { generatePython } = await import('./python/generate-python.ts');
      return { files: await generatePython(contract, headerComment(origin, '#')), problems: [] };
    }
    case 'go': {
      const { generateGo } = await import('./go/generate-go.ts');
      return { files: await generateGo(contract, headerComment(origin, '//')), problems: [] };
    }
  }
}

const refused = (file: string): string => `No client can be generated from ${file}`;

/** A client's folder: it has the major version in its name, so that an update of the contract changes no import. */
function folderOf({ vendor, version }: Contract, language: Language): string {
  const major = version.split('.', 1)[0] ?? '0';
  const name = `${vendor}-v${major}`;
  // Packages of Python are named like variables, those of Go without any sign.
  if (language === 'python') return name.replaceAll(/\W/g, '_').replace(/^\d/, '_$&');
  return language === 'go' ? name.replaceAll(/\W/g, '') : name;
}
