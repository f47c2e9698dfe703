import { formatPointer } from '../json-schema/pointer.ts';
import { keywordsOf, upTo } from '../json-schema/keywords.ts';
import type { JsonSchema, JsonSchemaObject } from '../json-schema/schema.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import type { ChangeSide, FoundChange, KeywordChanges, SchemaChange } from './change.ts';
import { compareBoolean } from './keywords/boolean-schema.ts';
import { openSet } from './keywords/known-values.ts';
import { matchSchemas } from './match-schemas.ts';
import { documentOf } from './normalise/document.ts';
import type { SchemaDocument } from './normalise/document.ts';
import type { ReadSchema } from './read-schema.ts';
import { changeRules, keywordChanges } from './rules.ts';
import { Undecided } from './undecided.ts';

/** Places that are compared; a pair of schemas larger than that is told from the start only. */
const mostPlaces = 20_000;

const effects = new Map(changeRules.map((rule) => [rule.id, rule.effect]));

/** Rows of the table by keyword; `anyOf` has two. */
const rowsOf = Map.groupBy(keywordChanges.keys(), (row) => (keywordChanges[row] as KeywordChanges).keyword);

/** A schema of one side, with its own address. */
interface Spot {
  readonly schema: JsonSchema;
  readonly pointer: string;
}

/** A document with the addresses of its schemas. */
interface Side {
  readonly document: SchemaDocument;
  readonly pointers: ReadonlyMap<JsonSchema, string>;
}

/**
 * What changed between two schemas, place by place, in the order of the older one. References are followed on both
 * sides, so that moving a schema into a definition is no change; each pair of schemas is told once.
 */
export function findChanges(older: ReadSchema, newer: ReadSchema): readonly SchemaChange[] {
  const sides = [sideOf(older), sideOf(newer)] as const;
  const changes: SchemaChange[] = [];
  const seen = new Set<string>();
  const waiting: (readonly [Spot, Spot])[] = [
    [
      { schema: older.schema, pointer: '' },
      { schema: newer.schema, pointer: '' },
    ],
  ];
  for (let next = waiting.pop(); next !== undefined && seen.size < mostPlaces; next = waiting.pop()) {
    const before = follow(next[0], sides[0]);
    const after = follow(next[1], sides[1]);
    const key = `${before.pointer} ${after.pointer}`;
    if (seen.has(key)) continue;
    seen.add(key);
    changes.push(...compareSpots(before, after));
    if (isObject(before.schema) && isObject(after.schema)) waiting.push(...below(before, after).toReversed());
    const targets = [targetOf(before, sides[0]), targetOf(after, sides[1])] as const;
    if (targets[0] !== undefined && targets[1] !== undefined) waiting.push([targets[0], targets[1]]);
  }
  return changes;
}

function sideOf(read: ReadSchema): Side {
  const pointers = new Map<JsonSchema, string>();
  walkSchema(read.schema, (subschema, pointer) => {
    if (isObject(subschema) && !pointers.has(subschema)) pointers.set(subschema, pointer);
  });
  return { document: documentOf(read), pointers };
}

/** What a schema refers to, when it does nothing else. */
function follow(spot: Spot, side: Side): Spot {
  let current = spot;
  for (let hops = 0; hops < 100; hops += 1) {
    const target = isObject(current.schema) && onlyRefers(current.schema, side) ? targetOf(current, side) : undefined;
    if (target === undefined) return current;
    current = target;
  }
  return current;
}

/** Up to draft-07 nothing beside a reference counts; later, what asserts nothing does not. */
function onlyRefers(schema: JsonSchemaObject, { document: { dialect } }: Side): boolean {
  const keywords = keywordsOf(dialect);
  const isBeside = (name: string): boolean => name !== '$ref' && keywords.get(name)?.asserts === true;
  return upTo(dialect, 'draft-07') || !Object.keys(schema).some(isBeside);
}

