import type { Dialect } from './schema.ts';

/** What the value of a keyword must look like. */
export type Shape =
  | 'any'
  | 'boolean'
  | 'text'
  | 'number'
  | 'positive number'
  | 'count'
  | 'limit or switch'
  | 'list'
  | 'values'
  | 'names'
  | 'types'
  | 'pattern'
  | 'reference'
  | 'schema'
  | 'schema or switch'
  | 'schemas'
  | 'schema or schemas'
  | 'named schemas'
  | 'schemas by pattern'
  | 'schemas or names by name'
  | 'names by name';

/** A keyword as one dialect defines it. `asserts`: it takes part in validation, or says something that we read. */
export interface Keyword {
  readonly shape: Shape;
  readonly asserts: boolean;
}

const order: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];

/** Keyword, shape, first and last dialect that has it. */
type Row = readonly [name: string, shape: Shape, from?: Dialect, to?: Dialect];

const asserting: readonly Row[] = [
  ['$ref', 'reference'],
  ['$recursiveRef', 'reference', '2019-09', '2019-09'],
  ['$dynamicRef', 'reference', '2020-12'],
  ['type', 'types'],
  ['enum', 'values'],
  ['const', 'any', 'draft-06'],
  ['multipleOf', 'positive number'],
  ['maximum', 'number'],
  ['exclusiveMaximum', 'limit or switch', 'draft-04', 'draft-04'],
  ['exclusiveMaximum', 'number', 'draft-06'],
  ['minimum', 'number'],
  ['exclusiveMinimum', 'limit or switch', 'draft-04', 'draft-04'],
  ['exclusiveMinimum', 'number', 'draft-06'],
  ['maxLength', 'count'],
  ['minLength', 'count'],
  ['pattern', 'pattern'],
  ['format', 'text'],
  ['maxItems', 'count'],
  ['minItems', 'count'],
  ['uniqueItems', 'boolean'],
  ['maxContains', 'count', '2019-09'],
  ['minContains', 'count', '2019-09'],
  ['maxProperties', 'count'],
  ['minProperties', 'count'],
  ['required', 'names'],
  ['dependentRequired', 'names by name', '2019-09'],
  ['properties', 'named schemas'],
  ['patternProperties', 'schemas by pattern'],
  ['additionalProperties', 'schema or switch'],
  ['propertyNames', 'schema', 'draft-06'],
  ['dependencies', 'schemas or names by name'],
  ['dependentSchemas', 'named schemas', '2019-09'],
  ['unevaluatedProperties', 'schema', '2019-09'],
  ['items', 'schema or schemas', 'draft-04', '2019-09'],
  ['items', 'schema', '2020-12'],
  ['prefixItems', 'schemas', '2020-12'],
  ['additionalItems', 'schema or switch', 'draft-04', '2019-09'],
  ['contains', 'schema', 'draft-06'],
  ['unevaluatedItems', 'schema', '2019-09'],
  ['allOf', 'schemas'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['not', 'schema'],
  ['if', 'schema', 'draft-07'],
  ['then', 'schema', 'draft-07'],
  ['else', 'schema', 'draft-07'],
  ['contentMediaType', 'text'],
  ['contentEncoding', 'text'],
  ['contentSchema', 'schema'],
  ['x-extensible-enum', 'any'],
];

const describing: readonly Row[] = [
  ['$schema', 'text'],
  ['id', 'text', 'draft-04', 'draft-04'],
  ['$id', 'text', 'draft-06'],
  ['$comment', 'text', 'draft-07'],
  ['$anchor', 'text', '2019-09'],
  ['$dynamicAnchor', 'text', '2020-12'],
  ['title', 'text'],
  ['description', 'text'],
  ['default', 'any'],
  ['examples', 'list', 'draft-06'],
  ['readOnly', 'boolean', 'draft-07'],
  ['writeOnly', 'boolean', 'draft-07'],
  ['deprecated', 'boolean', '2019-09'],
  ['definitions', 'named schemas'],
  ['$defs', 'named schemas', '2019-09'],
];

/** The keywords that a dialect defines. Source: the meta-schema of each dialect. */
export function keywordsOf(dialect: Dialect): ReadonlyMap<string, Keyword> {
  const known = tables.get(dialect) ?? buildTable(dialect);
  tables.set(dialect, known);
  return known;
}

/** Whether `dialect` is `other` or older. */
export function upTo(dialect: Dialect, other: Dialect): boolean {
  return order.indexOf(dialect) <= order.indexOf(other);
}

const tables = new Map<Dialect, ReadonlyMap<string, Keyword>>();

function buildTable(dialect: Dialect): ReadonlyMap<string, Keyword> {
  const table = new Map<string, Keyword>();
  for (const [rows, asserts] of [
    [asserting, true],
    [describing, false],
  ] as const) {
    for (const [name, shape, from = 'draft-04', to = '2020-12'] of rows) {
      if (upTo(from, dialect) && upTo(dialect, to)) table.set(name, { shape, asserts });
    }
  }
  return table;
}
