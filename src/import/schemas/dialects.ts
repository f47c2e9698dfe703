import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** How a schema is to be read. `draft-07`, AsyncAPI's own schemas among them, and before: what stands beside a `$ref` does not count. */
export type SourceDialect = 'draft-04' | 'openapi-3.0' | 'draft-07' | 'newer';

/** The dialect that a schema's own `$schema` names; undefined when it names none that is known. */
export function statedDialect(schema: Json): SourceDialect | undefined {
  const stated = isObject(schema) && Object.hasOwn(schema, '$schema') ? schema['$schema'] : undefined;
  if (typeof stated !== 'string') return undefined;
  if (/draft-0[34]/.test(stated)) return 'draft-04';
  if (/draft-0[67]/.test(stated)) return 'draft-07';
  return /20(?:19-09|20-12)|spec\.openapis\.org\/oas\/3\.1/.test(stated) ? 'newer' : undefined;
}

/** Keywords with a plain value that mean the same in all dialects. */
export const plainKeywords: ReadonlySet<string> = new Set([
  'type', 'enum', 'const', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum',
  'exclusiveMaximum', 'multipleOf', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'required',
  'title', 'description', 'default', 'examples', 'readOnly', 'writeOnly', '$comment', 'contentMediaType',
  'contentEncoding', 'deprecated',
]); // prettier-ignore

/** Keywords with one schema. */
export const schemaKeywords: ReadonlySet<string> = new Set([
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'additionalProperties',
  'contentSchema',
]);

/** Keywords with a list of schemas. */
export const listKeywords: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf']);

/** Keywords with schemas by name. */
export const mapKeywords: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

/** Words that state nothing of a payload; a reader is told of them by the contract's layout, so they are not listed. */
export const identityKeywords: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  '$vocabulary',
]);

/** Keywords that a contract cannot state, with what becomes of them. */
export const lostKeywords: ReadonlyMap<string, string> = new Map([
  ['discriminator', 'The selector tells events apart; a model is told apart by the constants in its schemas.'],
  ['xml', 'A contract is about JSON.'],
  ['externalDocs', 'A contract has no place for links of a schema.'],
  ['unevaluatedProperties', 'Objects are open: the strict profile reports what the schema does not know.'],
  ['unevaluatedItems', 'draft-07 has nothing like it.'],
  ['minContains', 'draft-07 has nothing like it.'],
  ['maxContains', 'draft-07 has nothing like it.'],
]);
