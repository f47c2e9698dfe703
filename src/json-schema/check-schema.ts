import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { canonicalize } from './canonicalize.ts';
import { keywordsOf } from './keywords.ts';
import type { Shape } from './keywords.ts';
import { compilePattern, PatternRefused } from './patterns.ts';
import { child } from './pointer.ts';
import type { Dialect, JsonSchema } from './schema.ts';
import { SchemaCompileError } from './schema-error.ts';
import { walkSchema } from './walk.ts';

const typeNames = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/**
 * Checks that `schema` and all schemas below it obey the rules of their dialect: what its meta-schema says, and that
 * every pattern can be run. Source: the meta-schemas of draft-04 to 2020-12.
 * @param base pointer of `schema`, for the error
 * @throws {SchemaCompileError} at the first keyword that does not obey them
 */
export function checkSchema(schema: JsonSchema, dialect: Dialect, base: string): void {
  const keywords = keywordsOf(dialect);
  walkSchema(schema, (subschema, pointer, parent) => {
    if (typeof subschema === 'boolean') {
      if (dialect === 'draft-04' && parent !== 'additionalProperties' && parent !== 'additionalItems') {
        throw new SchemaCompileError('A schema of draft-04 must be an object, got a boolean.', base + pointer, parent);
      }
      return;
    }
    for (const [name, value] of Object.entries(subschema)) {
      const shape = keywords.get(name)?.shape;
      const complaint = shape === undefined ? undefined : complaintAbout(shape, value, dialect);
      if (complaint !== undefined) {
        throw new SchemaCompileError(`"${name}" ${complaint}.`, base + child(pointer, name), name);
      }
    }
  });
}

function complaintAbout(shape: Shape, value: Json, dialect: Dialect): string | undefined {
  switch (shape) {
    case 'any':
      return undefined;
    case 'boolean':
    case 'limit or switch':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'text':
      return typeof value === 'string' ? undefined : 'must be a text';
    case 'reference':
      return typeof value === 'string' ? undefined : 'must be a reference, as text';
    case 'number':
      return Number.isFinite(value) ? undefined : 'must be a number';
    case 'positive number':
      return Number.isFinite(value) && Number(value) > 0 ? undefined : 'must be a number greater than 0';
    case 'count':
      return Number.isInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number, 0 or greater';
    case 'list':
      return Array.isArray(value) ? undefined : 'must be a list';
    case 'values':
      return complaintAboutValues(value, dialect);
    case 'names':
      return complaintAboutNames(value, dialect);
    case 'types':
      return complaintAboutTypes(value);
    case 'pattern':
      return typeof value === 'string' ? complaintAboutPattern(value) : 'must be a regular expression, as text';
    default:
      return complaintAboutSchemas(shape, value, dialect);
  }
}

function complaintAboutSchemas(shape: Shape, value: Json, dialect: Dialect): string | undefined {
  switch (shape) {
    case 'schema':
    case 'schema or switch':
      return isSchema(value) ? undefined : 'must be a schema';
    case 'schemas':
      return isSchemaList(value) ? undefined : 'must be a list of schemas that is not empty';
    case 'schema or schemas':
      return isSchema(value) || isSchemaList(value)
        ? undefined
        : 'must be a schema, or a list of schemas that is not empty';
    case 'named schemas':
      return everyValue(value, isSchema) ? undefined : 'must hold a schema for each name';
    case 'schemas by pattern':
      if (!everyValue(value, isSchema)) return 'must hold a schema for each pattern';
      return Object.keys(value as object)
        .map(complaintAboutPattern)
        .find((complaint) => complaint !== undefined);
    case 'schemas or names by name':
      return everyValue(value, (held) => isSchema(held) || complaintAboutNames(held, dialect) === undefined)
        ? undefined
        : 'must hold a schema or a list of names for each name';
    case 'names by name':
      return everyValue(value, (held) => complaintAboutNames(held, dialect) === undefined)
        ? undefined
        : 'must hold a list of names for each name';
    default:
      return undefined;
  }
}

function complaintAboutValues(value: Json, dialect: Dialect): string | undefined {
  if (!Array.isArray(value)) return 'must be a list';
  if (dialect !== 'draft-04' && dialect !== 'draft-06') return undefined;
  return value.length > 0 && distinct(value) ? undefined : 'must be a list that is not empty and repeats no value';
}

function complaintAboutNames(value: Json, dialect: Dialect): string | undefined {
  const isList = Array.isArray(value) && value.every((name) => typeof name === 'string') && distinct(value);
  if (dialect !== 'draft-04') return isList ? undefined : 'must be a list of names that repeats none';
  return isList && value.length > 0 ? undefined : 'must be a list of names that is not empty and repeats none';
}

function complaintAboutTypes(value: Json): string | undefined {
  const isType = (name: Json): boolean => typeof name === 'string' && typeNames.has(name);
  if (isType(value)) return undefined;
  if (Array.isArray(value) && value.length > 0 && value.every(isType) && distinct(value)) return undefined;
  return `must be one of ${[...typeNames].join(', ')}, or a list of them that repeats none`;
}

function complaintAboutPattern(source: string): string | undefined {
  try {
    compilePattern(source);
    return undefined;
  } catch (error) {
    if (error instanceof PatternRefused)
      return `holds a pattern that cannot be used: ${error.message.replace(/\.$/, '')}`;
    throw error;
  }
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

function isSchemaList(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isSchema);
}

function everyValue(value: Json, holds: (held: Json) => boolean): boolean {
  return isObject(value) && Object.values(value).every(holds);
}

function distinct(values: readonly Json[]): boolean {
  return new Set(values.map((value) => canonicalize(value))).size === values.length;
}
