import type { Finding } from '../findings/finding.ts';
import { child, parsePointer, PointerSyntaxError } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { fieldOf, isHome, isReferable } from './grammar.ts';
import type { Field, Kind } from './grammar.ts';
import { report } from './report.ts';
import { referenceLoop, tooManyReferences } from './rules/input.ts';
import { dangling, localPointer, locationKey, placeOf, valueAt } from './sources.ts';
import type { Location, Sources } from './sources.ts';
import type { SourceDocument } from './source-map.ts';

/** A value of the bundled document, and the pointer to where it stands after references were followed. */
export interface Node {
  readonly pointer: string;
  readonly value: Json;
}

/**
 * The AsyncAPI document with the objects of other files in place of the references to them. References to objects of
 * the document itself stay, in the form `#/components/messages/order`. Schemas are left as they are.
 */
export interface BundledDocument {
  readonly main: SourceDocument;
  readonly data: Json;
  /** Where something of the bundled document was written. */
  origin(pointer: string): Location;
  /** What `pointer` leads to when references on the way and at its end are followed; undefined when it leads nowhere. */
  follow(pointer: string): Node | undefined;
  /** Pointers to the schemas that the document holds or refers to. */
  readonly schemas: readonly string[];
  /** Pointers to the objects of each kind, as they stand (before references are followed). */
  nodes(kind: Kind): readonly string[];
}

/** More references into other files than this are taken for an attempt to fill the memory. */
const greatestReferenceCount = 50_000;

/** Puts the objects of other files into the document. Dangling and circular references go to the sources' findings. */
export function bundleDocument(main: SourceDocument, sources: Sources): BundledDocument {
  const bundler = new Bundler(main, sources);
  const data = bundler.bundle();
  const bundled = new Bundled(main, data, bundler);
  for (const pointer of bundler.kept.keys()) reportKept(bundled, bundler.kept, pointer, sources.findings);
  return bundled;
}

/** A place that is being filled: what belongs there, where it was written, and how it was reached. */
interface Site {
  readonly kind: Kind;
  /** Where the value was written. */
  readonly location: Location;
  /** Where it goes in the bundle. */
  readonly pointer: string;
  /** The references that are being followed. */
  readonly active: readonly string[];
}

class Bundler {
  /** By pointer into the bundle: what another file or part put there. */
  readonly mounts = new Map<string, Location>();
  /** By pointer into the bundle: the pointer that the reference kept there has. */
  readonly kept = new Map<string, string>();
  readonly schemas: string[] = [];
  readonly nodes = new Map<Kind, string[]>();
  readonly #main: SourceDocument;
  readonly #sources: Sources;
  #references = 0;

  constructor(main: SourceDocument, sources: Sources) {
    this.#main = main;
    this.#sources = sources;
  }

  bundle(): Json {
    const location = { source: this.#main, pointer: '' };
    const data = this.#place(this.#main.data, { kind: 'document', location, pointer: '', active: [] });
    this.mounts.set('', location);
    return data;
  }

  #place(value: Json, site: Site): Json {
    if (site.kind === 'schema') this.schemas.push(site.pointer);
    if (!isObject(value)) return value;
    // An object that took the place of a reference was noted with the reference.
    if (!this.mounts.has(site.pointer)) this.#note(site);
    if (site.kind === 'schema') return value;
    const reference = Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
    if (typeof reference === 'string' && isReferable(site.kind)) return this.#refer(value, reference, site);
    return this.#members(value, site);
  }

  #refer(value: JsonObject, reference: string, site: Site): Json {
    const local = site.location.source === this.#main ? localPointer(reference) : undefined;
    if (local !== undefined && isHome(site.kind, tokensOf(local))) return this.#keep(value, site, local);
    const from = below(site.location, '$ref');
    const target = this.#sources.resolve(reference, from);
    if (target === undefined) return value;
    if (target.source === this.#main && isHome(site.kind, tokensOf(target.pointer))) {
      return this.#keep({ $ref: `#${encodeURI(target.pointer)}` }, site, target.pointer);
    }
    if (site.active.includes(locationKey(target))) {
      this.#sources.findings.push(report(referenceLoop, `"${reference}" leads back to itself.`, placeOf(from)));
      return value;
    }
    return this.#isTooMany(from) ? value : this.#inline(target, site);
  }

  #inline(target: Location, site: Site): Json {
    this.mounts.set(site.pointer, target);
    const active = [...site.active, locationKey(target)];
    return this.#place(valueAt(target) ?? null, { ...site, location: target, active });
  }

  #isTooMany(from: Location): boolean {
    this.#references += 1;
    if (this.#references === greatestReferenceCount + 1) {
      const message = `The document unfolds to more than ${greatestReferenceCount} references.`;
      this.#sources.findings.push(report(tooManyReferences, message, placeOf(from)));
    }
    return this.#references > greatestReferenceCount;
  }

  #keep(value: JsonObject, site: Site, target: string): Json {
    this.kept.set(site.pointer, target);
    return value;
  }

  #members(value: JsonObject, site: Site): Json {
    return mapMembers(value, (member, name) => {
      const field = fieldOf(site.kind, name);
      return field === undefined ? member : this.#field(member, field.many, { ...into(site, name), kind: field.kind });
    });
  }

  #field(value: Json, many: Field['many'], site: Site): Json {
    if (many === 'one') return this.#place(value, site);
    if (many === 'map') {
      const each = (item: Json, name: string): Json =>
        name.startsWith('x-') ? item : this.#place(item, into(site, name));
      return isObject(value) ? mapMembers(value, each) : value;
    }
    if (!Array.isArray(value)) return value;
    const placed = value.map((item: Json, index) => this.#place(item, into(site, index)));
    return placed.some((item, index) => item !== value[index]) ? placed : value;
  }

  #note({ kind, pointer }: Site): void {
    const pointers = this.nodes.get(kind);
    if (pointers === undefined) this.nodes.set(kind, [pointer]);
    else pointers.push(pointer);
  }
}

