import { _, Ajv } from 'ajv';
import type { CodeKeywordDefinition, KeywordCxt, Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { findRepeated, isEqual } from './equal.ts';
import { forAjv } from './for-ajv.ts';
import { numberFormats, stringFormats } from './formats.ts';
import { upTo } from './keywords.ts';
import { isMultiple } from './multiple.ts';
import { compilePattern } from './patterns.ts';
import type { Target } from './prepare.ts';
import { readOnce } from './read-once.ts';
import { walkSchema } from './walk.ts';
import type { Dialect, SchemaBundle } from './schema.ts';

/** A compiled schema: says whether a value is valid, and after a no where it stopped. */
export interface Decider {
  (value: unknown): boolean;
  errors?: readonly Refusal[] | null;
}

/** Where a decider stopped. */
export interface Refusal {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
}

/** Compiles prepared schemas that refer to one another by key. */
export interface Deciders {
  add(target: Target): void;
  /** Throws whatever ajv throws when it cannot compile the schema. */
  compile(key: string): Decider;
}

/**
 * Sets ajv up so that it decides and leaves the explaining to us: schemas come prepared and checked, so it needs no
 * meta-schema; it stops at the first error; it takes patterns, formats and the comparison of values from us.
 * @param holdsContent whether a JSON text's value is valid under the target with a key
 */
export function createDeciders(
  { dialect, definitions }: SchemaBundle,
  holdsContent: (key: string, text: string) => boolean,
): Deciders {
  const ajv = createAjv(dialect);
  // Where nothing asks for it, ajv need not keep track of what was evaluated: its code for that can throw.
  if (!asksForUnevaluated(definitions)) ajv.opts.unevaluated = false;
  for (const definition of [
    constant,
    enumeration,
    multiple,
    unique,
    requiredNames,
    dependentNames,
    jsonText(holdsContent),
  ]) {
    ajv.removeKeyword(definition.keyword as string);
    ajv.addKeyword(definition);
  }
  for (const [name, validate] of stringFormats) ajv.addFormat(name, { type: 'string', validate });
  for (const [name, validate] of numberFormats) ajv.addFormat(name, { type: 'number', validate });
  return {
    add: (target) => void ajv.addSchema(forAjv(target.schema), target.key),
    compile: (key) => ajv.getSchema(key) as Decider,
  };
}

function asksForUnevaluated(definitions: SchemaBundle['definitions']): boolean {
  let asks = false;
  for (const schema of Object.values(definitions)) {
    walkSchema(schema, (part) => {
      asks ||=
        isObject(part) && (Object.hasOwn(part, 'unevaluatedProperties') || Object.hasOwn(part, 'unevaluatedItems'));
    });
  }
  return asks;
}

function createAjv(dialect: Dialect): Ajv | Ajv2019 | Ajv2020 {
  const options: Options = {
    strict: false,
    strictNumbers: true,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    inlineRefs: false,
    messages: false,
    logger: false,
    // Later dialects need the places for what only ajv understands.
    code: { optimize: false, regExp, ...(upTo(dialect, 'draft-07') ? { process: readOnce } : {}) },
  };
  if (dialect === '2020-12') return new Ajv2020(options);
  return dialect === '2019-09' ? new Ajv2019(options) : new Ajv(options);
}

const regExp = Object.assign(
  (source: string) => {
    const pattern = compilePattern(source);
    // ajv tells patterns apart by their text.
    return { test: (text: string) => pattern.test(text), toString: () => source };
  },
  { code: 'regExp' },
);

const constant: CodeKeywordDefinition = {
  keyword: 'const',
  code: (cxt) => failUnlessEqualToOne(cxt, [cxt.schema as Json]),
};

const enumeration: CodeKeywordDefinition = {
  keyword: 'enum',
  code: (cxt) => failUnlessEqualToOne(cxt, cxt.schema as readonly Json[]),
};

const multiple: CodeKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  code: (cxt) => cxt.fail(_`!${useFunction(cxt, isMultiple)}(${cxt.data}, ${cxt.schema as number})`),
};

const unique: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  code(cxt) {
    if (cxt.schema === true) cxt.fail(_`${useFunction(cxt, findRepeated)}(${cxt.data}) !== undefined`);
  },
};

/** Made by `forAjv`: required names, as own keys. */
const requiredNames: CodeKeywordDefinition = {
  keyword: 'requiredNames',
  type: 'object',
  code(cxt) {
    const names = cxt.schema as readonly string[];
    const hasAll = (value: object): boolean => names.every((name) => Object.hasOwn(value, name));
    cxt.fail(_`!${useFunction(cxt, hasAll)}(${cxt.data})`);
  },
};

/** Made by `forAjv`: pairs of a name and the names that it needs beside it, as own keys. */
const dependentNames: CodeKeywordDefinition = {
  keyword: 'dependentNames',
  type: 'object',
  code(cxt) {
    const pairs = cxt.schema as readonly (readonly [string, readonly string[]])[];
    const hasAll = (value: object): boolean =>
      pairs.every(
        ([name, needed]) => !Object.hasOwn(value, name) || needed.every((other) => Object.hasOwn(value, other)),
      );
    cxt.fail(_`!${useFunction(cxt, hasAll)}(${cxt.data})`);
  },
};

/** Made by `prepareJsonText` of `contentMediaType` and `contentSchema`. */
function jsonText(holdsContent: (key: string, text: string) => boolean): CodeKeywordDefinition {
  return {
    keyword: 'jsonText',
    type: 'string',
    code: (cxt) => cxt.fail(_`!${useFunction(cxt, holdsContent)}(${cxt.schema as string}, ${cxt.data})`),
  };
}

function failUnlessEqualToOne(cxt: KeywordCxt, values: readonly Json[]): void {
  const scalars = new Set<unknown>(values.filter((value) => typeof value !== 'object' || value === null));
  const [only] = scalars;
  if (values.length === 1 && scalars.size === 1 && only !== undefined) {
    cxt.fail(_`${cxt.data} !== ${only as string | number | boolean | null}`);
    return;
  }
  const others = values.filter((value) => typeof value === 'object' && value !== null);
  const isListed =
    others.length === 0
      ? (value: Json): boolean => scalars.has(value)
      : (value: Json): boolean => scalars.has(value) || others.some((other) => isEqual(other, value));
  cxt.fail(_`!${useFunction(cxt, isListed)}(${cxt.data})`);
}

function useFunction(
  cxt: KeywordCxt,
  ref: (...values: never[]) => unknown,
): ReturnType<KeywordCxt['gen']['scopeValue']> {
  return cxt.gen.scopeValue('func', { ref });
}
