import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ExampleSource, Source } from '../../src/asyncapi/model.ts';
import type { JsonSchema, SchemaBundle } from '../../src/json-schema/schema.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';

/** One contract as it lies on disk, found by folder and not by the loader: these tests judge the data alone. */
export interface ContractFolder {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly documentFile: URL;
  readonly messagesFolder: URL;
  readonly schemasFolder: URL;
}

/** A file of `messages/`, as far as the tests read it. */
export interface MessageFile {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly headers?: { readonly $ref: string };
  readonly payload: { readonly $ref: string };
  readonly examples?: readonly { readonly name: string; readonly summary: string; readonly payload: JsonObject }[];
  readonly 'x-source': Source & {
    readonly examples?: Readonly<Record<string, Partial<Source> & Pick<ExampleSource, 'repairs'>>>;
  };
}

const root = new URL('../../', import.meta.url);

/** All shipped contracts, in the order of their folders. */
export const contractFolders: readonly ContractFolder[] = subfolders(new URL('asyncapi/', root)).flatMap((vendor) =>
  subfolders(new URL(`asyncapi/${vendor}/`, root)).map((version) => ({
    id: `${vendor}@${version}`,
    documentFile: new URL(`asyncapi/${vendor}/${version}/asyncapi.yaml`, root),
    messagesFolder: new URL(`asyncapi/${vendor}/${version}/messages/`, root),
    schemasFolder: new URL(`schemas/${vendor}/${version}/`, root),
  })),
);

/**
 * Reads the messages of a contract, sorted by file name.
 */
export function readMessages(
  contract: ContractFolder,
): readonly { readonly file: string; readonly message: MessageFile }[] {
  return readdirSync(contract.messagesFolder)
    .toSorted()
    .map((file) => {
      const message = parse(readFileSync(new URL(file, contract.messagesFolder), 'utf8'));
      if (message['x-source'] === undefined)
        throw new Error(
          `${contract.id}: messages/${file} has no x-source; docs/contract-format.md says what it holds.`,
        );
      return { file, message };
    });
}

/**
 * Reads the schemas of a contract: path below the schema folder (`events/x.schema.json`) to content.
 */
export function readSchemas(contract: ContractFolder): ReadonlyMap<string, JsonObject> {
  const paths = readdirSync(contract.schemasFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.schema.json'))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
  return new Map(paths.map((path) => [path, JSON.parse(readFileSync(new URL(path, contract.schemasFolder), 'utf8'))]));
}

/**
 * The schemas of a contract as one set. A file `events/x.schema.json` becomes the definition `events.x`.
 */
export function bundleSchemas(contract: ContractFolder): SchemaBundle {
  const definitions: Record<string, JsonSchema> = {};
  for (const [path, schema] of readSchemas(contract))
    definitions[definitionName(path)] = withLocalReferences(schema, path);
  return { dialect: 'draft-07', definitions };
}

/** Name of the definition that a schema file becomes: `events/x.schema.json` is `events.x`. */
export function definitionName(path: string): string {
  return path.replace(/\.schema\.json$/, '').replace('/', '.');
}

function withLocalReferences<Value extends Json>(value: Value, path: string): Value;
function withLocalReferences(value: Json, path: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withLocalReferences(item, path));
  if (!isObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string') {
    const target = new URL(reference, new URL(path, 'file:///')).pathname.slice(1);
    return { $ref: `#/definitions/${definitionName(target)}` };
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withLocalReferences(member, path)]));
}

function subfolders(folder: URL): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