function into(site: Site, name: string | number): Site {
  return { ...site, location: below(site.location, name), pointer: child(site.pointer, name) };
}

function below(location: Location, name: string | number): Location {
  return { source: location.source, pointer: child(location.pointer, name) };
}

/** The object with each member replaced; the object itself when none changes. */
function mapMembers(value: JsonObject, replace: (member: Json, name: string) => Json): JsonObject {
  const entries = Object.entries(value);
  const replaced = entries.map(([name, member]): [string, Json] => [name, replace(member, name)]);
  return replaced.some(([, member], index) => member !== entries[index]?.[1]) ? Object.fromEntries(replaced) : value;
}

class Bundled implements BundledDocument {
  readonly main: SourceDocument;
  readonly data: Json;
  readonly schemas: readonly string[];
  readonly #bundler: Bundler;

  constructor(main: SourceDocument, data: Json, bundler: Bundler) {
    this.main = main;
    this.data = data;
    this.schemas = bundler.schemas;
    this.#bundler = bundler;
  }

  nodes(kind: Kind): readonly string[] {
    return this.#bundler.nodes.get(kind) ?? [];
  }

  origin(pointer: string): Location {
    for (let end = pointer.length; ; end = pointer.lastIndexOf('/', end - 1)) {
      const mount = this.#bundler.mounts.get(pointer.slice(0, Math.max(end, 0)));
      if (mount !== undefined)
        return { source: mount.source, pointer: mount.pointer + pointer.slice(Math.max(end, 0)) };
    }
  }

  follow(pointer: string): Node | undefined {
    return this.#step(pointer, new Set());
  }

  #step(pointer: string, seen: Set<string>): Node | undefined {
    let node: Node | undefined = this.#jump({ pointer: '', value: this.data }, seen);
    for (const token of tokensOf(pointer)) {
      const value: Json | undefined = node === undefined ? undefined : member(node.value, token);
      if (node === undefined || value === undefined) return undefined;
      node = this.#jump({ pointer: child(node.pointer, token), value }, seen);
    }
    return node;
  }

  #jump(node: Node, seen: Set<string>): Node | undefined {
    const target = this.#bundler.kept.get(node.pointer);
    if (target === undefined) return node;
    if (seen.has(node.pointer)) return undefined;
    return this.#step(target, new Set(seen).add(node.pointer));
  }
}

/** Reports a kept reference that leads nowhere or only to itself; one that leads to such a reference is not reported again. */
function reportKept(
  document: BundledDocument,
  kept: ReadonlyMap<string, string>,
  pointer: string,
  findings: Finding[],
): void {
  const target = kept.get(pointer) ?? '';
  if (document.follow(pointer) !== undefined) return;
  const node = document.origin(pointer);
  const from = { source: node.source, pointer: child(node.pointer, '$ref') };
  if (leadsBack(kept, pointer))
    findings.push(report(referenceLoop, `"#${target}" leads back to itself.`, placeOf(from)));
  else if (valueIn(document.data, target) === undefined)
    findings.push(dangling({ source: document.main, pointer: target }, `#${target}`, from));
}

function leadsBack(kept: ReadonlyMap<string, string>, pointer: string): boolean {
  const seen = new Set<string>();
  for (let next = kept.get(pointer); next !== undefined && !seen.has(next); next = kept.get(next)) {
    if (next === pointer) return true;
    seen.add(next);
  }
  return false;
}

function valueIn(data: Json, pointer: string): Json | undefined {
  return tokensOf(pointer).reduce<Json | undefined>(
    (value, token) => (value === undefined ? undefined : member(value, token)),
    data,
  );
}

function member(value: Json, token: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
  return (value as Readonly<Record<string, Json>>)[token];
}

function tokensOf(pointer: string): string[] {
  try {
    return parsePointer(pointer);
  } catch (error) {
    if (error instanceof PointerSyntaxError) return [];
    throw error;
  }
}
