import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { defaultRoots, isWithin } from '../../../asyncapi/fence.ts';
import type { ContractDocument } from '../../../asyncapi/contract-document.ts';
import { at, parsePointer } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';

/** A file of a contract that can be changed; comments and the order of what is there stay. */
interface Editable {
  readonly path: string;
  readonly content: JsonFile | YamlFile;
}

class JsonFile {
  #text: string;
  #data: Json;

  constructor(text: string) {
    this.#text = text;
    this.#data = JSON.parse(text) as Json;
  }

  get data(): Json {
    return this.#data;
  }

  set(pointer: string, value: Json | undefined): void {
    const formattingOptions = { insertSpaces: true, tabSize: 2 };
    const path = parsePointer(pointer).map((token) =>
      /^\d+$/.test(token) && this.#isArray(pointer, token) ? Number(token) : token,
    );
    this.#text = applyEdits(this.#text, modify(this.#text, path, value, { formattingOptions }));
    this.#data = JSON.parse(this.#text) as Json;
  }

  toString(): string {
    return this.#text.endsWith('\n') ? this.#text : `${this.#text}\n`;
  }

  #isArray(pointer: string, token: string): boolean {
    return Array.isArray(at(this.#data, pointer.slice(0, pointer.lastIndexOf(`/${token}`))));
  }
}

class YamlFile {
  readonly #document: Document;

  constructor(text: string) {
    this.#document = parseDocument(text, { schema: 'core' });
  }

  get data(): Json {
    return this.#document.toJS() as Json;
  }

  set(pointer: string, value: Json | undefined): void {
    const path = parsePointer(pointer);
    if (value === undefined) this.#document.deleteIn(path);
    else this.#document.setIn(path, this.#document.createNode(value));
  }

  toString(): string {
    return this.#document.toString({ lineWidth: 0 });
  }
}

/**
 * The files of a contract as those of its next version: each goes to the place that corresponds to its own below another
 * folder, and references between them follow.
 */
export class ProposedFiles {
  readonly #files = new Map<string, Editable>();
  readonly #document: ContractDocument;
  readonly #cwd: string;
  readonly #roots: readonly string[];
  readonly #version: string;
  /** Files that belong to the contract and are taken over as they are. */
  readonly #others: readonly string[];

  /** @param version that the contract has now: a folder of that name becomes one of the next version */
  constructor(document: ContractDocument, version: string, others: readonly string[], cwd: string) {
    this.#document = document;
    this.#cwd = cwd;
    this.#version = version;
    this.#others = others;
    this.#roots = defaultRoots(resolve(cwd, document.file));
    for (const [file, { text }] of document.documents) {
      const path = resolve(cwd, file);
      this.#files.set(path, { path, content: path.endsWith('.json') ? new JsonFile(text) : new YamlFile(text) });
    }
  }

  /** The AsyncAPI document's own path. */
  get main(): string {
    return resolve(this.#cwd, this.#document.file);
  }

  /** Where a schema of the bundle (`/definitions/<name>/...`) is written. */
  locate(pointer: string): { readonly path: string; readonly pointer: string } {
    const place = this.#document.locateSchema(pointer);
    return { path: resolve(this.#cwd, place.file), pointer: place.pointer ?? '' };
  }

  /** Where the message of an event is written. */
  locateMessage(event: string): { readonly path: string; readonly pointer: string } | undefined {
    const message = this.#document.messagePointer(event);
    if (message === undefined) return undefined;
    const place = this.#document.origin(message);
    return { path: resolve(this.#cwd, place.file), pointer: place.pointer ?? '' };
  }

  get(path: string, pointer: string): Json | undefined {
    const file = this.#files.get(path);
    return file === undefined ? undefined : at(file.content.data, pointer);
  }

  set(path: string, pointer: string, value: Json | undefined): void {
    this.#files.get(path)?.content.set(pointer, value);
  }

  /** Adds a file. */
  add(path: string, text: string): void {
    this.#files.set(path, { path, content: path.endsWith('.json') ? new JsonFile(text) : new YamlFile(text) });
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The files for a version: paths relative to the folder of the proposal, and texts. */
  texts(version: string): Map<string, string> {
    const texts = new Map<string, string>();
    for (const { path, content } of this.#files.values()) {
      const copy = path.endsWith('.json') ? new JsonFile(content.toString()) : new YamlFile(content.toString());
      this.#follow(copy, path, version);
      if (path === this.main) this.#name(copy, version);
      texts.set(this.#target(path, version), copy.toString());
    }
    for (const path of this.#others) texts.set(this.#target(path, version), readFileSync(path, 'utf8'));
    return texts;
  }

  /** Where the AsyncAPI document of a version goes. */
  document(version: string): string {
    return this.#target(this.main, version);
  }

  #target(path: string, version: string): string {
    const root = this.#roots.find((folder) => isWithin(path, folder));
    const below = root === undefined ? basename(path) : join(basename(root), relative(root, path));
    const parts = below.split(sep);
    // Folders alone: a file name may hold anything.
    const index = parts.lastIndexOf(this.#version, parts.length - 2);
    return (index === -1 ? parts : parts.with(index, version)).join('/');
  }

  #follow(file: JsonFile | YamlFile, path: string, version: string): void {
    for (const { pointer, reference } of references(file.data)) {
      const [target = '', ...fragment] = reference.split('#');
      if (target === '' || /^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
      const to = this.#target(resolve(dirname(path), decodeURI(target)), version);
      const from = dirname(this.#target(path, version));
      const way = relative(from, to).split(sep).join('/');
      const written = target.startsWith('./') && !way.startsWith('.') ? `./${way}` : way;
      const moved = [encodeURI(written), ...fragment].join('#');
      if (moved !== reference) file.set(pointer, moved);
    }
  }

  /** The document says its version, and no longer what it corrected in the one before. */
  #name(file: JsonFile | YamlFile, version: string): void {
    file.set('/info/version', version);
    const id = at(file.data, '/id');
    if (typeof id === 'string' && id.endsWith(this.#version))
      file.set('/id', id.slice(0, -this.#version.length) + version);
    if (at(file.data, '/info/x-corrections') !== undefined) file.set('/info/x-corrections', undefined);
    if (at(file.data, '/x-corrections') !== undefined) file.set('/x-corrections', undefined);
  }
}

/** Writes texts below a folder. */
export function writeTexts(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function* references(data: Json, pointer = ''): Generator<{ pointer: string; reference: string }> {
  if (Array.isArray(data)) {
    for (const [index, item] of (data as readonly Json[]).entries()) yield* references(item, `${pointer}/${index}`);
  } else if (isObject(data)) {
    for (const [key, held] of Object.entries(data)) {
      const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (key === '$ref' && typeof held === 'string') yield { pointer: place, reference: held };
      // What stands in a payload or in a list of values is data.
      else if (key !== 'payload' || (isObject(held) && Object.hasOwn(held, '$ref'))) yield* references(held, place);
    }
  }
}
