import { detectDialect } from '../../../../src/json-schema/dialect.ts';
import { upTo } from '../../../../src/json-schema/keywords.ts';
import { at, child, formatPointer, parsePointer } from '../../../../src/json-schema/pointer.ts';
import type { Dialect, JsonSchema, SchemaBundle } from '../../../../src/json-schema/schema.ts';
import { subschemas } from '../../../../src/json-schema/walk.ts';
import { isObject } from '../../../../src/util/json.ts';
import type { Json } from '../../../../src/util/json.ts';

/** A schema document and where it is to be found. */
export interface SchemaDocument {
  readonly uri: string;
  readonly schema: JsonSchema;
}

/** What a bundle cannot say; the message tells why. */
export class NotBundled extends Error {
  override readonly name = 'NotBundled';
}

/** A place in a document: its number, and a pointer. */
interface Place {
  readonly document: number;
  readonly pointer: string;
}

/** The resource that each dynamic anchor leads to, because it is the outermost that has it. */
type Scope = ReadonlyMap<string, Place>;

/**
 * Puts documents into one bundle, as the loader of contracts does with files: what has an `$id` becomes a definition, and
 * every `$ref` a pointer into one. A dynamic reference leads to where it does from the first document on: a schema that is
 * reached on ways with different outer anchors becomes a definition for each. `start` is the definition of the first.
 *
 * @throws {NotBundled} for a reference to nothing, and for one to a schema of another dialect
 */
export function bundleDocuments(
  documents: readonly SchemaDocument[],
  dialect: Dialect,
): SchemaBundle & { start: string } {
  const bundler = new Bundler(documents, dialect);
  const start = bundler.enter({ document: 0, pointer: '' }, new Map());
  return { dialect, definitions: bundler.finish(), start };
}

class Bundler {
  readonly #documents: readonly SchemaDocument[];
  readonly #dialect: Dialect;
  /** By absolute URI without a fragment. */
  readonly #resources = new Map<string, Place>();
  /** By absolute URI with the anchor as its fragment. */
  readonly #anchors = new Map<string, Place>();
  /** The dynamic anchors of each resource. */
  readonly #dynamic = new Map<string, Set<string>>();
  /** The resource and its URI that hold a schema. */
  readonly #homes = new Map<string, { readonly resource: Place; readonly uri: string }>();
  readonly #names = new Map<string, string>();
  readonly #waiting: { readonly name: string; readonly resource: Place; readonly scope: Scope }[] = [];

  constructor(documents: readonly SchemaDocument[], dialect: Dialect) {
    this.#documents = documents;
    this.#dialect = dialect;
    for (const [document, { uri, schema }] of documents.entries()) {
      const place = { document, pointer: '' };
      this.#resources.set(withoutFragment(uri), place);
      this.#index(place, schema, place, uri);
    }
  }

