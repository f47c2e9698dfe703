import { createHash } from 'node:crypto';
import { basename, dirname, relative, sep } from 'node:path';
import { defaultRoots } from '../asyncapi/fence.ts';
import { exists, isFolder } from '../asyncapi/read.ts';
import { Sources } from '../asyncapi/sources.ts';
import type { Location } from '../asyncapi/sources.ts';
import type { SourceDocument } from '../asyncapi/source-map.ts';
import { checkContractSettings } from '../checks/contract-settings.ts';
import type { RunWatch } from '../checks/watch.ts';
import type { Finding } from '../findings/finding.ts';
import { RunError } from '../findings/run-error.ts';
import { displayPath } from '../util/display-path.ts';
import { isObject } from '../util/json.ts';
import type { JsonObject } from '../util/json.ts';
import { buildContract, mostEvents } from './build-contract.ts';
import { readAsyncApi } from './formats/asyncapi.ts';
import { convertAsyncApi2 } from './formats/convert-asyncapi-2.ts';
import type { DocumentParts } from './formats/format.ts';
import { readJsonSchemas } from './formats/json-schemas.ts';
import { readOpenApi } from './formats/openapi.ts';
import { reasonFor } from './reasons.ts';
import type { ImportedContract } from './result.ts';
import { SchemaBook } from './schemas/schema-book.ts';
import { Taken } from './taken.ts';

/** What an import is asked for; plain data. */
export interface ImportInput {
  /** The document, or a folder of JSON Schemas, absolute. */
  readonly path: string;
  readonly vendor: string;
  readonly version: string;
  /** Entries of `x-selector`; found when absent. */
  readonly selector?: readonly string[];
  /** Further folders that references may lead to, absolute. */
  readonly roots?: readonly string[];
  /** Absolute. */
  readonly cwd: string;
}

/** Larger documents are not read, in bytes. */
const sizeLimit = 32 * 1024 * 1024;

/**
 * Makes a contract of a document of another format. References are followed to files below the document's folder, the
 * folders of our own layout (`defaultRoots`) and `roots`, and nowhere else.
 *
 * @throws {RunError} when a setting is wrong, or the document cannot be read or holds nothing that a vendor would send
 */
export async function runImport(
  input: ImportInput,
  { watch }: { readonly watch: RunWatch },
): Promise<ImportedContract> {
  const { path, vendor, version, selector = [], roots = [], cwd } = input;
  checkContractSettings(vendor, version, selector);
  const shown = displayPath(path, cwd);
  if (!exists(path))
    throw new RunError('input', `${shown}: there is no such file or folder.`, {
      help: 'Name the document, or the folder with the schemas.',
    });
  watch.stage('contracts', 0, undefined);
  const folder = isFolder(path) ? path : dirname(path);
  const findings: Finding[] = [];
  for (const root of roots)
    if (!isFolder(root))
      throw new RunError('usage', `${displayPath(root, cwd)} is no folder.`, {
        help: '--root names a folder that the document refers to.',
      });
  const fence = [folder, ...(folder === path ? [] : defaultRoots(path)), ...roots];
  const sources = new Sources(fence, sizeLimit, cwd, findings);
  const taken = new Taken();
  const { parts, documents, identities } = await read(path, cwd, sources, taken);
  refuse(findings, shown);
  if (parts.events.length > mostEvents)
    throw new RunError('input', `${shown} has ${parts.events.length} events; the limit is ${mostEvents}.`, {
      help: 'Import a part of it.',
    });
  const sourceOf = describeSources(folder, cwd, parts.title);
  const book = new SchemaBook(sources, taken, {
    dialect: parts.dialect,
    sourceOf,
    identities,
    beat: () => watch.beat(),
  });
  const built = buildContract(parts, { vendor, version, selector, book, sourceOf });
  book.noteUnused();
  refuse(findings, shown);
  return {
    id: `${vendor}@${version}`,
    format: parts.format,
    documents: [...sources.documents.keys()],
    ...built,
    notTaken: taken.notTaken(documents, reasonFor),
  };
}

interface ReadDocument {
  readonly parts: DocumentParts;
  /** Those that are held against what was taken. */
  readonly documents: readonly SourceDocument[];
  readonly identities: ReadonlyMap<string, Location>;
}

