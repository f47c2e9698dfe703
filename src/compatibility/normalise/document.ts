import { pointerOfReference, at } from '../../json-schema/pointer.ts';
import { metaSchemas } from '../../json-schema/meta-schemas.ts';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { upTo } from '../../json-schema/keywords.ts';
import { subschemas } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { ReadSchema } from '../read-schema.ts';
import { Undecided } from '../undecided.ts';

/** A schema with an address of its own, and the schemas in it that have a name. */
export interface Resource {
  readonly uri: string;
  readonly root: JsonSchema;
  readonly anchors: Map<string, JsonSchemaObject>;
  /** Those of the names that `$dynamicRef` looks for; the empty name stands for `$recursiveAnchor`. */
  readonly dynamicAnchors: Map<string, JsonSchemaObject>;
}

/** Where documents without an address count as being. */
const home = 'schema://document/';
const metaHome = 'schema://meta-schemas/';

const documents = new WeakMap<ReadSchema, SchemaDocument>();

/**
 * The document of a schema, made when it is first asked for.
 * @throws {Undecided} when an address in it cannot be resolved
 */
export function documentOf(read: ReadSchema): SchemaDocument {
  const known = documents.get(read) ?? new SchemaDocument(read.schema, read.dialect);
  documents.set(read, known);
  return known;
}

/** A schema document: finds what references lead to. Nothing outside the document is ever read. */
export class SchemaDocument {
  readonly root: JsonSchema;
  readonly dialect: Dialect;
  readonly #resources = new Map<string, Resource>();
  readonly #resourceOf = new Map<JsonSchemaObject, Resource>();

  constructor(root: JsonSchema, dialect: Dialect) {
    this.root = root;
    this.dialect = dialect;
    this.#index(root, this.#addResource(home, root));
  }

  /** The resource that a schema of the document belongs to. */
  resourceOf(schema: JsonSchemaObject): Resource {
    return this.#resourceOf.get(schema) as Resource;
  }

  /** Whether any schema can forbid a property that it does not name. */
  get forbidsProperties(): boolean {
    return [...this.#resourceOf.keys()].some((schema) => forbidding.some((keyword) => Object.hasOwn(schema, keyword)));
  }

  /**
   * The schema that `reference`, standing in `from`, leads to, and the name of the anchor when it leads to one.
   * @throws {Undecided} when it leads nowhere, or out of the document
   */
  find(reference: string, from: JsonSchemaObject): { schema: JsonSchema; anchor: string | undefined } {
    const [address, fragment] = this.#resolve(reference, this.resourceOf(from).uri);
    const resource = this.#resources.get(address) ?? this.#metaResource(address);
    if (resource === undefined)
      throw new Undecided(`the reference ${JSON.stringify(reference)} leads out of the schema`);
    if (fragment === '') return { schema: resource.root, anchor: undefined };
    if (fragment.startsWith('/')) return { schema: this.#at(resource, fragment, reference), anchor: undefined };
    const anchor = decode(fragment);
    const schema = resource.anchors.get(anchor);
    if (schema === undefined) throw new Undecided(`the reference ${JSON.stringify(reference)} leads nowhere`);
    return { schema, anchor };
  }

  /** The meta-schema at `address`, when it is the one of the document's dialect. */
  #metaResource(address: string): Resource | undefined {
    if (!address.includes('://json-schema.org/draft')) return undefined;
    for (const schema of metaSchemas(this.dialect)) this.#index(schema, this.#addResource(metaHome, schema));
    return this.#resources.get(address);
  }

  #at(resource: Resource, fragment: string, reference: string): JsonSchema {
    const pointer = pointerOfReference(`#${fragment}`);
    const target = pointer === undefined ? undefined : at(resource.root, pointer);
    if (typeof target !== 'boolean' && !isObject(target)) {
      throw new Undecided(`the reference ${JSON.stringify(reference)} leads to no schema`);
    }
    if (isObject(target) && !this.#resourceOf.has(target)) this.#index(target, resource);
    return target;
  }

  #resolve(reference: string, base: string): [address: string, fragment: string] {
    const [address = '', ...fragment] = reference.split('#');
    if (address === '') return [base, fragment.join('#')];
    try {
      const url = new URL(address, base);
      return [url.href, fragment.join('#')];
    } catch {
      throw new Undecided(`the reference ${JSON.stringify(reference)} cannot be resolved`);
    }
  }

  #index(root: JsonSchema, resource: Resource): void {
    const waiting: { schema: JsonSchema; resource: Resource }[] = [{ schema: root, resource }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!isObject(next.schema) || this.#resourceOf.has(next.schema)) continue;
      const own = this.#enter(next.schema, next.resource);
      this.#resourceOf.set(next.schema, own);
      for (const below of subschemas(next.schema)) waiting.push({ schema: below.schema, resource: own });
    }
  }

  /** The resource of a schema: a new one when it has an address. Notes the names that it gives itself. */
  #enter(schema: JsonSchemaObject, outer: Resource): Resource {
    const old = upTo(this.dialect, 'draft-07');
    if (old && Object.hasOwn(schema, '$ref')) return outer;
    const id = schema[this.dialect === 'draft-04' ? 'id' : '$id'];
    let resource = outer;
    if (typeof id === 'string') {
      const [address, fragment] = this.#resolve(id, outer.uri);
      if (!id.startsWith('#')) resource = this.#resources.get(address) ?? this.#addResource(address, schema);
      if (old && fragment !== '') resource.anchors.set(decode(fragment), schema);
    }
    if (!old) noteAnchors(schema, resource, this.dialect);
    return resource;
  }

  #addResource(uri: string, root: JsonSchema): Resource {
    const resource: Resource = { uri, root, anchors: new Map(), dynamicAnchors: new Map() };
    this.#resources.set(uri, resource);
    return resource;
  }
}

const forbidding = ['additionalProperties', 'unevaluatedProperties', 'propertyNames', 'patternProperties'];

function noteAnchors(schema: JsonSchemaObject, resource: Resource, dialect: Dialect): void {
  const { $anchor: anchor, $dynamicAnchor: dynamic, $recursiveAnchor: recursive } = schema;
  if (typeof anchor === 'string') resource.anchors.set(anchor, schema);
  if (dialect === '2020-12' && typeof dynamic === 'string') {
    resource.anchors.set(dynamic, schema);
    resource.dynamicAnchors.set(dynamic, schema);
  }
  if (dialect === '2019-09' && recursive === true && resource.root === schema) resource.dynamicAnchors.set('', schema);
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
