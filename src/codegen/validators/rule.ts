import { canonicalize } from '../../json-schema/canonicalize.ts';
import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { numberFormatFunctions, stringFormatFunctions } from '../schemas/format-functions.ts';
import { everything, typeOf, typesNamed } from './json-types.ts';
import type { TypeSet } from './json-types.ts';

/** What one or more schemas together demand of the same value; those under `allOf` count as more of them. */
export interface Rule {
  readonly types: TypeSet;
  /** The values of `const` and `enum` that are left; undefined when any will do. */
  readonly values: readonly Json[] | undefined;
  /** Keys of other schemas that the value must be valid under. */
  readonly references: readonly string[];
  readonly number: readonly Assertion[];
  readonly string: readonly Assertion[];
  readonly array: ArrayRule | undefined;
  readonly object: ObjectRule | undefined;
  readonly conditions: readonly Condition[];
  /** Schemas with a keyword that speaks of what no other keyword of theirs has looked at. */
  readonly unevaluated: readonly JsonObject[];
}

/** A keyword that looks at one number or text. */
export interface Assertion {
  readonly keyword: string;
  readonly demand: Json;
}

export interface ArrayRule {
  readonly least: number;
  readonly most: number;
  readonly isUnique: boolean;
  readonly items: readonly ItemsRule[];
  readonly contains: readonly ContainsRule[];
}

/** One schema's say about items: those at the start one by one, then all others. */
export interface ItemsRule {
  readonly first: readonly PreparedSchema[];
  readonly others: PreparedSchema;
}

export interface ContainsRule {
  readonly schema: PreparedSchema;
  readonly least: number;
  readonly most: number;
}

export interface ObjectRule {
  readonly least: number;
  readonly most: number;
  readonly required: ReadonlySet<string>;
  readonly members: readonly MembersRule[];
  /** Schemas that every name must be valid under. */
  readonly names: readonly PreparedSchema[];
}

/** One schema's say about members: by name, by pattern of the name, and all others. */
export interface MembersRule {
  readonly named: JsonObject;
  readonly patterns: readonly (readonly [source: string, schema: PreparedSchema])[];
  readonly others: PreparedSchema;
}

/** What applies schemas to the same value in another way than all at once. */
export type Condition =
  | { readonly kind: 'anyOf' | 'oneOf'; readonly branches: readonly PreparedSchema[] }
  | { readonly kind: 'not'; readonly schema: PreparedSchema }
  | {
      readonly kind: 'if';
      readonly condition: PreparedSchema;
      readonly met: PreparedSchema;
      readonly unmet: PreparedSchema;
    }
  /** Where a property is there, others must be, or a schema applies. */
  | { readonly kind: 'present'; readonly name: string; readonly needed: PreparedSchema };

/** The rule that lets everything pass. */
export const emptyRule: Rule = {
  types: everything,
  values: undefined,
  references: [],
  number: [],
  string: [],
  array: undefined,
  object: undefined,
  conditions: [],
  unevaluated: [],
};

/** Brings together what `schemas` demand of one value. */
export function ruleOf(schemas: readonly PreparedSchema[]): Rule {
  return ruleOfParts(schemas.flatMap(flatten));
}

/** As `ruleOf`, of schemas whose `allOf` counts no more. */
export function ruleOfParts(parts: readonly (JsonObject | false)[]): Rule {
  const objects = parts.filter((part) => part !== false);
  const values = valuesOf(objects);
  const declared = objects.reduce((set, part) => set & typesOf(part), parts.includes(false) ? 0 : everything);
  const left = values?.filter((value) => (typeOf(value) & declared) !== 0);
  return {
    types: left === undefined ? declared : left.reduce<TypeSet>((set, value) => set | typeOf(value), 0),
    values: left,
    references: [...new Set(objects.flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : [])))],
    number: assertionsOf(objects, numberKeywords, numberFormatFunctions),
    string: assertionsOf(objects, stringKeywords, stringFormatFunctions),
    array: arrayRule(objects),
    object: objectRule(objects),
    conditions: objects.flatMap(conditionsOf),
    unevaluated: objects.filter(isUnevaluated),
  };
}

const numberKeywords = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf', 'format'];
const stringKeywords = ['minLength', 'maxLength', 'format', 'pattern', 'jsonText'];

/** A schema and those in its `allOf`, without those that say nothing. */
export function flatten(schema: PreparedSchema): (JsonObject | false)[] {
  if (schema === true) return [];
  if (schema === false) return [false];
  return [schema, ...listOf(schema['allOf']).flatMap(flatten)];
}

function typesOf(schema: JsonObject): TypeSet {
  return schema['type'] === undefined ? everything : typesNamed(schema['type']);
}

function valuesOf(schemas: readonly JsonObject[]): readonly Json[] | undefined {
  const lists = schemas.flatMap((schema) => [
    ...(Array.isArray(schema['enum']) ? [schema['enum'] as readonly Json[]] : []),
    ...(schema['const'] === undefined ? [] : [[schema['const']]]),
  ]);
  const [first, ...others] = lists.map((list) => new Map(list.map((value) => [canonicalize(value), value])));
  return first && [...first].filter(([text]) => others.every((list) => list.has(text))).map(([, value]) => value);
}