  /** The definition for a resource that is reached with these outer anchors. */
  enter(resource: Place, outer: Scope): string {
    const own = [...(this.#dynamic.get(keyOf(resource)) ?? [])].map((anchor) => [anchor, resource] as const);
    const scope = new Map([...own, ...outer]);
    const key = [keyOf(resource), ...[...scope].map(([anchor, place]) => `${anchor}=${keyOf(place)}`).toSorted()].join(
      ' ',
    );
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `d${this.#names.size}`;
    this.#names.set(key, name);
    this.#waiting.push({ name, resource, scope });
    return name;
  }

  finish(): Record<string, JsonSchema> {
    const definitions: Record<string, JsonSchema> = {};
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const { name, resource, scope } = next;
      definitions[name] = this.#rewrite(resource, this.#valueAt(resource), resource, scope) as JsonSchema;
    }
    return definitions;
  }

  #index(place: Place, schema: JsonSchema, outer: Place, base: string): void {
    let [resource, uri] = [outer, base];
    const isReference = upTo(this.#dialect, 'draft-07') && isObject(schema) && typeof schema['$ref'] === 'string';
    if (isObject(schema) && !isReference) {
      const id = schema[this.#dialect === 'draft-04' ? 'id' : '$id'];
      if (typeof id === 'string' && id.startsWith('#')) this.#anchors.set(resolve(id, base), place);
      else if (typeof id === 'string') {
        [resource, uri] = [place, resolve(id, base)];
        this.#resources.set(withoutFragment(uri), place);
      }
      this.#indexAnchors(schema, place, resource, uri);
    }
    this.#homes.set(keyOf(place), { resource, uri });
    for (const below of subschemas(schema, place.pointer))
      this.#index({ document: place.document, pointer: below.pointer }, below.schema, resource, uri);
  }

  #indexAnchors(schema: Readonly<Record<string, Json>>, place: Place, resource: Place, uri: string): void {
    if (upTo(this.#dialect, 'draft-07')) return;
    // The recursive anchor of 2019-09 is a dynamic one without a name.
    if (schema['$recursiveAnchor'] === true) this.#addDynamic(resource, '');
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = schema[keyword];
      if (typeof anchor !== 'string') continue;
      this.#anchors.set(`${withoutFragment(uri)}#${anchor}`, place);
      if (keyword === '$dynamicAnchor') this.#addDynamic(resource, anchor);
    }
  }

  #addDynamic(resource: Place, anchor: string): void {
    const known = this.#dynamic.get(keyOf(resource)) ?? new Set();
    this.#dynamic.set(keyOf(resource), known.add(anchor));
  }

  #rewrite(place: Place, value: Json, resource: Place, scope: Scope): Json {
    if (Array.isArray(value))
      return value.map((item: Json, index) => this.#rewrite(below(place, index), item, resource, scope));
    if (!isObject(value)) return value;
    const home = this.#homes.get(keyOf(place));
    if (home !== undefined && keyOf(home.resource) !== keyOf(resource))
      return { $ref: `#/definitions/${this.enter(home.resource, scope)}` };
    const entries = Object.entries(value).flatMap(([keyword, held]): [string, Json][] => {
      if (keyword === 'enum' || keyword === 'const') return [[keyword, held]];
      if (home !== undefined && identifiers.has(keyword)) return [];
      if (home !== undefined && references.has(keyword) && typeof held === 'string')
        return [[keyword === '$recursiveRef' ? '$ref' : keyword, this.#reference(held, home.uri, keyword, scope)]];
      return [[keyword, this.#rewrite(below(place, keyword), held, resource, scope)]];
    });
    return Object.fromEntries(entries);
  }

  #reference(reference: string, base: string, keyword: string, scope: Scope): string {
    const uri = resolve(reference, base);
    const found = this.#find(uri);
    if (found === undefined) throw new NotBundled(`There is nothing at ${uri}.`);
    const place = keyword === '$ref' ? found : this.#dynamicPlace(uri, found, scope);
    // What stands under a keyword that nobody defines is a schema when somebody refers to it.
    if (!this.#homes.has(keyOf(place))) this.#indexUnknown(place);
    const { resource } = this.#homes.get(keyOf(place)) ?? { resource: place };
    this.#refuseForeign(resource);
    const name = this.enter(resource, scope);
    return `#${encodeURI(`/definitions/${name}${place.pointer.slice(resource.pointer.length)}`)}`;
  }

  #indexUnknown(place: Place): void {
    let around = place.pointer;
    while (!this.#homes.has(keyOf({ ...place, pointer: around }))) around = around.slice(0, around.lastIndexOf('/'));
    const home = this.#homes.get(keyOf({ ...place, pointer: around }));
    const schema = this.#valueAt(place);
    if (home !== undefined && (isObject(schema) || typeof schema === 'boolean'))
      this.#index(place, schema, home.resource, home.uri);
  }

  /** A dynamic reference that leads to a dynamic anchor leads to the outermost one of that name. */
  #dynamicPlace(uri: string, found: Place, scope: Scope): Place {
    const anchor = uri.includes('#') ? uri.slice(uri.indexOf('#') + 1) : '';
    const home = this.#homes.get(keyOf(found))?.resource ?? found;
    if (this.#dynamic.get(keyOf(home))?.has(anchor) !== true) return found;
    const outermost = this.#homes.get(keyOf(scope.get(anchor) ?? home));
    if (anchor === '') return outermost?.resource ?? found;
    return this.#anchors.get(`${withoutFragment(outermost?.uri ?? '')}#${anchor}`) ?? found;
  }

  #refuseForeign(resource: Place): void {
    const schema = this.#valueAt(resource) as JsonSchema;
    if (detectDialect(schema, this.#dialect) !== this.#dialect)
      throw new NotBundled('It is written in another dialect, or in one of its own.');
  }

  #find(uri: string): Place | undefined {
    const anchored = this.#anchors.get(uri);
    if (anchored !== undefined) return anchored;
    const [, resource = '', fragment = ''] = /^([^#]*)#?(.*)$/.exec(uri) ?? [];
    const start = this.#resources.get(resource);
    if (start === undefined || (fragment !== '' && !fragment.startsWith('/'))) return undefined;
    const tokens = parsePointer(decodeURIComponent(fragment));
    const place = { document: start.document, pointer: start.pointer + formatPointer(tokens) };
    return this.#valueAt(place) === undefined ? undefined : place;
  }

  #valueAt({ document, pointer }: Place): Json {
    return at(this.#documents[document]?.schema ?? null, pointer) as Json;
  }
}

/** Keywords that tell where a schema is; `id` is a property's name only under `properties`, which is no schema. */
const identifiers = new Set(['id', '$id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$schema', '$vocabulary']);
const references = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

function below(place: Place, token: string | number): Place {
  return { document: place.document, pointer: child(place.pointer, token) };
}

function keyOf({ document, pointer }: Place): string {
  return `${document}:${pointer}`;
}

function resolve(reference: string, base: string): string {
  return (URL.canParse(reference, base) ? new URL(reference, base).href : reference).replace(/#$/, '');
}

function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/, '');
}
