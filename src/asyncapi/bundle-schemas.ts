import type { Finding } from '../findings/finding.ts';
import { detectDialect } from '../json-schema/dialect.ts';
import { child, formatPointer, parsePointer } from '../json-schema/pointer.ts';
import type { Dialect, JsonSchema, JsonSchemaObject, SchemaBundle } from '../json-schema/schema.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import type { Model } from './model.ts';
import { report } from './report.ts';
import { dynamicReference, mixedDialects, schemaFormatUnsupported, schemaInvalid } from './rules/schema.ts';
import { defaultDialect, dialectOfFormat, unwrap } from './schema-format.ts';
import type { Unwrapped } from './schema-format.ts';
import { referenceTo, rewriteSchema } from './rewrite-schema.ts';
import { nameModels } from './schema-names.ts';
import { locationKey, placeOf, valueAt } from './sources.ts';
import type { Location, Sources } from './sources.ts';
import type { SourceDocument } from './source-map.ts';

/** A schema that gets a name of its own: `events.<event>` or `headers.<event>`. Where none stands, everything is valid. */
export interface SchemaEntry {
  readonly name: string;
  readonly location: Location;
}

export interface BundledSchemas {
  readonly bundle: SchemaBundle;
  readonly models: readonly Model[];
  /** Where each definition was written, by its name. */
  readonly origins: ReadonlyMap<string, Location>;
  /** Entries that are nothing but a reference to another definition. */
  readonly aliases: ReadonlySet<string>;
  /** Where something below `/definitions` was written. */
  locate(pointer: string): Location;
}

/**
 * A schema that becomes a definition. `holds` has the pointers below it that belong to it; a reference to anything else
 * in its file makes another definition.
 */
interface Root {
  readonly location: Location;
  readonly schema: JsonSchema;
  readonly holds: ReadonlySet<string>;
  /** How many references lead to it or into it. */
  uses: number;
  name: string | undefined;
}

interface Target {
  readonly root: Root;
  /** Pointer below the root. */
  readonly rest: string;
}

/**
 * Collects the schemas of a contract: the entries and everything they refer to, each once, with `$ref`s rewritten to
 * `#/definitions/<name>`. `$id`, `$anchor` and `$schema` are dropped: the place of a schema is its identity. Problems go
 * to the sources' findings.
 */
export function bundleSchemas(entries: readonly SchemaEntry[], main: SourceDocument, sources: Sources): BundledSchemas {
  return new SchemaBundler(main, sources).bundle(entries);
}

class SchemaBundler {
  readonly #main: SourceDocument;
  readonly #sources: Sources;
  readonly #findings: Finding[];
  readonly #roots = new Map<string, Root>();
  readonly #targets = new Map<JsonSchemaObject, Target>();
  readonly #waiting: Root[] = [];
  #dialect: Dialect | undefined;

  constructor(main: SourceDocument, sources: Sources) {
    this.#main = main;
    this.#sources = sources;
    this.#findings = sources.findings;
  }

