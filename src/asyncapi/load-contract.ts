import { dirname, join, resolve } from 'node:path';

import type { Finding } from '../findings/finding.ts';
import { buildContract, headersName, payloadName } from './build-model.ts';
import { bundleDocument } from './bundle-document.ts';
import type { BundledDocument } from './bundle-document.ts';
import { bundleSchemas } from './bundle-schemas.ts';
import { fieldWithTraits } from './bundled-view.ts';
import { contractDocument, unreadDocument } from './contract-document.ts';
import type { ContractDocument } from './contract-document.ts';
import { eventNodes } from './events.ts';
import type { EventNode } from './events.ts';
import { defaultRoots } from './fence.ts';
import type { Contract } from './model.ts';
import { displayPath } from '../util/display-path.ts';
import { defaultSizeLimit, exists } from './read.ts';
import { schemaSites } from './schema-sites.ts';
import type { SchemaSite } from './schema-sites.ts';
import type { SourceDocument } from './source-map.ts';
import { Sources } from './sources.ts';
import { findSchemaLoops } from './schema-loops.ts';
import { unusedFiles } from './unused-files.ts';
import { validateDocument } from './validate-document.ts';
import { versionProblem } from './version.ts';
import { checkDocumentRules } from './document-rules/all.ts';
import { checkExtensions } from './extensions.ts';

export interface LoadOptions {
  /** Folders that references may lead to. When absent: see `defaultRoots`. */
  readonly roots?: readonly string[];
  /** Largest file that is read, in bytes; 16 MB when absent. */
  readonly sizeLimit?: number;
  /** Folder that a relative path starts from and that places are shown relative to; the working folder when absent. */
  readonly cwd?: string;
}

/** What came of loading one AsyncAPI document. */
export interface LoadedContract {
  /** Undefined when something that the contract is built from could not be read or is not valid; `findings` say what. */
  readonly contract: Contract | undefined;
  readonly findings: readonly Finding[];
  readonly document: ContractDocument;
}

/**
 * Reads an AsyncAPI document with the files it refers to, checks that it is valid, and builds the contract. Whatever is
 * wrong with the input is in the findings; nothing is thrown for it.
 */
export async function loadContract(file: string, options: LoadOptions = {}): Promise<LoadedContract> {
  return loadContractSync(file, options);
}

/** As `loadContract`, for callers that cannot wait: what a test file names is there when its next line runs. */
export function loadContractSync(file: string, options: LoadOptions = {}): LoadedContract {
  const cwd = options.cwd ?? resolve();
  const path = resolve(cwd, file);
  const roots = [path, ...(options.roots ?? defaultRoots(path))];
  const sources = new Sources(roots, options.sizeLimit ?? defaultSizeLimit, cwd, []);
  return loadFrom(sources, sources.open(path), {
    file: displayPath(path, cwd),
    unusedFiles: () => unusedFiles(path, new Set(sources.documents.keys()), cwd),
    scenarios: scenariosBeside(path, cwd),
  });
}

/**
 * As `loadContract`, of a document that is no file: no reference out of it is followed, each is a finding.
 *
 * @param text JSON when the name ends in `.json`, else YAML
 * @param file name that findings show
 */
export function loadContractText(text: string, file: string): LoadedContract {
  const sources = new Sources([], defaultSizeLimit, '/', []);
  return loadFrom(sources, sources.add(file, text), { file, unusedFiles: () => [], scenarios: undefined });
}

/** What is known of a document beside its text. */
interface Surroundings {
  /** The document's own file, as the user would type it. */
  readonly file: string;
  readonly unusedFiles: () => readonly string[];
  readonly scenarios: string | undefined;
}

function loadFrom(sources: Sources, main: SourceDocument | undefined, around: Surroundings): LoadedContract {
  const { findings } = sources;
  const problem = main === undefined ? undefined : versionProblem(main);
  if (problem !== undefined) findings.push(problem);
  if (main === undefined || problem !== undefined) {
    return { contract: undefined, findings, document: unreadDocument(around.file, sources.documents) };
  }
  const bundled = bundleDocument(main, sources);
  const events = eventNodes(bundled, findings);
  const entries = schemaEntries(bundled, events);
  const located = entries.map(({ name, pointer }) => ({ name, location: bundled.origin(pointer) }));
  const schemas = bundleSchemas(located, main, sources);
  findings.push(
    ...findSchemaLoops(schemas),
    ...validateDocument(bundled, schemas),
    ...checkExtensions(bundled, schemas, events),
  );
  const sites = schemaSites(bundled, schemas, entries, sources);
  const document = contractDocument(bundled, events, schemas, sources.documents, sites, around.unusedFiles);
  const sound = findings.every((finding) => finding.severity !== 'error');
  const rules = sound ? checkDocumentRules(document) : [];
  const contract = sound ? buildContract(bundled, events, schemas, around.scenarios) : undefined;
  return { contract, findings: [...findings, ...rules], document };
}

function scenariosBeside(path: string, cwd: string): string | undefined {
  const scenarios = join(dirname(path), 'scenarios.yaml');
  return exists(scenarios) ? displayPath(scenarios, cwd) : undefined;
}

function schemaEntries(document: BundledDocument, events: readonly EventNode[]): SchemaSite[] {
  return events.flatMap((event) => {
    const payload = fieldWithTraits(document, event.message, 'payload')?.pointer ?? `${event.message.pointer}/payload`;
    const headers = headersPointer(document, event);
    return [
      { name: payloadName(event.name), pointer: payload },
      ...(headers === undefined ? [] : [{ name: headersName(event.name), pointer: headers }]),
    ];
  });
}

/** The schema of the headers: the message's own, or that of its HTTP binding. */
function headersPointer(document: BundledDocument, event: EventNode): string | undefined {
  const own = fieldWithTraits(document, event.message, 'headers');
  if (own !== undefined) return own.pointer;
  const bindings = fieldWithTraits(document, event.message, 'bindings');
  return bindings === undefined ? undefined : document.follow(`${bindings.pointer}/http/headers`)?.pointer;
}
