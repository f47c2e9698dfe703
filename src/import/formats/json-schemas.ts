import { basename, dirname, relative, resolve, sep } from 'node:path';
import { filesBelow } from '../../asyncapi/read.ts';
import { valueAt } from '../../asyncapi/sources.ts';
import type { Location, Sources } from '../../asyncapi/sources.ts';
import type { SourceDocument } from '../../asyncapi/source-map.ts';
import { RunError } from '../../findings/run-error.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { textAt } from '../places.ts';
import type { Taken } from '../taken.ts';
import type { DocumentEvent, DocumentExample, DocumentParts } from './format.ts';

/** More files than these are no folder of schemas. */
const mostFiles = 2_000;

export interface SchemaFolder {
  readonly parts: DocumentParts;
  /** Files that are no schema and belong to none; absolute. */
  readonly others: readonly string[];
  /** Schemas by their `$id`. */
  readonly identities: ReadonlyMap<string, Location>;
  readonly documents: readonly SourceDocument[];
}

/**
 * Reads a folder of JSON Schemas: each file `<event>.schema.json` is an event (every JSON or YAML file, where none is called
 * so), unless another schema refers to it and it has no example of its own. Examples are paired by their names.
 *
 * @param file a single schema in the folder, when it alone is an event
 */
export function readJsonSchemas(
  folder: string,
  file: string | undefined,
  sources: Sources,
  taken: Taken,
): SchemaFolder {
  const paths = filesBelow(folder, (name) => /\.(?:json|ya?ml)$/i.test(name));
  if (paths.length > mostFiles)
    throw new RunError('input', `The folder holds ${paths.length} files; the limit is ${mostFiles}.`, {
      help: 'Name the folder with the schemas.',
    });
  const entries = paths.map((path) => entryOf(path, folder));
  const isNamed = entries.some(({ kind }) => kind === 'schema');
  const schemas = entries.filter(({ kind, path }) => (isNamed ? kind === 'schema' : kind === 'other') || path === file);
  const opened = schemas.flatMap((entry) => {
    const source = sources.open(entry.path);
    return source === undefined ? [] : [{ ...entry, source }];
  });
  for (const { source, path } of opened) if (path !== file) refuseOtherDocument(source);
  const examples = entries.filter((entry) => entry.kind === 'example' && !schemas.includes(entry));
  const identities = identitiesOf(opened.map(({ source }) => source));
  const pathsOfSources = new Map(opened.map(({ source, path }) => [source, path]));
  const pathOf = (address: string): string | undefined => {
    const identified = identities.get(address);
    return identified === undefined ? undefined : pathsOfSources.get(identified.source);
  };
  const referred = new Set(opened.flatMap(({ source, path }) => references(source.data, path, pathOf)));
  const used = new Set<string>();
  const events = opened.flatMap(({ path, name, source }): DocumentEvent[] => {
    const own = examples.filter((example) => belongsTo(example, name));
    const isEvent =
      file === undefined ? own.length > 0 || inside(source.data).length > 0 || !referred.has(path) : path === file;
    if (!isEvent) return [];
    for (const example of own) used.add(example.path);
    return [eventOf(name, source, own, sources, taken)];
  });
  if (events.length === 0 && sources.findings.length === 0) throw noSchemas(folder, file);
  const rest = entries.filter(({ path }) => !used.has(path) && !schemas.some((schema) => schema.path === path));
  return {
    parts: {
      format: 'JSON Schema',
      dialect: 'draft-07',
      title: undefined,
      description: undefined,
      info: {},
      events,
      security: undefined,
      selector: [],
      delivery: undefined,
      assumptions: [],
    },
    others: file === undefined ? rest.map(({ path }) => path) : [],
    identities,
    documents: opened.map(({ source }) => source),
  };
}

/** A whole document among the schemas would be taken for one that allows anything. */
function refuseOtherDocument({ data, file }: SourceDocument): void {
  const format = ['asyncapi', 'openapi', 'swagger'].find((word) => isObject(data) && Object.hasOwn(data, word));
  if (format !== undefined)
    throw new RunError('input', `${file} is no JSON Schema: it has the field "${format}".`, {
      help: `Name the document to import it: counterfoil import ${file}; or leave it out of the folder.`,
    });
}

