import { basename, dirname, resolve } from 'node:path';

import type { Finding } from '../findings/finding.ts';
import { child } from '../json-schema/pointer.ts';
import type { JsonSchema, SchemaBundle } from '../json-schema/schema.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import { bundleSchemas } from './bundle-schemas.ts';
import { defaultRoots } from './fence.ts';
import { defaultSizeLimit } from './read.ts';
import { Sources } from './sources.ts';

/** What came of loading a file with one schema. */
export interface LoadedSchema {
  /** Undefined when the file cannot be read, is no schema, or refers to what cannot be read: the findings say what. */
  readonly schema: JsonSchema | undefined;
  readonly findings: readonly Finding[];
}

/** What stands in a file: an AsyncAPI document, or anything else. */
export type FileKind = 'document' | 'schema';

/**
 * Reads a schema that stands by itself in a JSON or YAML file. References to other files are followed within the file's
 * own folder and a folder `schemas` that it lies in or beside.
 *
 * @param cwd folder that places are shown relative to
 * @returns the kind of the file too: an AsyncAPI document is no schema, and nothing is said about it here
 */
export function loadSchema(file: string, cwd: string): LoadedSchema & { readonly kind: FileKind } {
  const findings: Finding[] = [];
  const path = resolve(cwd, file);
  const sources = new Sources([path, ...defaultRoots(path), ...schemaFolder(path)], defaultSizeLimit, cwd, findings);
  const source = sources.open(path);
  const data = source?.data;
  if (source === undefined || (typeof data !== 'boolean' && !isObject(data))) {
    return { kind: 'schema', schema: undefined, findings };
  }
  if (isObject(data) && Object.hasOwn(data, 'asyncapi')) return { kind: 'document', schema: undefined, findings };
  if (!refersToFiles(data)) return { kind: 'schema', schema: data, findings };
  const { bundle } = bundleSchemas([{ name: 'schema', location: { source, pointer: '' } }], source, sources);
  const sound = findings.every(({ severity }) => severity !== 'error');
  return { kind: 'schema', schema: sound ? asOneSchema(bundle, data) : undefined, findings };
}

function refersToFiles(schema: JsonSchema): boolean {
  let found = false;
  walkSchema(schema, (subschema) => {
    const reference = isObject(subschema) && Object.hasOwn(subschema, '$ref') ? subschema['$ref'] : undefined;
    if (typeof reference === 'string' && !reference.startsWith('#')) found = true;
  });
  return found;
}

function asOneSchema({ definitions }: SchemaBundle, data: JsonSchema): JsonSchema {
  const dialect = isObject(data) && typeof data['$schema'] === 'string' ? { $schema: data['$schema'] } : {};
  return { ...dialect, $ref: `#${child('/definitions', 'schema')}`, definitions };
}

/** The nearest folder above that is named `schemas`. */
function schemaFolder(path: string): string[] {
  for (let folder = dirname(path); dirname(folder) !== folder; folder = dirname(folder)) {
    if (basename(folder) === 'schemas') return [folder];
  }
  return [];
}
