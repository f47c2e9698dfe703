import type { Json } from '../util/json.ts';

/** A JSON Schema of any dialect: a boolean or an object of keywords. */
export type JsonSchema = boolean | JsonSchemaObject;

export interface JsonSchemaObject {
  readonly [keyword: string]: Json;
}

/** The dialects that payloads can be written in. */
export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12';

/**
 * A set of schemas that refer to one another and to nothing else: every `$ref` in it is `#/definitions/<name>`
 * (or a pointer below one). Names are unique; a payload schema of an event is `events.<event>`, its header schema
 * `headers.<event>`, a shared model has the name of its file.
 */
export interface SchemaBundle {
  readonly dialect: Dialect;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}