async function read(path: string, cwd: string, sources: Sources, taken: Taken): Promise<ReadDocument> {
  const folder = isFolder(path) ? path : dirname(path);
  if (folder === path) {
    const found = readJsonSchemas(folder, undefined, sources, taken);
    for (const other of found.others)
      taken.noteFile(displayPath(other, cwd), 'It is no schema, and no example by its name and place.');
    return { parts: found.parts, documents: found.documents, identities: found.identities };
  }
  const source = sources.open(path);
  refuse(sources.findings, basename(path));
  if (source === undefined) throw new RunError('input', `${basename(path)} cannot be read.`);
  const { data } = source;
  const none = new Map<string, Location>();
  if (isObject(data) && Object.hasOwn(data, 'asyncapi')) {
    const stated = versionOf(data['asyncapi']);
    if (!/^[23]\.\d/.test(stated)) throw unknownVersion(source.file, 'AsyncAPI', stated, '2.x and 3.x');
    const document = stated.startsWith('2') ? await convertAsyncApi2(source) : source;
    if (document !== source) sources.adopt(document, path);
    const parts = readAsyncApi(document, stated.startsWith('2') ? 'AsyncAPI 2' : 'AsyncAPI 3', sources, taken);
    return { parts, documents: [document], identities: none };
  }
  if (isObject(data) && (Object.hasOwn(data, 'openapi') || Object.hasOwn(data, 'swagger'))) {
    const stated = versionOf(data['openapi'] ?? data['swagger']);
    if (!/^3\.[01]/.test(stated)) throw unknownVersion(source.file, 'OpenAPI', stated, '3.0 and 3.1');
    return { parts: readOpenApi(source, sources, taken), documents: [source], identities: none };
  }
  if (data === null || (isObject(data) && Object.keys(data).length === 0))
    throw new RunError('input', `${source.file} is empty.`, { help: 'Was the document downloaded as a whole?' });
  if (!isSchema(data))
    throw new RunError('input', `${source.file} is neither AsyncAPI, nor OpenAPI, nor a JSON Schema.`, {
      help: 'Payloads and recorded deliveries are for counterfoil infer; see docs/import.md for what can be imported.',
    });
  const found = readJsonSchemas(folder, path, sources, taken);
  return { parts: found.parts, documents: [source], identities: found.identities };
}

function isSchema(data: unknown): boolean {
  const words = [
    '$schema',
    '$ref',
    'properties',
    'allOf',
    'anyOf',
    'oneOf',
    '$defs',
    'definitions',
    'additionalProperties',
  ];
  return (
    isObject(data) &&
    words.some(
      (word) => Object.hasOwn(data, word) && (word === '$schema' || typeof data[word] !== 'string' || word === '$ref'),
    )
  );
}

function versionOf(stated: unknown): string {
  return typeof stated === 'string' || typeof stated === 'number' ? `${stated}` : 'of an unknown version';
}

function unknownVersion(file: string, format: string, stated: string, known: string): RunError {
  return new RunError('input', `${file} is ${format} ${stated.slice(0, 20)}; ${known} can be imported.`, {
    help: `Bring it to one of these with a converter of the ${format} project.`,
  });
}

function refuse(findings: readonly Finding[], shown: string): void {
  if (findings.length === 0) return;
  const isOutside = findings.some(({ rule }) => rule === 'input/reference-outside');
  const isRemote = findings.some(({ rule }) => rule === 'input/reference-network');
  throw new RunError('input', `${shown} cannot be imported.`, {
    findings,
    help: isRemote
      ? 'Nothing is read from the network. Save what is referred to beside the document, and refer to it by a relative path; or bundle the document into one file first.'
      : isOutside
        ? 'References are followed by relative paths, below the folder of the document or one that --root <folder> names.'
        : 'Mend the document, or the copy of it that you import.',
  });
}

/** What `x-source` says of a place: which file, with its digest, and where in it. */
function describeSources(folder: string, cwd: string, title: string | undefined): (location: Location) => JsonObject {
  const digests = new Map<SourceDocument, string>();
  return ({ source, pointer }) => {
    const digest = digests.get(source) ?? createHash('sha256').update(source.text).digest('hex');
    digests.set(source, digest);
    const path = relative(displayPath(folder, cwd), source.file).split(sep).join('/');
    const file = path.startsWith('..') || path === '' ? basename(source.file) : path;
    return {
      kind: 'seed',
      document: title === undefined ? file : `${title} (${file})`,
      sha256: digest,
      section: `#${pointer}`,
    };
  };
}
