import { loadContract } from '../../asyncapi/load-contract.ts';
import type { Contract } from '../../asyncapi/model.ts';
import { compileContract } from '../../checks/checked-contract.ts';
import { leftOut } from '../../checks/left-out.ts';
import { RunError } from '../../checks/run-error.ts';
import { noWatch, type RunContext } from '../../checks/watch.ts';
import { structureOf } from '../../compatibility/contracts/structure.ts';
import type { Finding } from '../../findings/finding.ts';
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
  if (reason !== undefined) throw refusal(path, [leftOut(path, cwd, reason)]);
  watch.enter(path);
  const contract = await load(path, cwd);
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

async function load(path: string, cwd: string): Promise<Contract> {
  const { contract, document, findings } = await loadContract(path, { cwd });
  const compiled = contract === undefined ? [] : compileContract(contract, document, path).findings;
  const errors = [...findings, ...compiled].filter(({ severity }) => severity === 'error');
  if (contract === undefined || errors.length > 0) throw refusal(document.file, errors);
  return contract;
}

function refusal(file: string, findings: readonly Finding[]): RunError {
  return new RunError('input', `Nothing can be exported from ${file}: it has errors.`, {
    findings,
    help: `counterfoil check ${file} says more.`,
  });
}