function noSchemas(folder: string, file: string | undefined): RunError {
  return new RunError('input', `${basename(file ?? folder)} holds no JSON Schema of an event.`, {
    help: 'Call schemas <event>.schema.json, and examples <event>.example.json or examples/<event>/<name>.json.',
  });
}

interface Entry {
  readonly path: string;
  readonly kind: 'schema' | 'example' | 'other';
  /** The schema's own name; of an example its file's. */
  readonly name: string;
  /** Names of the folders above, below the one that is imported. */
  readonly folders: readonly string[];
}

function entryOf(path: string, folder: string): Entry {
  const folders = relative(folder, dirname(path))
    .split(sep)
    .filter((name) => name !== '');
  const stem = basename(path).replace(/\.(?:json|ya?ml)$/i, '');
  const isExample =
    folders.some((name) => /^examples?$/i.test(name) || /\.examples?$/i.test(name)) ||
    /\.example$|\.example\./i.test(stem);
  if (/\.schema$/i.test(stem)) return { path, kind: 'schema', name: stem.replace(/\.schema$/i, ''), folders };
  return { path, kind: isExample ? 'example' : 'other', name: stem, folders };
}

/** `order.example.json`, `order.paid-late.example.json`, `examples/order.json`, `examples/order/late.json`, `order.examples/late.json`. */
function belongsTo({ name, folders }: Entry, event: string): boolean {
  const last = folders.at(-1) ?? '';
  if (last === `${event}.examples` || last === `${event}.example`) return true;
  if (/^examples?$/i.test(folders.at(-2) ?? '') && last === event) return true;
  const bare = name.replace(/\.example(?=\.|$)/i, '');
  if (/\.example(?:\.|$)/i.test(name)) return bare === event || bare.startsWith(`${event}.`);
  return /^examples?$/i.test(last) && name === event;
}

/** Examples in the schema itself. */
function inside(schema: Json): readonly Json[] {
  const examples = isObject(schema) && Object.hasOwn(schema, 'examples') ? schema['examples'] : undefined;
  return Array.isArray(examples) ? (examples as readonly Json[]) : [];
}

function eventOf(
  name: string,
  source: SourceDocument,
  own: readonly Entry[],
  sources: Sources,
  taken: Taken,
): DocumentEvent {
  const place: Location = { source, pointer: '' };
  const fromFiles = own.flatMap((entry): DocumentExample[] => {
    const example = sources.open(entry.path);
    if (example === undefined) return [];
    const location = { source: example, pointer: '' };
    taken.take(location);
    const word = entry.name.replace(/\.example(?=\.|$)/i, '');
    return [
      {
        name: word === name ? undefined : word.replace(`${name}.`, ''),
        summary: undefined,
        payload: valueAt(location) ?? null,
        place: location,
      },
    ];
  });
  const fromSchema = inside(source.data).map((payload, index): DocumentExample => {
    return { name: undefined, summary: undefined, payload, place: { source, pointer: `/examples/${index}` } };
  });
  return {
    name,
    title: textAt(place, 'title'),
    summary: undefined,
    description: textAt(place, 'description'),
    method: 'POST',
    contentType: undefined,
    place,
    payload: place,
    headers: undefined,
    examples: [...fromFiles, ...fromSchema],
  };
}

function identitiesOf(sources: readonly SourceDocument[]): Map<string, Location> {
  const identities = new Map<string, Location>();
  for (const source of sources) {
    const stated = isObject(source.data) ? (source.data['$id'] ?? source.data['id']) : undefined;
    const id = typeof stated === 'string' ? stated.replace(/#$/, '') : '';
    const other = identities.get(id)?.source.file;
    if (other !== undefined)
      throw new RunError('input', `${other} and ${source.file} have the same $id, ${id}.`, {
        help: 'A reference could mean either: give each an $id of its own, or take one away.',
      });
    if (id !== '') identities.set(id, { source, pointer: '' });
  }
  return identities;
}

/** The paths of the files that a schema refers to, itself left out. */
function references(data: Json, path: string, pathOf: (identity: string) => string | undefined): string[] {
  const found: string[] = [];
  const waiting: Json[] = [data];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const reference = isObject(next) ? next['$ref'] : undefined;
    const [address = ''] = typeof reference === 'string' ? reference.split('#') : [];
    if (address !== '') found.push(pathOf(address) ?? resolve(dirname(path), address));
    waiting.push(...Object.values(next as Readonly<Record<string, Json>>));
  }
  return found.filter((target) => target !== path);
}
