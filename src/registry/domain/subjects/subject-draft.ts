import { createHash } from 'node:crypto';
import { scanJson } from '../../../asyncapi/json-text.ts';
import { depthOf } from '../../../asyncapi/nesting.ts';
import { canonicalize } from '../../../json-schema/canonicalize.ts';
import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';
import { canonicalText } from '../exact-numbers.ts';
import type { NewSchema, SchemaReference } from '../store.ts';
import { invalidSchema, tooLarge } from './subject-error.ts';

/** A schema as somebody sends it. */
export interface SchemaDraft {
  /** JSON text. */
  readonly text: string;
  readonly references: readonly SchemaReference[];
  /** Whether the canonical text is kept in place of the given one, should the schema be new. */
  readonly normalize?: boolean;
}

/** Bytes of a schema at most, with all that it refers to. */
export const largestSchema = 1024 * 1024;
const deepest = 200;
const mostReferences = 100;

/**
 * Reads the text far enough to say which schema it is. Two texts are the same schema when they are the same JSON, whatever
 * the order of their keys, their spaces and how they write a number, and refer to the same versions. Numbers count digit by
 * digit, also where a double holds fewer.
 *
 * @throws {SubjectError} when the text is no JSON Schema by its looks, or exceeds a limit
 */
export function readDraft({ text, references, normalize = false }: SchemaDraft): NewSchema {
  const bytes = Buffer.byteLength(text);
  if (bytes > largestSchema) throw tooLarge(bytes, largestSchema);
  const sorted = references.toSorted(byName);
  const canonical = canonicalOf(text);
  const identity = sorted.length === 0 ? canonical : `${canonical}\n${canonicalize(sorted as unknown as Json)}`;
  const digest = createHash('sha256').update(identity, 'utf8').digest('hex');
  return { digest, text: normalize ? canonical : text, references: sorted };
}

/** @throws {SubjectError} when there are too many, or one of their names says nothing or two things */
export function checkReferences(references: readonly SchemaReference[]): void {
  if (references.length > mostReferences) throw invalidSchema(`it has more than ${mostReferences} references`);
  const names = new Set<string>();
  for (const { name } of references) {
    if (name === '' || name.includes('#')) throw invalidSchema('the name of a reference is empty or holds "#"');
    if (names.has(name)) throw invalidSchema(`two of its references have the name ${JSON.stringify(name)}`);
    names.add(name);
  }
}

function canonicalOf(text: string): string {
  const schema = parse(text);
  if (typeof schema !== 'boolean' && !isObject(schema)) throw invalidSchema('it is no object and no boolean');
  if (depthOf(schema, deepest) > deepest) throw invalidSchema(`it is nested more than ${deepest} levels deep`);
  const { duplicate } = scanJson(text);
  // Readers take the first or the last of the two: it would not be the same schema to all.
  if (duplicate !== undefined) throw invalidSchema(`the key "${duplicate.key}" stands twice in the same object`);
  try {
    return canonicalText(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidSchema(error.message);
    throw error;
  }
}

function parse(text: string): Json {
  if (text.trim() === '') throw invalidSchema('it is empty');
  // Stores of databases hold neither of the two.
  if (!text.isWellFormed() || text.includes('\0')) throw invalidSchema('its text is no well-formed Unicode');
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalidSchema(`it is no JSON: ${(error as Error).message}`);
  }
}

function byName(left: SchemaReference, right: SchemaReference): number {
  return left.name < right.name ? -1 : 1;
}
