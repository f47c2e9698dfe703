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
  const data = bundler.place(main.data, 'document', { source: main, pointer: '' }, '', []);
  const bundled = new Bundled(main, data, bundler);
  for (const pointer of bundler.kept.keys()) reportKept(bundled, bundler.kept, pointer, sources.findings);
  return bundled;
}

class Bundler {
  readonly mounts = new Map<string, Location>();
  readonly kept = new Map<string, string>();
  readonly schemas: string[] = [];
  readonly nodes = new Map<Kind, string[]>();
  readonly #main: SourceDocument;
  readonly #sources: Sources;
  #references = 0;

  constructor(main: SourceDocument, sources: Sources) {
    this.#main = main;
    this.#sources = sources;
    this.mounts.set('', { source: main, pointer: '' });
  }

  /** `value`, written at `location`, for the place `pointer` of the bundle; `active` are the references being followed. */
  place(value: Json, kind: Kind, location: Location, pointer: string, active: readonly string[]): Json {
    if (kind === 'schema') this.schemas.push(pointer);
    if (!isObject(value)) return value;
    if (active.length === 0 || !this.#placed(pointer)) this.#note(kind, pointer);
    if (kind === 'schema') return value;
    const reference = Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
    if (typeof reference === 'string' && isReferable(kind))
      return this.#refer(value, reference, kind, location, pointer, active);
    return this.#members(value, kind, location, pointer, active);
  }

  #refer(
    value: JsonObject,
    reference: string,
    kind: Kind,
    location: Location,
    pointer: string,
    active: readonly string[],
  ): Json {
    const local = location.source === this.#main ? localPointer(reference) : undefined;
    if (local !== undefined && isHome(kind, tokensOf(local))) return this.#keep(value, pointer, local);
    const target = this.#sources.resolve(reference, {
      source: location.source,
      pointer: child(location.pointer, '$ref'),
    });
    if (target === undefined) return value;
    if (target.source === this.#main && isHome(kind, tokensOf(target.pointer))) {
      return this.#keep({ $ref: `#${encodeURI(target.pointer)}` }, pointer, target.pointer);
    }
    return this.#inline(value, reference, target, kind, location, pointer, active);
  }

  #inline(
    value: JsonObject,
    reference: string,
    target: Location,
    kind: Kind,
    location: Location,
    pointer: string,
    active: readonly string[],
  ): Json {
    const key = locationKey(target);
    const from = { source: location.source, pointer: child(location.pointer, '$ref') };
    if (active.includes(key)) {
      this.#sources.findings.push(report(referenceLoop, `"${reference}" leads back to itself.`, placeOf(from)));
      return value;
    }
    this.#references += 1;
    if (this.#references > greatestReferenceCount) {
      if (this.#references === greatestReferenceCount + 1) {
        const message = `The document unfolds to more than ${greatestReferenceCount} references.`;
        this.#sources.findings.push(report(tooManyReferences, message, placeOf(from)));
      }
      return value;
    }
    this.mounts.set(pointer, target);
    return this.place(valueAt(target) ?? null, kind, target, pointer, [...active, key]);
  }

  #keep(value: JsonObject, pointer: string, target: string): Json {
    this.kept.set(pointer, target);
    return value;
  }

  #members(value: JsonObject, kind: Kind, location: Location, pointer: string, active: readonly string[]): Json {
    let changed = false;
    const entries = Object.entries(value).map(([name, member]): [string, Json] => {
      const field = fieldOf(kind, name);
      if (field === undefined) return [name, member];
      const below = { source: location.source, pointer: child(location.pointer, name) };
      const placed = this.#field(member, field, below, child(pointer, name), active);
      changed ||= placed !== member;
      return [name, placed];
    });
    return changed ? Object.fromEntries(entries) : value;
  }

  #field(value: Json, field: Field, location: Location, pointer: string, active: readonly string[]): Json {
    if (field.many === 'one') return this.place(value, field.kind, location, pointer, active);
    const each = (name: string | number, item: Json): Json =>
      this.place(
        item,
        field.kind,
        { source: location.source, pointer: child(location.pointer, name) },
        child(pointer, name),
        active,
      );
    if (field.many === 'list') {
      return Array.isArray(value)
        ? same(
            value,
            value.map((item: Json, index) => each(index, item)),
          )
        : value;
    }
    if (!isObject(value)) return value;
    const placed = Object.entries(value).map(([name, item]): [string, Json] => [
      name,
      name.startsWith('x-') ? item : each(name, item),
    ]);
    return placed.some(([name, item]) => item !== value[name]) ? Object.fromEntries(placed) : value;
  }

  #placed(pointer: string): boolean {
    return this.mounts.has(pointer);
  }

  #note(kind: Kind, pointer: string): void {
    const pointers = this.nodes.get(kind);
    if (pointers === undefined) this.nodes.set(kind, [pointer]);
    else pointers.push(pointer);
  }
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

function same(before: readonly Json[], after: readonly Json[]): readonly Json[] {
  return after.some((item, index) => item !== before[index]) ? after : before;
}
