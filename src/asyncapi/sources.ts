import { dirname, resolve } from 'node:path';

import type { Finding, Place } from '../findings/finding.ts';
import { at, child, parsePointer, PointerSyntaxError } from '../json-schema/pointer.ts';
import { nearest } from '../util/nearest.ts';
import { displayPath } from '../util/display-path.ts';
import type { Json } from '../util/json.ts';
import { readText, realPath } from './read.ts';
import { report } from './report.ts';
import { referenceNetwork, referenceNotFound, referenceOutside } from './rules/input.ts';
import { parseSource } from './source-map.ts';
import type { SourceDocument } from './source-map.ts';
import { isWithin } from './fence.ts';

/** A place in the data of a file. */
export interface Location {
  readonly source: SourceDocument;
  readonly pointer: string;
}

/** The place of a location in its file, with line and column. */
export function placeOf(location: Location): Place {
  const { source, pointer } = location;
  return { file: source.file, ...source.locate(pointer), pointer };
}

/** A location as a text that is the same for the same location. */
export function locationKey(location: Location): string {
  return `${location.source.file}#${location.pointer}`;
}

/** What a location leads to. */
export function valueAt(location: Location): Json | undefined {
  return at(location.source.data, location.pointer);
}

/** The files of one contract: each is read and parsed once, and none outside `roots` is read. */
export class Sources {
  /** By path as shown to the user, in the order in which they were opened. */
  readonly documents = new Map<string, SourceDocument>();
  readonly findings: Finding[];
  readonly #paths = new Map<SourceDocument, string>();
  readonly #opened = new Map<string, SourceDocument | undefined>();
  readonly #written: readonly string[];
  readonly #real: readonly string[];
  readonly #limit: number;
  readonly #cwd: string;

  /**
   * @param limit greatest size of a file, in bytes
   * @param cwd folder that paths are shown relative to
   */
  constructor(roots: readonly string[], limit: number, cwd: string, findings: Finding[]) {
    this.#written = roots.map((root) => resolve(root));
    this.#real = this.#written.map((root) => realPath(root) ?? root);
    this.#limit = limit;
    this.#cwd = cwd;
    this.findings = findings;
  }

  /** Takes a text for the content of a file that need not exist. */
  add(file: string, text: string): SourceDocument | undefined {
    const source = parseSource(file, text, this.findings);
    if (source === undefined) return undefined;
    this.#paths.set(source, resolve(this.#cwd, file));
    this.documents.set(file, source);
    return source;
  }

  /** Takes what was made of a file for its content: references in it start from there, and lead to it. */
  adopt(source: SourceDocument, path: string): void {
    this.#opened.set(path, source);
    this.#paths.set(source, path);
    this.documents.set(source.file, source);
  }