  bundle(entries: readonly SchemaEntry[]): BundledSchemas {
    const aliases: { entry: SchemaEntry; target: Target }[] = [];
    const definitions: [string, JsonSchema][] = [];
    const origins = new Map<string, Location>();
    for (const entry of entries) {
      if (valueAt(entry.location) === undefined) definitions.push([entry.name, true]);
      origins.set(entry.name, entry.location);
      const target = this.#enter(entry.location);
      if (target !== undefined) aliases.push({ entry, target });
    }
    for (let root = this.#waiting.shift(); root !== undefined; root = this.#waiting.shift()) this.#follow(root);
    for (const { entry, target } of aliases) {
      if (target.rest === '' && target.root.uses === 1 && target.root.name === undefined) target.root.name = entry.name;
    }
    const models = this.#nameModels();
    const named = new Set<string>();
    for (const { entry, target } of aliases) {
      if (target.root.name === entry.name) continue;
      named.add(entry.name);
      definitions.push([entry.name, { $ref: referenceTo(target.root.name ?? '', target.rest) }]);
    }
    const references = new Map(
      [...this.#targets].map(([schema, target]) => [schema, referenceTo(target.root.name ?? '', target.rest)]),
    );
    for (const root of this.#roots.values()) {
      const name = root.name ?? '';
      definitions.push([name, rewriteSchema(root.schema, references)]);
      origins.set(name, root.location);
    }
    return {
      bundle: { dialect: this.#dialect ?? defaultDialect, definitions: Object.fromEntries(definitions) },
      models,
      origins,
      aliases: named,
      locate: (pointer) => this.#locate(origins, pointer),
    };
  }

  #locate(origins: ReadonlyMap<string, Location>, pointer: string): Location {
    const [, name = '', ...rest] = parsePointer(pointer);
    const root = origins.get(name);
    return root === undefined
      ? { source: this.#main, pointer: '' }
      : { source: root.source, pointer: root.pointer + formatPointer(rest) };
  }

  /** The definition that an entry stands for: what it refers to when it is nothing but a reference, else itself. */
  #enter(entry: Location): Target | undefined {
    const own = unwrap(entry);
    const value = valueAt(own.location);
    const reference = referenceOf(value);
    if (reference === undefined || Object.keys(value ?? {}).length > 1) return this.#use(own.location, own.format);
    return this.#refer(reference, own.location, own.format);
  }

  /** The definition that a `$ref` of the schema at `from` leads to. */
  #refer(reference: string, from: Location, format?: string): Target | undefined {
    const found = this.#sources.resolve(reference, reachedFrom(from));
    if (found === undefined) return undefined;
    const inner = unwrap(found);
    if (isSchema(valueAt(inner.location))) return this.#use(inner.location, format ?? inner.format);
    const message = `"${reference}" leads to something that is no schema; a schema is an object, true or false.`;
    this.#findings.push(report(schemaInvalid, message, placeOf(reachedFrom(from))));
    return undefined;
  }

  #checkedFormat(location: Location, format: string | undefined): boolean {
    if (format === undefined || dialectOfFormat(format) !== undefined) return true;
    const message = `The schema format "${format}" is not JSON Schema; payloads cannot be checked against it.`;
    this.#findings.push(report(schemaFormatUnsupported, message, placeOf(location)));
    return false;
  }

  /** Counts a use of the schema at `location` and gives the definition it belongs to. */
  #use(location: Location, format?: string): Target | undefined {
    if (!this.#checkedFormat(location, format)) return undefined;
    const target = this.#find(location) ?? this.#add(location, format);
    if (target !== undefined) target.root.uses += 1;
    return target;
  }

