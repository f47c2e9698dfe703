import type { Dialect } from '../json-schema/schema.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { child } from '../json-schema/pointer.ts';
import { valueAt } from './sources.ts';
import type { Location } from './sources.ts';

/** The dialect of a schema without a stated format: the AsyncAPI Schema Object is a superset of draft-07. */
export const defaultDialect: Dialect = 'draft-07';

/**
 * The dialect that a `schemaFormat` names; undefined for formats that are not JSON Schema. Source: AsyncAPI 3.1.0,
 * Multi Format Schema Object.
 */
export function dialectOfFormat(format: string): Dialect | undefined {
  const [type = '', ...parameters] = format
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (/^application\/vnd\.aai\.asyncapi(?:\+json|\+yaml)?$/.test(type)) return defaultDialect;
  if (!/^application\/schema(?:\+json|\+yaml)?$/.test(type)) return undefined;
  const version = parameters.find((parameter) => parameter.startsWith('version='))?.slice('version='.length);
  return version === undefined ? defaultDialect : versions.get(version.replaceAll('"', ''));
}

const versions: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['draft-04', 'draft-04'],
  ['draft-06', 'draft-06'],
  ['draft-07', 'draft-07'],
  ['2019-09', '2019-09'],
  ['draft/2019-09', '2019-09'],
  ['2020-12', '2020-12'],
  ['draft/2020-12', '2020-12'],
]);

/** A schema without its multi-format wrapping: where it stands, and the format that was stated. */
export interface Unwrapped {
  readonly location: Location;
  readonly format: string | undefined;
}

/** Takes the schema out of a Multi Format Schema Object (`{schemaFormat, schema}`), when there is one at `location`. */
export function unwrap(location: Location): Unwrapped {
  const value: Json | undefined = valueAt(location);
  if (!isObject(value) || !Object.hasOwn(value, 'schema')) return { location, format: undefined };
  const format = Object.hasOwn(value, 'schemaFormat') ? value['schemaFormat'] : undefined;
  return {
    location: { source: location.source, pointer: child(location.pointer, 'schema') },
    format: typeof format === 'string' ? format : undefined,
  };
}
