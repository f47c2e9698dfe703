import { child } from '../../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject, own } from '../../util/json.ts';
import { pascalCase } from '../names.ts';
import { commentText } from '../printer/escape.ts';
import { schemaList, textOf } from './reader.ts';
import type { Reader } from './reader.ts';

/** What a schema says about itself in words, as paragraphs of a comment. `name`: a title that repeats it is left out. */
export function documentSchema(reader: Reader, schema: JsonSchema, pointer: string, name: string): readonly string[] {
  if (!isObject(schema)) return [];
  const title = textOf(schema, 'title');
  const description = textOf(schema, 'description');
  const isTelling = title !== undefined && title !== description && pascalCase(title) !== pascalCase(name);
  const paragraphs = [...(isTelling ? [title] : []), ...(description === undefined ? [] : [description])];
  const notes = [...formatNote(reader, schema), ...jsonNote(reader, schema, pointer), ...openNote(reader, schema)];
  const last = paragraphs.at(-1);
  const noted = last === undefined ? notes.join(' ') : [sentence(last, notes), ...notes].join(' ');
  return [
    ...[...paragraphs.slice(0, -1), noted].filter((paragraph) => paragraph !== '').map(escaped),
    ...valueNotes(reader, schema),
    ...restNote(reader, schema),
    ...(own(schema, 'deprecated') === true ? ['@deprecated'] : []),
  ];
}

/** As `documentSchema`, for a property; items and values that have no name of their own are described here too. */
export function documentMember(reader: Reader, schema: JsonSchema, pointer: string, name: string): readonly string[] {
  const doc = documentSchema(reader, schema, pointer, name);
  if (!isObject(schema)) return doc;
  for (const keyword of ['items', 'additionalProperties']) {
    const held = reader.keyword(schema, keyword);
    const description =
      isObject(held) && reader.keyword(schema, 'properties') === undefined ? textOf(held, 'description') : undefined;
    if (description !== undefined) return [...doc, escaped(`Each: ${description}`)];
  }
  return doc;
}

/** Paragraphs of a text. */
export function paragraphsOf(text: string | undefined): readonly string[] {
  return text === undefined || text.trim() === '' ? [] : [escaped(text.trim())];
}

function escaped(text: string): string {
  return commentText(text).trim();
}

/** A text that others follow on the same line ends like a sentence. */
function sentence(text: string, following: readonly string[]): string {
  return following.length === 0 || /[.!?:;]$/.test(text) ? text : `${text}.`;
}

function formatNote(reader: Reader, schema: JsonSchemaObject): string[] {
  const format = reader.keyword(schema, 'format');
  return typeof format === 'string' ? [`Format: ${format}.`] : [];
}

function jsonNote(reader: Reader, schema: JsonSchemaObject, pointer: string): string[] {
  const content = jsonContent(reader, schema, pointer);
  const reference = content === undefined ? undefined : (content.reference ?? reader.declaredAt(content.pointer));
  if (reference === undefined) return [];
  return [`Holds JSON: {@link ${reader.nameOf(reference)}}.`];
}

/** The schema of the JSON in a text: where it stands, and what it refers to when it is nothing but a reference. */
export function jsonContent(
  reader: Reader,
  schema: JsonSchemaObject,
  pointer: string,
): { readonly pointer: string; readonly reference: ReturnType<Reader['refer']> } | undefined {
  const isJson = reader.keyword(schema, 'contentMediaType') === 'application/json';
  const content = reader.keyword(schema, 'contentSchema');
  if (!isJson || reader.keyword(schema, 'contentEncoding') !== undefined || !isObject(content)) return undefined;
  const target = reader.keyword(content, '$ref');
  return {
    pointer: child(pointer, 'contentSchema'),
    reference: typeof target === 'string' && Object.keys(content).length === 1 ? reader.refer(target) : undefined,
  };
}

function openNote(reader: Reader, schema: JsonSchemaObject): string[] {
  const isOpen =
    Array.isArray(reader.keyword(schema, 'x-extensible-enum')) ||
    (branchesOf(reader, schema).some((branch) => isBare(reader, branch)) && knownValues(reader, schema).length > 0);
  return isOpen ? ['Other values may come.'] : [];
}

function isBare(reader: Reader, schema: JsonSchema): boolean {
  if (!isObject(schema) || isListing(reader, schema)) return false;
  return [reader.keyword(schema, 'type')]
    .flat()
    .some((kind) => kind === 'string' || kind === 'number' || kind === 'integer');
}

function isListing(reader: Reader, schema: JsonSchema): boolean {
  return isObject(schema) && ['const', 'enum'].some((name) => reader.keyword(schema, name) !== undefined);
}

function branchesOf(reader: Reader, schema: JsonSchemaObject): JsonSchema[] {
  return ['anyOf', 'oneOf'].flatMap((name) => schemaList(reader.keyword(schema, name)));
}

function knownValues(reader: Reader, schema: JsonSchemaObject): JsonSchema[] {
  return branchesOf(reader, schema).filter((branch) => isListing(reader, branch));
}

/** A list of the values that are described one by one. */
function valueNotes(reader: Reader, schema: JsonSchemaObject): string[] {
  const lines = knownValues(reader, schema).flatMap((branch) => {
    const value = isObject(branch) ? reader.keyword(branch, 'const') : undefined;
    const words = textOf(branch, 'description') ?? textOf(branch, 'title');
    if (value === undefined || words === undefined) return [];
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return [`- \`${escaped(shown)}\`: ${escaped(words)}`];
  });
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** Beside properties with names, others are no part of the type; what the schema says of them stands here. */
function restNote(reader: Reader, schema: JsonSchemaObject): string[] {
  const named = [reader.keyword(schema, 'properties'), reader.keyword(schema, 'required')];
  const further = reader.keyword(schema, 'additionalProperties');
  const isNoted =
    named.some((held) => Object.keys(held ?? {}).length > 0) && further !== undefined && further !== false;
  if (!isNoted) return [];
  const words = isObject(further) ? textOf(further, 'description') : undefined;
  return [escaped(words === undefined ? 'May have other properties.' : `Other properties: ${words}`)];
}
