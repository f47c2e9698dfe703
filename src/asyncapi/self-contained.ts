import { RunError } from '../findings/run-error.ts';
import { child, parsePointer, pointerOfReference } from '../json-schema/pointer.ts';
import type { Dialect, JsonSchema, JsonSchemaObject, SchemaBundle } from '../json-schema/schema.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { isComponentName, withComponentMessages } from './component-messages.ts';
import type { ContractDocument } from './contract-document.ts';
import type { Contract } from './model.ts';
import { outwardReferences } from './outward-references.ts';
import { fragmentOf, rewriteSchema } from './rewrite-schema.ts';
import type { BundledSite } from './schema-sites.ts';

/**
 * One AsyncAPI document with everything that the files of a contract hold, below `components`: schemas by the names of
 * their models, and as `events.<event>` and `headers.<event>`; messages with their examples and extensions. Every
 * reference in it is of the form `#/...`. Loaded again it is the same contract, with the same digest. Schemas that no event
 * leads to are left out, and so are the comments of the files.
 *
 * @param document as it was loaded with the contract
 * @throws {RunError} `input`, when a contract cannot be written that way, with what to rename
 */
export function selfContained(contract: Contract, document: ContractDocument): JsonObject {
  const data = withComponentMessages(new Writer(contract, document).write());
  const [outward] = outwardReferences(data);
  if (outward === undefined) return data;
  throw refusal(
    contract,
    `"${outward.reference}" at ${outward.pointer} leads out of it`,
    'Write what it refers to in its place.',
  );
}

function refusal({ id }: Contract, reason: string, help: string): RunError {
  return new RunError('input', `${id} cannot be written as one document: ${reason}.`, { help });
}

class Writer {
  readonly #contract: Contract;
  readonly #document: ContractDocument;
  readonly #schemas = new Map<string, Json>();
  /** What takes the place of a schema of the document, by pointer. */
  readonly #places = new Map<string, Json>();

  constructor(contract: Contract, document: ContractDocument) {
    this.#contract = contract;
    this.#document = document;
  }

  write(): JsonObject {
    this.#addOthers(this.#addModels());
    const data = this.#replaced(this.#document.data, '');
    const { info, components, ...rest } = isObject(data) ? data : {};
    return {
      ...rest,
      info: { ...(isObject(info) ? info : {}), 'x-vendor': this.#contract.vendor },
      components: { ...(isObject(components) ? components : {}), schemas: Object.fromEntries(this.#schemas) },
    };
  }

  #addModels(): ReadonlyMap<string, string> {
    const { schemas, models } = this.#contract;
    const unnamable = models.find(({ name }) => !isComponentName(name));
    if (unnamable !== undefined) {
      const help = `Name it (${unnamable.file}) with letters, digits, dots, hyphens and underscores.`;
      throw refusal(this.#contract, `no component may be named "${unnamable.name}"`, help);
    }
    const { entries } = this.#document.sites;
    const own = entries.filter(({ isAlias }) => !isAlias).map(({ name }) => name);
    const names = componentNames([...models.map(({ name }) => name), ...own], (name) => name);
    this.#add(schemas, names, names.keys());
    this.#place(entries, schemas, names);
    return names;
  }

  /** Schemas of objects that belong to no event. */
  #addOthers(known: ReadonlyMap<string, string>): void {
    const { sites, bundle, shared, findings } = this.#document.sites.others();
    if (findings.length > 0)
      throw new RunError('input', `${this.#contract.id} cannot be written as one document.`, { findings });
    const aliases = new Set(sites.filter(({ isAlias }) => isAlias).map(({ name }) => name));
    const own = Object.keys(bundle.definitions).filter((name) => !aliases.has(name) && !shared.has(name));
    const others = componentNames(own, (name) => (name.startsWith('other.') ? name : `other.${name}`));
    const both = [...shared].map(([name, same]): [string, string] => [name, known.get(same) ?? same]);
    const names = new Map([...others, ...both]);
    this.#add(bundle, names, others.keys());
    this.#place(sites, bundle, names);
  }

  #place(sites: readonly BundledSite[], bundle: SchemaBundle, names: ReadonlyMap<string, string>): void {
    for (const { name, pointer, isAlias } of sites) {
      const definition = bundle.definitions[name];
      const target = isAlias && isObject(definition) ? definition['$ref'] : undefined;
      const reference = typeof target === 'string' ? target : `#${fragmentOf(['definitions', name])}`;
      this.#places.set(pointer, { $ref: moved(reference, names, bundle.dialect, true) });
    }
  }

  #add({ definitions, dialect }: SchemaBundle, names: ReadonlyMap<string, string>, added: Iterable<string>): void {
    for (const name of added) {
      const schema = definitions[name] ?? true;
      const component = names.get(name) ?? name;
      const references = new Map<JsonSchemaObject, string>();
      walkSchema(schema, (below) => {
        const reference = isObject(below) ? below['$ref'] : undefined;
        if (isObject(below) && typeof reference === 'string')
          references.set(below, moved(reference, names, dialect, false));
      });
      this.#schemas.set(component, wrapped(rewriteSchema(schema, references), dialect));
    }
  }

  #replaced(value: Json, pointer: string): Json {
    const placed = this.#places.get(pointer);
    if (placed !== undefined) return placed;
    if (Array.isArray(value)) return value.map((item: Json, index) => this.#replaced(item, child(pointer, index)));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.#replaced(member, child(pointer, name))]),
    );
  }
}

/** The name that each schema gets under `components`: names of events may hold signs that names of components must not. */
function componentNames(names: readonly string[], named: (name: string) => string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const components = new Map<string, string>();
  for (const name of names) {
    const plain = named(name).replaceAll(/[^A-Za-z0-9._-]/g, '_');
    let component = plain;
    for (let number = 2; taken.has(component); number += 1) component = `${plain}-${number}`;
    taken.add(component);
    components.set(name, component);
  }
  return components;
}

/**
 * A reference into the bundle as a reference to a component; `whole` where it may lead to the component with its format,
 * and not to the schema in it.
 */
function moved(reference: string, names: ReadonlyMap<string, string>, dialect: Dialect, whole: boolean): string {
  const [, name = '', ...rest] = parsePointer(pointerOfReference(reference) ?? '');
  const inner = dialect === 'draft-07' || (whole && rest.length === 0) ? [] : ['schema'];
  return `#${fragmentOf(['components', 'schemas', names.get(name) ?? name, ...inner, ...rest])}`;
}

function wrapped(schema: JsonSchema, dialect: Dialect): Json {
  return dialect === 'draft-07' ? schema : { schemaFormat: `application/schema+json;version=${dialect}`, schema };
}
