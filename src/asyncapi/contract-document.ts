import type { Place } from '../findings/finding.ts';
import type { Json } from '../util/json.ts';
import type { BundledDocument, Node } from './bundle-document.ts';
import { exampleNodes } from './build-model.ts';
import type { BundledSchemas } from './bundle-schemas.ts';
import type { EventNode } from './events.ts';
import type { Kind } from './grammar.ts';
import { noSites } from './schema-sites.ts';
import type { SchemaSites } from './schema-sites.ts';
import { placeOf } from './sources.ts';
import type { SourceDocument } from './source-map.ts';

/** What rules need to know of a document beyond the contract: its text, and where everything was written. */
export interface ContractDocument {
  /** The AsyncAPI document's own file, as the user would type it. */
  readonly file: string;
  /**
   * The AsyncAPI document with the objects of other files in place. References to objects of the document itself, and
   * those of schemas, stay as `$ref`. Null when the document could not be read.
   */
  readonly data: Json;
  /** Every file that was read, by its path as the user would type it. */
  readonly documents: ReadonlyMap<string, SourceDocument>;
  /** What `pointer` into `data` leads to when references are followed; undefined when it leads nowhere. */
  follow(pointer: string): Node | undefined;
  /** Pointers into `data` to all objects of a kind, as they stand: some may be references. */
  nodes(kind: Kind): readonly string[];
  /** Where something of `data` was written. */
  origin(pointer: string): Place;
  /** Where a schema was written: `#/definitions/<name>/...` or the same without `#`. */
  locateSchema(pointer: string): Place;
  /** Where something in an example's payload was written. */
  exampleOrigin(event: string, example: string, pointerInPayload: string): Place;
  /** Pointer into `data` to the message of an event; undefined when there is no such event. */
  messagePointer(event: string): string | undefined;
  /** Where schemas stand. */
  readonly sites: SchemaSites;
  /** Files in the contract's own folders that nothing refers to, as the user would type them. */
  unusedFiles(): readonly string[];
}

/** The document of a contract of which at least the main file was read. */
export function contractDocument(
  bundled: BundledDocument,
  events: readonly EventNode[],
  schemas: BundledSchemas,
  documents: ReadonlyMap<string, SourceDocument>,
  sites: SchemaSites,
  unusedFiles: () => readonly string[],
): ContractDocument {
  const byName = new Map(events.map((event) => [event.name, event]));
  const origin = (pointer: string): Place => placeOf(bundled.origin(pointer));
  const { file } = bundled.main;
  return {
    file,
    data: bundled.data,
    documents,
    sites,
    follow: (pointer) => bundled.follow(pointer),
    nodes: (kind) => bundled.nodes(kind),
    unusedFiles,
    origin,
    messagePointer: (event) => byName.get(event)?.message.pointer,
    locateSchema: (pointer) => placeOf(schemas.locate(pointer.replace(/^#/, ''))),
    exampleOrigin: (event, example, pointerInPayload) => {
      const node = byName.get(event);
      const found = node === undefined ? undefined : exampleNodes(bundled, node).find(({ name }) => name === example);
      return found === undefined ? { file } : origin(`${found.pointer}/payload${pointerInPayload}`);
    },
  };
}

/** The document of a contract that could not be read. */
export function unreadDocument(file: string, documents: ReadonlyMap<string, SourceDocument>): ContractDocument {
  return {
    file,
    data: null,
    documents,
    sites: noSites,
    follow: () => undefined,
    nodes: () => [],
    origin: () => ({ file }),
    locateSchema: () => ({ file }),
    exampleOrigin: () => ({ file }),
    messagePointer: () => undefined,
    unusedFiles: () => [],
  };
}
