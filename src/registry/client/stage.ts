import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { loadContract } from '../../asyncapi/load-contract.ts';
import { defaultSizeLimit, readText } from '../../asyncapi/read.ts';
import { selfContained } from '../../asyncapi/self-contained.ts';
import { parseSource } from '../../asyncapi/source-map.ts';
import type { SourceDocument } from '../../asyncapi/source-map.ts';
import { compileContract } from '../../checks/checked-contract.ts';
import { checkScenariosOf } from '../../checks/scenarios.ts';
import type { RunContext } from '../../checks/watch.ts';
import { structureOf } from '../../compatibility/contracts/structure.ts';
import { isVendorName } from '../../config/lock.ts';
import type { Finding } from '../../findings/finding.ts';
import { RunError } from '../../findings/run-error.ts';
import { digest } from '../../json-schema/canonicalize.ts';
import type { Json } from '../../util/json.ts';
import { describeRounded, roundedInYaml, roundedNumbers } from '../domain/exact-numbers.ts';
import { contentDigest, readParts, refusal } from './parts.ts';
import type { ContractParts } from './parts.ts';
import type { Brought } from './registry.ts';
import { isVersion } from './requests.ts';

/** What to stage. Plain data: it is handed to a worker. */
export interface StageInput {
  readonly brought: Brought;
  /** For people: `cafe@1.0.0 of https://...`. */
  readonly name: string;
  /** Folder that gets `<vendor>/<version>/`, absolute. */
  readonly folder: string;
  /** What the contract must be. */
  readonly expected?: { readonly vendor: string; readonly version: string };
  /** A line of comment at the top of the files. */
  readonly comment?: string;
  /** Whether what was written comes back too. */
  readonly withParts?: boolean;
}

/** A contract as one document, checked and written to a folder of its own. */
export interface StagedContract {
  readonly vendor: string;
  readonly version: string;
  readonly events: number;
  /** Over its structure. */
  readonly digest: string;
  /** Over all that was written. */
  readonly content: string;
  /** Absolute: `<folder>/<vendor>/<version>`. */
  readonly folder: string;
  /** When asked for. */
  readonly parts?: ContractParts;
}

/**
 * Turns what a registry gave into one document with its scenarios, writes it to a folder that nobody uses yet, and reads
 * it from there: what is reported is what stands in the files. Nothing outside of the folder is read for texts of strangers.
 *
 * @throws {RunError} `input`, when it cannot be read, has errors, or is another contract than expected
 */
export async function stageContract(input: StageInput, { watch, excluded }: RunContext): Promise<StagedContract> {
  const { brought, name, folder, expected, comment, withParts = false } = input;
  const reason = excluded.get(name);
  if (reason !== undefined) throw refusal(name, `it needed too much ${reason} to be checked`, []);
  watch.enter(name);
  // What is sent on must say to others what its files say.
  const parts = brought.kind === 'file' ? await readFiles(brought.file, name, withParts) : parseTexts(brought, name);
  watch.beat();
  const { vendor, version } = expected ?? namesOf(parts.document, name);
  const target = join(folder, vendor, version);
  mkdirSync(target, { recursive: true });
  const file = join(target, 'asyncapi.yaml');
  writeFileSync(file, yamlText(parts.document, comment));
  if (parts.scenarios !== undefined) writeFileSync(join(target, 'scenarios.yaml'), yamlText(parts.scenarios, comment));
  watch.beat();
  const contract = await checkStaged(file, name);
  watch.beat();
  if (contract.vendor !== vendor || contract.version !== version)
    throw refusal(name, `it says that it is ${contract.vendor}@${contract.version}`, []);
  const content = contentDigest(parts);
  if (contentDigest(readParts(target, name)) !== content)
    throw refusal(name, 'YAML cannot say what it says, and read the same again', []);
  return {
    vendor,
    version,
    events: contract.events.length,
    digest: digest(structureOf(contract)),
    content,
    folder: target,
    ...(withParts ? { parts } : {}),
  };
}

/** Names are what paths are made of. */
function namesOf(document: Json, name: string): { vendor: string; version: string } {
  const { info } = document as { info?: Readonly<Record<string, unknown>> };
  const vendor = info?.['x-vendor'];
  const version = info?.['version'];
  if (typeof vendor === 'string' && isVendorName(vendor) && typeof version === 'string' && isVersion(version))
    return { vendor, version };
  const message = `its vendor (${String(vendor)}) or its version (${String(version)}) is no name for a registry`;
  throw new RunError('input', `${name} cannot be used: ${message}.`, {
    help: 'A vendor is written in lower case with hyphens, a version as 1.2.3.',
  });
}

async function readFiles(file: string, name: string, isExact: boolean): Promise<ContractParts> {
  const cwd = dirname(file);
  const { contract, document, findings } = await loadContract(file, { cwd });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (contract === undefined || errors.length > 0) throw refusal(name, 'it has errors', errors);
  if (isExact) for (const source of document.documents.values()) demandExact(source);
  if (contract.scenarios === undefined) return { document: selfContained(contract, document), scenarios: undefined };
  const text = readText(resolve(cwd, contract.scenarios), contract.scenarios, defaultSizeLimit, errors);
  const scenarios = text === undefined ? undefined : parseSource(contract.scenarios, text, errors)?.data;
  if (scenarios === undefined) throw refusal(name, 'its scenarios cannot be read', errors);
  return { document: selfContained(contract, document), scenarios };
}

function demandExact({ file, text }: SourceDocument): void {
  const [rounded] = file.endsWith('.json') ? roundedNumbers(text) : roundedInYaml(text);
  if (rounded === undefined) return;
  throw new RunError('input', `${file} has ${describeRounded(rounded)}`, {
    help: 'What is published is written anew, and would say the other number.',
  });
}

function parseTexts({ document, scenarios }: Brought & { kind: 'texts' }, name: string): ContractParts {
  const findings: Finding[] = [];
  const data = parseSource('asyncapi.json', document, findings)?.data;
  const played = scenarios === undefined ? undefined : parseSource('scenarios.yaml', scenarios, findings)?.data;
  if (data === undefined || findings.length > 0) throw refusal(name, 'it cannot be read', findings);
  return { document: data, scenarios: played };
}

async function checkStaged(file: string, name: string) {
  const folder = dirname(file);
  const { contract, document, findings } = await loadContract(file, { cwd: folder, roots: [folder] });
  const compiled = contract === undefined ? undefined : compileContract(contract, document, file);
  const played = compiled === undefined ? [] : await checkScenariosOf(compiled.checked, folder);
  const errors = [...findings, ...(compiled?.findings ?? []), ...played].filter(({ severity }) => severity === 'error');
  if (contract === undefined || errors.length > 0) throw refusal(name, 'it has errors', errors);
  if (document.documents.size > 1) throw refusal(name, 'it refers to other files', []);
  return contract;
}

function yamlText(data: Json, comment: string | undefined): string {
  const text = stringify(data, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 120 });
  return comment === undefined ? text : `# ${comment}\n${text}`;
}