  /** Opens a file; `from` is where it is named, when a reference names it. Findings are reported once per file. */
  open(path: string, from?: () => Place): SourceDocument | undefined {
    if (this.#opened.has(path)) return this.#opened.get(path);
    const file = displayPath(path, this.#cwd);
    const text = readText(path, file, this.#limit, this.findings, from);
    const source = text === undefined ? undefined : parseSource(file, text, this.findings);
    this.#opened.set(path, source);
    if (source !== undefined) {
      this.#paths.set(source, path);
      this.documents.set(source.file, source);
    }
    return source;
  }

  /**
   * Where a `$ref` that stands at `from` leads. What is wrong with it is reported there: a network or absolute address,
   * a path out of the roots, a file or a part of it that does not exist.
   */
  resolve(reference: string, from: Location): Location | undefined {
    const [path = '', fragment = ''] = split(reference);
    const source = path === '' ? from.source : this.#file(path, reference, from);
    if (source === undefined) return undefined;
    const pointer = this.#pointer(fragment, source, reference, from);
    return pointer === undefined ? undefined : { source, pointer };
  }

  #file(path: string, reference: string, from: Location): SourceDocument | undefined {
    if (/^(?:https?|wss?|ftp):/i.test(path) || path.startsWith('//')) {
      return this.#refuse(
        referenceNetwork,
        `"${reference}" leads to the network; only files beside the contract are read.`,
        from,
      );
    }
    if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('/') || path.startsWith('\\')) {
      return this.#refuse(referenceOutside, `"${reference}" is not a relative path.`, from);
    }
    const target = resolve(dirname(this.#paths.get(from.source) ?? ''), decode(path));
    if (!this.#isInside(target)) {
      return this.#refuse(referenceOutside, `"${reference}" leads out of the contract and schema folders.`, from);
    }
    const known = this.#opened.has(target);
    const source = this.open(target, () => placeOf(from));
    if (source === undefined && known)
      this.#refuse(referenceNotFound, `"${reference}" leads to a file that cannot be read.`, from);
    return source;
  }

  #isInside(path: string): boolean {
    if (!this.#written.some((root) => isWithin(path, root))) return false;
    const real = realPath(path);
    return real === undefined || this.#real.some((root) => isWithin(real, root));
  }

  #pointer(fragment: string, source: SourceDocument, reference: string, from: Location): string | undefined {
    const pointer =
      fragment === '' || fragment.startsWith('/') ? decode(fragment) : anchor(source.data, decode(fragment));
    if (pointer !== undefined && pointsSomewhere(source.data, pointer)) return pointer;
    this.findings.push(dangling({ source, pointer: pointer ?? '' }, reference, from));
    return undefined;
  }

  #refuse(rule: typeof referenceOutside, message: string, from: Location): undefined {
    this.findings.push(report(rule, message, placeOf(from)));
    return undefined;
  }
}

/** The finding for a reference at `from` that leads to `target`, where nothing is. */
export function dangling(target: Location, reference: string, from: Location): Finding {
  const help = suggestion(target.source.data, target.pointer);
  const message = `"${reference}" leads to nothing in ${target.source.file}.`;
  return report(referenceNotFound, message, placeOf(from), help === undefined ? {} : { help });
}

/** The JSON Pointer of a reference within its own file (`#/a/b`), decoded; undefined when it is none. */
export function localPointer(reference: string): string | undefined {
  return reference === '#' ? '' : reference.startsWith('#/') ? decode(reference.slice(1)) : undefined;
}

function split(reference: string): [string, string] {
  const hash = reference.indexOf('#');
  return hash === -1 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pointsSomewhere(data: Json, pointer: string): boolean {
  try {
    return at(data, pointer) !== undefined;
  } catch (error) {
    if (error instanceof PointerSyntaxError) return false;
    throw error;
  }
}

/** The pointer to the schema that names itself `name` with `$anchor`, or before 2019-09 with `$id: "#name"`. */
function anchor(data: Json, name: string): string | undefined {
  const waiting: [Json, string][] = [[data, '']];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, pointer] = next;
    if (typeof value !== 'object' || value === null) continue;
    const members = Object.entries(value);
    if (members.some(([key, named]) => isAnchor(key, named, name))) return pointer;
    for (const [key, below] of members) waiting.push([below, child(pointer, key)]);
  }
  return undefined;
}

function isAnchor(key: string, value: Json, name: string): boolean {
  return key === '$anchor' ? value === name : (key === '$id' || key === 'id') && value === `#${name}`;
}

function suggestion(data: Json, pointer: string): string | undefined {
  let tokens: string[];
  try {
    tokens = parsePointer(pointer);
  } catch {
    return undefined;
  }
  let found = '';
  for (const token of tokens) {
    const next = child(found, token);
    if (at(data, next) !== undefined) {
      found = next;
      continue;
    }
    const above = at(data, found);
    const near = typeof above === 'object' && above !== null ? nearest(token, Object.keys(above)) : undefined;
    return near === undefined ? undefined : `Did you mean "#${child(found, near)}"?`;
  }
  return undefined;
}
