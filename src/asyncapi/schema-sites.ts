import type { Finding } from '../findings/finding.ts';
import { at } from '../json-schema/pointer.ts';
import type { SchemaBundle } from '../json-schema/schema.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import type { BundledDocument } from './bundle-document.ts';
import { bundleSchemas } from './bundle-schemas.ts';
import type { BundledSchemas } from './bundle-schemas.ts';
import { locationKey } from './sources.ts';
import type { Sources } from './sources.ts';

/** A place of the document where a schema stands, or a reference to one. */
export interface SchemaSite {
  /** Name of the schema in its bundle. */
  readonly name: string;
  /** Pointer into the document. */
  readonly pointer: string;
}

/** A site whose schema was bundled; `isAlias` when the bundle has a name of its own for what stands there. */
export interface BundledSite extends SchemaSite {
  readonly isAlias: boolean;
}

/** Schemas of objects that belong to no event, as far as they refer to others. */
export interface OtherSchemas {
  readonly sites: readonly BundledSite[];
  readonly bundle: SchemaBundle;
  /** Names in the contract's bundle, by the names in this one, of the schemas that both have. */
  readonly shared: ReadonlyMap<string, string>;
  /** References that lead nowhere. */
  readonly findings: readonly Finding[];
}

/** Schemas that stand in objects of the document, or are referred to by them. */
export interface SchemaSites {
  /** Payloads and headers of events. */
  readonly entries: readonly BundledSite[];
  others(): OtherSchemas;
}

export const noSites: SchemaSites = {
  entries: [],
  others: () => ({ sites: [], bundle: { dialect: 'draft-07', definitions: {} }, shared: new Map(), findings: [] }),
};

/** @param entries payloads and headers of events, with the pointer to where they stand */
export function schemaSites(
  document: BundledDocument,
  schemas: BundledSchemas,
  entries: readonly SchemaSite[],
  sources: Sources,
): SchemaSites {
  const known = new Set(entries.map(({ pointer }) => pointer));
  return {
    entries: entries
      .filter(({ pointer }) => document.follow(pointer) !== undefined)
      .map((entry) => ({ ...entry, isAlias: schemas.aliases.has(entry.name) })),
    others: () => {
      const sites = document.schemas
        .filter((pointer) => !pointer.startsWith('/components/schemas/') && !known.has(pointer))
        .filter((pointer) => refersToSomething(at(document.data, pointer)))
        .map((pointer, index) => ({ name: `schema-${index + 1}`, pointer }));
      const before = sources.findings.length;
      const located = sites.map(({ name, pointer }) => ({ name, location: document.origin(pointer) }));
      const { bundle, origins, aliases } = bundleSchemas(located, document.main, sources);
      const byLocation = new Map([...schemas.origins].map(([name, location]) => [locationKey(location), name]));
      const shared = [...origins].flatMap(([name, location]): [string, string][] => {
        const same = aliases.has(name) ? undefined : byLocation.get(locationKey(location));
        return same === undefined || schemas.aliases.has(same) ? [] : [[name, same]];
      });
      return {
        sites: sites.map((site) => ({ ...site, isAlias: aliases.has(site.name) })),
        bundle,
        shared: new Map(shared),
        findings: sources.findings.splice(before),
      };
    },
  };
}

function refersToSomething(schema: Json | undefined): boolean {
  if (Array.isArray(schema)) return schema.some((item: Json) => refersToSomething(item));
  if (!isObject(schema)) return false;
  return typeof schema['$ref'] === 'string' || Object.values(schema).some((value) => refersToSomething(value));
}
