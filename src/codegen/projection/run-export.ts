import { loadSoundContract, unsoundContract } from '../../checks/load-sound-contract.ts';
import { leftOut } from '../../checks/left-out.ts';
import { noWatch, type RunContext } from '../../checks/watch.ts';
import { structureOf } from '../../compatibility/contracts/structure.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import { toolVersion } from '../../util/version.ts';
import { headerLines } from '../client/header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { bundleDocument, eventDocument, eventFileNames, jsonFile } from './documents.ts';
import { projectContract } from './project-contract.ts';

/** What to export. Plain data: it is handed to a worker. */
export interface ExportRunOptions {
  /** The AsyncAPI document. */
  readonly path: string;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** One file with everything, in place of one for each event. */
  readonly bundle: boolean;
}

export interface ExportRun {
  /** `<vendor>@<version>`. */
  readonly contract: string;
  readonly files: readonly GeneratedFile[];
}

/**
 * The payload schemas of a contract as JSON Schema documents that need nothing else. Writes nothing.
 *
 * @throws {RunError} when the contract has errors
 */
export async function runExport(
  { path, cwd, bundle }: ExportRunOptions,
  { watch, excluded }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<ExportRun> {
  const reason = excluded.get(path);
  if (reason !== undefined) throw unsoundContract(path, [leftOut(path, cwd, reason)], refused);
  watch.enter(path);
  const contract = await loadSoundContract(path, cwd, refused);
  watch.beat();
  const projection = projectContract(contract);
  const origin = { contract: contract.id, digest: digest(structureOf(contract)), tool: toolVersion };
  const comment = headerLines(origin)[0] ?? '';
  if (bundle) {
    const file = `${contract.vendor}-v${contract.version.split('.', 1)[0] ?? '0'}.schema.json`;
    return { contract: contract.id, files: [jsonFile(file, bundleDocument(contract, projection, comment))] };
  }
  const files = [...eventFileNames(projection.events.keys())].map(([event, file]) =>
    jsonFile(file, eventDocument(contract, projection, event, comment)),
  );
  return { contract: contract.id, files };
}

const refused = (file: string): string => `Nothing can be exported from ${file}`;
