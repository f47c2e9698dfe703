import { at, child, parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';
import type { SchemaError } from './precompiled.ts';

/** An error in words, and the place in the data that it is about. */
export interface Explained {
  readonly pointer: string;
  readonly message: string;
  readonly help: string | undefined;
  readonly keyword: string;
}

/**
 * The errors a person needs, in words: those of branches that were not meant and repetitions are left out.
 * @param data the data that is not valid
 */
export function explainErrors(errors: readonly SchemaError[], data: Json): Explained[] {
  const explained = new Map<string, Explained>();
  for (const error of prune(errors)) {
    const found = explain(error, data, errors);
    const key = `${found.pointer}\n${found.message}`;
    if (!explained.has(key)) explained.set(key, found);
  }
  return [...explained.values()];
}

/** Drops what `if` repeats, and the errors of the branches of an `anyOf` or `oneOf`, which come right before its own. */
function prune(errors: readonly SchemaError[]): SchemaError[] {
  const kept: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword === 'if') continue;
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      while (kept.length > 0 && isBelow(kept.at(-1)?.instancePath ?? '', error.instancePath)) kept.pop();
    }
    kept.push(error);
  }
  return kept;
}

function isBelow(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}

function explain(error: SchemaError, data: Json, errors: readonly SchemaError[]): Explained {
  const { instancePath, keyword, params } = error;
  if (keyword === 'additionalProperties' || keyword === 'propertyNames') {
    const name = String(params['additionalProperty'] ?? params['propertyName']);
    return {
      pointer: child(instancePath, name),
      message: unexpected(name),
      help: suggestion(name, instancePath, errors),
      keyword,
    };
  }
  const subject = subjectOf(instancePath);
  const words = requirement(error, at(data, instancePath), errors);
  return { pointer: instancePath, message: `${subject} ${words}.`, help: undefined, keyword };
}

/** What an error is about: a member by its name, an item by its position counted from 1. */
function subjectOf(pointer: string): string {
  const tokens = parsePointer(pointer);
  const last = tokens.at(-1);
  if (last === undefined) return 'The document';
  const list = tokens.at(-2);
  return list !== undefined && /^\d+$/.test(last) ? `Item ${Number(last) + 1} of "${list}"` : `"${last}"`;
}

function unexpected(name: string): string {
  return name === '$ref' ? 'A reference is not allowed here.' : `"${name}" is not allowed here.`;
}

const commonFields = [
  'action',
  'address',
  'bindings',
  'channel',
  'channels',
  'components',
  'contact',
  'contentType',
  'correlationId',
  'defaultContentType',
  'description',
  'examples',
  'externalDocs',
  'headers',
  'host',
  'info',
  'license',
  'messages',
  'name',
  'operations',
  'parameters',
  'pathname',
  'payload',
  'protocol',
  'schemas',
  'security',
  'securitySchemes',
  'servers',
  'summary',
  'tags',
  'title',
  'traits',
  'type',
  'url',
  'variables',
  'version',
];

function suggestion(name: string, pointer: string, errors: readonly SchemaError[]): string | undefined {
  const missing = errors
    .filter((error) => error.keyword === 'required' && error.instancePath === pointer)
    .map((error) => String(error.params['missingProperty']));
  const near = nearest(name, missing) ?? nearest(name, commonFields);
  return near === undefined || near === name ? undefined : `Did you mean "${near}"?`;
}

type Requirement = (params: SchemaError['params'], value: Json | undefined) => string;

const requirements: Readonly<Record<string, Requirement>> = {
  required: ({ missingProperty }) => `must have "${String(missingProperty)}"`,
  type: ({ type }, value) => `must be ${listed([type].flat().map(article))}, not ${article(typeOf(value))}`,
  enum: ({ allowedValues }, value) =>
    `must be one of ${listed([allowedValues].flat().map(shown))}, not ${shown(value)}`,
  const: ({ allowedValue }, value) => `must be ${shown(allowedValue)}, not ${shown(value)}`,
  format: ({ format }, value) => `must be a valid ${String(format)}, which ${shown(value)} is not`,
  pattern: ({ pattern }, value) => `must match the pattern ${String(pattern)}, which ${shown(value)} does not`,
  minLength: ({ limit }) => `must have at least ${counted(limit, 'character')}`,
  maxLength: ({ limit }) => `must have at most ${counted(limit, 'character')}`,
  minItems: ({ limit }) => `must have at least ${counted(limit, 'item')}`,
  minProperties: ({ limit }) => `must have at least ${counted(limit, 'member')}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  uniqueItems: ({ i, j }) => `must not hold the same thing twice (items ${String(j)} and ${String(i)})`,
};

function requirement(error: SchemaError, value: Json | undefined, errors: readonly SchemaError[]): string {
  const known = Object.hasOwn(requirements, error.keyword) ? requirements[error.keyword] : undefined;
  if (known !== undefined) return known(error.params, value);
  if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf')
    return `breaks the keyword "${error.keyword}" of the specification's schema`;
  const branches = errors.filter(
    (other) => other.schemaPath.startsWith(`${error.schemaPath}/`) && other.instancePath === error.instancePath,
  );
  const missing = branches
    .filter(({ keyword }) => keyword === 'required')
    .map(({ params }) => shown(params['missingProperty']));
  if (missing.length > 0 && missing.length === branches.length) return `must have ${listed([...new Set(missing)])}`;
  return 'has none of the forms that are allowed here';
}

function counted(limit: unknown, what: string): string {
  return limit === 1 ? `one ${what}` : `${String(limit)} ${what}s`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function article(type: unknown): string {
  const word = String(type);
  if (word === 'array') return 'a list';
  if (word === 'null' || word === 'nothing') return word;
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function typeOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return isObject(value) ? 'object' : Array.isArray(value) ? 'array' : typeof value;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