/** Where the reference of a schema leads, when it has one that leads somewhere. */
function targetOf({ schema, pointer }: Spot, { document, pointers }: Side): Spot | undefined {
  if (!isObject(schema) || typeof schema['$ref'] !== 'string') return undefined;
  try {
    const target = document.find(schema['$ref'], schema).schema;
    return { schema: target, pointer: pointers.get(target) ?? `${pointer}/$ref` };
  } catch (reason) {
    if (reason instanceof Undecided) return undefined;
    throw reason;
  }
}

function compareSpots(before: Spot, after: Spot): SchemaChange[] {
  if (!isObject(before.schema) || !isObject(after.schema)) {
    return compareBoolean(before.schema, after.schema).map((found) => toChange(found, before, after));
  }
  const older = before.schema;
  const newer = after.schema;
  return presentIn(older, newer).flatMap((keyword) =>
    keyword.compare(older, newer).map((found) => toChange(found, before, after)),
  );
}

/** How the keywords that either schema has are compared, in the order of the table. */
function presentIn(older: JsonSchemaObject, newer: JsonSchemaObject): KeywordChanges[] {
  const rows = new Set<number>();
  for (const schema of [older, newer]) {
    for (const keyword of Object.keys(schema)) for (const row of rowsOf.get(keyword) ?? []) rows.add(row);
  }
  return [...rows].toSorted((left, right) => left - right).map((row) => keywordChanges[row] as KeywordChanges);
}

function toChange(found: FoundChange, before: Spot, after: Spot): SchemaChange {
  const older = sideAt(before, found.older);
  const newer = sideAt(after, found.newer);
  return {
    rule: found.rule,
    effect: effects.get(found.rule) ?? 'changes',
    message: found.message,
    ...(older === undefined ? {} : { older }),
    ...(newer === undefined ? {} : { newer }),
  };
}

function sideAt({ schema, pointer }: Spot, path: readonly (string | number)[] | undefined): ChangeSide | undefined {
  if (path === undefined) return undefined;
  let value: Json = schema;
  for (const token of path) value = (value as Readonly<Record<string, Json>>)[token] as Json;
  return { pointer: pointer + formatPointer(path), value };
}

const single = [
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'contentSchema',
];
const byName = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies'];

/** Schemas below two that stand at the same place, as pairs. */
function below(before: Spot, after: Spot): (readonly [Spot, Spot])[] {
  const older = before.schema as JsonSchemaObject;
  const newer = after.schema as JsonSchemaObject;
  const pairs: (readonly [Spot, Spot])[] = [];
  const add = (olderPath: readonly (string | number)[], newerPath: readonly (string | number)[]): void => {
    const left = sideAt(before, olderPath);
    const right = sideAt(after, newerPath);
    if (left === undefined || right === undefined || !isSchema(left.value) || !isSchema(right.value)) return;
    pairs.push([
      { schema: left.value, pointer: left.pointer },
      { schema: right.value, pointer: right.pointer },
    ]);
  };
  const inBoth = (keyword: string): boolean => Object.hasOwn(older, keyword) && Object.hasOwn(newer, keyword);
  for (const keyword of byName.filter(inBoth)) {
    for (const name of Object.keys(older[keyword] as object)) {
      if (Object.hasOwn(newer[keyword] as object, name)) add([keyword, name], [keyword, name]);
    }
  }
  for (const keyword of ['prefixItems', 'items'].filter(inBoth)) {
    const lists = [older[keyword], newer[keyword]];
    if (!lists.some(Array.isArray)) add([keyword], [keyword]);
    const length = lists.every(Array.isArray) ? Math.min(...lists.map((list) => (list as readonly Json[]).length)) : 0;
    for (let index = 0; index < length; index += 1) add([keyword, index], [keyword, index]);
  }
  for (const keyword of single.filter(inBoth)) add([keyword], [keyword]);
  for (const keyword of ['allOf', 'anyOf', 'oneOf'].filter(inBoth)) {
    if (keyword === 'anyOf' && openSet(older) !== undefined && openSet(newer) !== undefined) continue;
    const { pairs: matched } = matchSchemas(older[keyword] as readonly Json[], newer[keyword] as readonly Json[]);
    for (const [left, right] of matched) add([keyword, left], [keyword, right]);
  }
  return pairs;
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}