/** Formats without a function in `formats` say nothing here. */
function assertionsOf(
  schemas: readonly JsonObject[],
  keywords: readonly string[],
  formats: ReadonlyMap<string, string>,
): Assertion[] {
  const found = new Map<string, Assertion>();
  for (const keyword of keywords) {
    for (const schema of schemas) {
      const demand = schema[keyword];
      if (demand === undefined || (keyword === 'format' && !formats.has(demand as string))) continue;
      found.set(`${keyword} ${JSON.stringify(demand)}`, { keyword, demand });
    }
  }
  return [...found.values()];
}

function arrayRule(schemas: readonly JsonObject[]): ArrayRule | undefined {
  const rule = {
    least: greatest(schemas, 'minItems'),
    most: smallest(schemas, 'maxItems'),
    isUnique: schemas.some((schema) => schema['uniqueItems'] === true),
    items: schemas.map(itemsRule).filter(({ first, others }) => !isOpen(others) || first.some((one) => !isOpen(one))),
    contains: schemas.flatMap(containsRule),
  };
  const isNothing =
    rule.least === 0 && rule.most === Infinity && !rule.isUnique && rule.items.length + rule.contains.length === 0;
  return isNothing ? undefined : rule;
}

/** The first items stand in `prefixItems`, or in `items` when that is a list; `additionalItems` speaks after that only. */
function itemsRule(schema: JsonObject): ItemsRule {
  const { items, prefixItems, additionalItems } = schema;
  if (Array.isArray(items)) return { first: items as PreparedSchema[], others: schemaOr(additionalItems, true) };
  return { first: listOf(prefixItems), others: schemaOr(items, true) };
}

function containsRule(schema: JsonObject): ContainsRule[] {
  const { contains, minContains, maxContains } = schema;
  if (contains === undefined) return [];
  const rule = { least: numberOr(minContains, 1), most: numberOr(maxContains, Infinity) };
  return rule.least === 0 && rule.most === Infinity ? [] : [{ schema: contains as PreparedSchema, ...rule }];
}

function objectRule(schemas: readonly JsonObject[]): ObjectRule | undefined {
  const required = new Set(schemas.flatMap((schema) => (schema['required'] ?? []) as readonly string[]));
  const least = greatest(schemas, 'minProperties');
  const rule = {
    // Those that are required are as many already.
    least: least <= required.size ? 0 : least,
    most: smallest(schemas, 'maxProperties'),
    required,
    members: schemas
      .map(membersRule)
      .filter((one) => Object.keys(one.named).length + one.patterns.length > 0 || !isOpen(one.others)),
    names: schemas.flatMap(({ propertyNames }) =>
      propertyNames === undefined ? [] : [propertyNames as PreparedSchema],
    ),
  };
  const isNothing =
    rule.least === 0 && rule.most === Infinity && required.size + rule.members.length + rule.names.length === 0;
  return isNothing ? undefined : rule;
}

function membersRule(schema: JsonObject): MembersRule {
  return {
    named: (schema['properties'] ?? {}) as JsonObject,
    patterns: Object.entries((schema['patternProperties'] ?? {}) as Record<string, PreparedSchema>),
    others: schemaOr(schema['additionalProperties'], true),
  };
}

function conditionsOf(schema: JsonObject): Condition[] {
  const found: Condition[] = [];
  for (const kind of ['anyOf', 'oneOf'] as const) {
    if (schema[kind] !== undefined) found.push({ kind, branches: listOf(schema[kind]) });
  }
  if (schema['not'] !== undefined) found.push({ kind: 'not', schema: schema['not'] as PreparedSchema });
  if (schema['if'] !== undefined && (schema['then'] !== undefined || schema['else'] !== undefined)) {
    const condition = schema['if'] as PreparedSchema;
    found.push({ kind: 'if', condition, met: schemaOr(schema['then'], true), unmet: schemaOr(schema['else'], true) });
  }
  return [...found, ...dependenciesOf(schema)];
}

function dependenciesOf(schema: JsonObject): Condition[] {
  return ['dependentRequired', 'dependentSchemas', 'dependencies'].flatMap((keyword) =>
    Object.entries((schema[keyword] ?? {}) as JsonObject).map(([name, needed]): Condition => ({
      kind: 'present',
      name,
      needed: Array.isArray(needed) ? { required: needed } : (needed as PreparedSchema),
    })),
  );
}

/** Whether a schema speaks of what nothing else in it has looked at. */
export function isUnevaluated(schema: JsonObject): boolean {
  return ['unevaluatedProperties', 'unevaluatedItems'].some((keyword) => !isOpen(schemaOr(schema[keyword], true)));
}

/** Whether a schema lets everything pass, as far as its text tells. */
export function isOpen(schema: PreparedSchema): boolean {
  return (
    schema === true || (schema !== false && Object.keys(schema).every((keyword) => keyword === 'x-extensible-enum'))
  );
}

export function listOf(schemas: Json | undefined): readonly PreparedSchema[] {
  return Array.isArray(schemas) ? (schemas as readonly PreparedSchema[]) : [];
}

export function schemaOr(schema: Json | undefined, otherwise: PreparedSchema): PreparedSchema {
  return schema === undefined ? otherwise : (schema as PreparedSchema);
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function greatest(schemas: readonly JsonObject[], keyword: string): number {
  return Math.max(0, ...schemas.map((schema) => numberOr(schema[keyword], 0)));
}

function smallest(schemas: readonly JsonObject[], keyword: string): number {
  return Math.min(Infinity, ...schemas.map((schema) => numberOr(schema[keyword], Infinity)));
}