  #find(location: Location): Target | undefined {
    for (
      let end = location.pointer.length;
      end >= 0;
      end = end === 0 ? -1 : location.pointer.lastIndexOf('/', end - 1)
    ) {
      const root = this.#roots.get(locationKey({ source: location.source, pointer: location.pointer.slice(0, end) }));
      const rest = location.pointer.slice(end);
      if (root?.holds.has(rest)) return { root, rest };
    }
    return undefined;
  }

  /**
   * A file of its own is one definition, with all that stands below, and so is each of `components/schemas`; elsewhere in
   * documents it is the part that is referred to.
   */
  #add(location: Location, format: string | undefined): Target | undefined {
    const holder = this.#holder(location);
    const whole = holder === undefined ? undefined : this.#root(holder.location, holder.format);
    const rest = location.pointer.slice(holder?.location.pointer.length);
    if (whole?.holds.has(rest)) return { root: this.#keep(whole), rest };
    const root = this.#root(location, format);
    return root === undefined ? undefined : { root: this.#keep(root), rest: '' };
  }

  /** The schema that `location` is only a part of. */
  #holder({ source, pointer }: Location): Unwrapped | undefined {
    if (pointer === '') return undefined;
    if (this.#isSchemaFile(source)) return { location: { source, pointer: '' }, format: undefined };
    const [component] = /^\/components\/schemas\/[^/]+(?=\/)/.exec(pointer) ?? [];
    if (component === undefined) return undefined;
    const holder = unwrap({ source, pointer: component });
    return pointer.startsWith(`${holder.location.pointer}/`) ? holder : undefined;
  }

  #isSchemaFile(source: SourceDocument): boolean {
    if (source === this.#main || !isObject(source.data)) return false;
    return !['asyncapi', 'openapi', 'swagger', 'components', 'payload'].some(
      (key) => isObject(source.data) && Object.hasOwn(source.data, key),
    );
  }

  #keep(root: Root): Root {
    this.#roots.set(locationKey(root.location), root);
    this.#waiting.push(root);
    return root;
  }

  #root(location: Location, format: string | undefined): Root | undefined {
    const value = valueAt(location);
    if (!isSchema(value)) return undefined;
    this.#agree(value, location, format);
    return { location, schema: value, holds: heldBy(value), uses: 0, name: undefined };
  }

  /** A schema that states no dialect is read in that of the others, whichever comes first. */
  #agree(schema: JsonSchema, location: Location, format: string | undefined): void {
    const stated = format === undefined ? undefined : dialectOfFormat(format);
    if (stated === undefined && !(isObject(schema) && Object.hasOwn(schema, '$schema'))) return;
    const dialect = detectDialect(schema, stated ?? defaultDialect);
    if (dialect !== undefined) this.#dialect ??= dialect;
    if (dialect !== undefined && dialect === this.#dialect) return;
    const message =
      dialect === undefined
        ? `"$schema" names a dialect that is not known; known are draft-04, draft-06, draft-07, 2019-09 and 2020-12.`
        : `This schema is written in ${dialect}, others of the contract in ${this.#dialect ?? defaultDialect}.`;
    this.#findings.push(report(mixedDialects, message, placeOf(location)));
  }

  #follow(root: Root): void {
    walkSchema(root.schema, (schema, pointer) => {
      if (!isObject(schema)) return;
      const location = { source: root.location.source, pointer: root.location.pointer + pointer };
      for (const keyword of ['$dynamicRef', '$recursiveRef'] as const) {
        if (!Object.hasOwn(schema, keyword)) continue;
        this.#findings.push(
          report(
            dynamicReference,
            `"${keyword}" is not supported.`,
            placeOf({ ...location, pointer: child(location.pointer, keyword) }),
          ),
        );
      }
      const reference = referenceOf(schema);
      if (reference === undefined || this.#targets.has(schema)) return;
      const target = this.#refer(reference, location);
      if (target !== undefined) this.#targets.set(schema, target);
    });
  }

  #nameModels(): Model[] {
    const unnamed = [...this.#roots.values()].filter((root) => root.name === undefined);
    const names = nameModels(unnamed.map((root) => root.location));
    for (const [index, root] of unnamed.entries()) root.name = names[index] ?? '';
    return unnamed.map((root) => ({ name: root.name ?? '', file: root.location.source.file }));
  }
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

function reachedFrom(location: Location): Location {
  return { source: location.source, pointer: child(location.pointer, '$ref') };
}

function referenceOf(value: Json | undefined): string | undefined {
  const reference = isObject(value) && Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
  return typeof reference === 'string' ? reference : undefined;
}

/** The pointers of the schemas that belong to `schema`. What stands beside a `$ref` is ignored up to draft-07, so it does not. */
function heldBy(schema: JsonSchema): Set<string> {
  const held = new Set<string>();
  let ignored: string | undefined;
  walkSchema(schema, (subschema, pointer) => {
    if (ignored !== undefined && pointer.startsWith(ignored)) return;
    held.add(pointer);
    ignored = referenceOf(subschema) === undefined ? undefined : `${pointer}/`;
  });
  return held;
}
