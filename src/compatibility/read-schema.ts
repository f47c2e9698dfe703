import { checkSchema } from '../json-schema/check-schema.ts';
import { detectDialect } from '../json-schema/dialect.ts';
import type { Dialect, JsonSchema } from '../json-schema/schema.ts';
import { SchemaCompileError } from '../json-schema/schema-error.ts';
import { isObject } from '../util/json.ts';
import { Undecided } from './undecided.ts';

/** A schema that obeys the rules of its dialect. */
export interface ReadSchema {
  readonly schema: JsonSchema;
  readonly dialect: Dialect;
}

/**
 * Finds a schema's dialect and checks it against the dialect's rules.
 * @param name what to call the schema in the error
 * @throws {Undecided} when the dialect is not known, or the schema breaks its rules
 */
export function readSchema(schema: JsonSchema, dialect: Dialect | undefined, name: string): ReadSchema {
  if (typeof schema !== 'boolean' && !isObject(schema)) throw new Undecided(`the ${name} schema is no schema`);
  const known = dialect ?? detectDialect(schema, '2020-12');
  if (known === undefined) throw new Undecided(`the ${name} schema names a dialect that is not known`);
  try {
    checkSchema(schema, known, '#');
  } catch (error) {
    if (!(error instanceof SchemaCompileError)) throw error;
    throw new Undecided(`the ${name} schema is not valid at ${error.pointer}: ${error.message.replace(/\.$/, '')}`);
  }
  return { schema, dialect: known };
}
