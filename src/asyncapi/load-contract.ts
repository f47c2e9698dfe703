import { dirname, join, resolve } from 'node:path';

import type { Finding } from '../findings/finding.ts';
import { buildContract, headersName, payloadName } from './build-model.ts';
import { bundleDocument } from './bundle-document.ts';
import type { BundledDocument } from './bundle-document.ts';
import { bundleSchemas } from './bundle-schemas.ts';
import type { SchemaEntry } from './bundle-schemas.ts';
import { fieldWithTraits } from './bundled-view.ts';
import { contractDocument, unreadDocument } from './contract-document.ts';
import type { ContractDocument } from './contract-document.ts';
import { eventNodes } from './events.ts';
import type { EventNode } from './events.ts';
import { defaultRoots } from './fence.ts';
import type { Contract } from './model.ts';
import { displayPath } from '../util/display-path.ts';
import { defaultSizeLimit, exists } from './read.ts';
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
  const findings: Finding[] = [];
  const cwd = options.cwd ?? resolve();
  const path = resolve(cwd, file);
  const roots = [path, ...(options.roots ?? defaultRoots(path))];
  const sources = new Sources(roots, options.sizeLimit ?? defaultSizeLimit, cwd, findings);
  const main = sources.open(path);
  const problem = main === undefined ? undefined : versionProblem(main);
  if (problem !== undefined) findings.push(problem);
  if (main === undefined || problem !== undefined) {
    return { contract: undefined, findings, document: unreadDocument(displayPath(path, cwd), sources.documents) };
  }
  const bundled = bundleDocument(main, sources);
  const events = eventNodes(bundled, findings);
  const schemas = bundleSchemas(schemaEntries(bundled, events), main, sources);
  findings.push(
    ...findSchemaLoops(schemas),
    ...validateDocument(bundled, schemas),
    ...checkExtensions(bundled, schemas, events),
  );
  const unused = (): string[] => unusedFiles(path, new Set(sources.documents.keys()), cwd);
  const document = contractDocument(bundled, events, schemas, sources.documents, unused);
  const sound = findings.every((finding) => finding.severity !== 'error');
  const rules = sound ? checkDocumentRules(document) : [];
  const contract = sound ? buildContract(bundled, events, schemas, scenariosBeside(path, cwd)) : undefined;
  return { contract, findings: [...findings, ...rules], document };
}

function scenariosBeside(path: string, cwd: string): string | undefined {
  const scenarios = join(dirname(path), 'scenarios.yaml');
  return exists(scenarios) ? displayPath(scenarios, cwd) : undefined;
}

function schemaEntries(document: BundledDocument, events: readonly EventNode[]): SchemaEntry[] {
  return events.flatMap((event) => {
    const payload = fieldWithTraits(document, event.message, 'payload')?.pointer ?? `${event.message.pointer}/payload`;
    const headers = headersPointer(document, event);
    return [
      { name: payloadName(event.name), location: document.origin(payload) },
      ...(headers === undefined ? [] : [{ name: headersName(event.name), location: document.origin(headers) }]),
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
