import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';

/** A change by which a rule is shown; read backwards it shows the rule's mirror. */
export interface ChangeExample {
  readonly older: JsonSchema;
  readonly newer: JsonSchema;
  readonly dialect?: Dialect;
}

const limits = [
  ['minimum', 'minimum'],
  ['maximum', 'maximum'],
  ['exclusive-minimum', 'exclusiveMinimum'],
  ['exclusive-maximum', 'exclusiveMaximum'],
  ['min-length', 'minLength'],
  ['max-length', 'maxLength'],
  ['min-items', 'minItems'],
  ['max-items', 'maxItems'],
  ['min-properties', 'minProperties'],
  ['max-properties', 'maxProperties'],
  ['min-contains', 'minContains'],
  ['max-contains', 'maxContains'],
] as const;

const wholes = [
  ['multiple-of', 'multipleOf', 2, 3],
  ['pattern', 'pattern', '^a', '^b'],
  ['format', 'format', 'date', 'time'],
  ['const', 'const', 1, 2],
  ['content-media-type', 'contentMediaType', 'application/json', 'text/html'],
  ['content-encoding', 'contentEncoding', 'base64', 'base32'],
  ['dependent-required', 'dependentRequired', { a: ['b'] }, { a: ['c'] }],
  ['unique-items', 'uniqueItems', false, true],
] as const;

const schemas = [
  ['additional-properties', 'additionalProperties'],
  ['unevaluated-properties', 'unevaluatedProperties'],
  ['unevaluated-items', 'unevaluatedItems'],
  ['property-names', 'propertyNames'],
  ['contains', 'contains'],
  ['not', 'not'],
  ['content-schema', 'contentSchema'],
  ['if', 'if'],
  ['then', 'then'],
  ['else', 'else'],
  ['items', 'items'],
] as const;

const named = [
  ['property', 'properties'],
  ['pattern-property', 'patternProperties'],
  ['dependent-schema', 'dependentSchemas'],
] as const;

const words = ['title', 'description', 'default', 'examples', 'deprecated'] as const;

const lists = [
  ['all-of', 'allOf'],
  ['any-of', 'anyOf'],
  ['one-of', 'oneOf'],
] as const;

const members = [
  { title: 'a', type: 'string' },
  { title: 'b', type: 'null' },
  { title: 'c', type: 'boolean' },
];

/** One example for each rule or its mirror, by rule id. */
export const changeExamples: Readonly<Record<string, ChangeExample>> = {
  ...Object.fromEntries(
    limits.flatMap(([name, keyword]) => [
      [`change/${name}-added`, { older: {}, newer: { [keyword]: 1 } }],
      [`change/${name}-raised`, { older: { [keyword]: 1 }, newer: { [keyword]: 2 } }],
      [`change/${name}-changed`, { older: { [keyword]: 1 }, newer: { [keyword]: true } }],
    ]),
  ),
  ...Object.fromEntries(
    wholes.flatMap(([name, keyword, before, after]) => [
      [`change/${name}-added`, { older: {}, newer: { [keyword]: after } }],
      [`change/${name}-changed`, { older: { [keyword]: before }, newer: { [keyword]: after } }],
    ]),
  ),
  ...Object.fromEntries(
    schemas.map(([name, keyword]) => [`change/${name}-added`, { older: {}, newer: { [keyword]: {} } }]),
  ),
  ...Object.fromEntries(
    named.map(([name, keyword]) => [
      `change/${name}-added`,
      { older: { [keyword]: { a: {} } }, newer: { [keyword]: { a: {}, b: {} } } },
    ]),
  ),
  ...Object.fromEntries(words.map((name) => [`change/${name}`, { older: {}, newer: { [name]: ['new'] } }])),
  ...Object.fromEntries(
    lists.flatMap(([name, keyword]) => [
      [`change/${name}-added`, { older: {}, newer: { [keyword]: members } }],
      [`change/${name}-member-added`, { older: { [keyword]: members.slice(1) }, newer: { [keyword]: members } }],
    ]),
  ),
  'change/read-only': { older: {}, newer: { readOnly: true } },
  'change/write-only': { older: {}, newer: { writeOnly: true } },
  'change/dependency-added': { older: {}, newer: { dependencies: { a: ['b'] } }, dialect: 'draft-07' },
  'change/additional-items-added': { older: {}, newer: { additionalItems: {} }, dialect: 'draft-07' },
  'change/items-position-added': { older: { items: [{}] }, newer: { items: [{}, {}] }, dialect: 'draft-07' },
  'change/items-form': { older: { items: {} }, newer: { items: [{}] }, dialect: 'draft-07' },
  'change/prefix-items-position-added': { older: { prefixItems: [{}] }, newer: { prefixItems: [{}, {}] } },
  'change/type-added': { older: {}, newer: { type: 'string' } },
  'change/type-member-added': { older: { type: 'string' }, newer: { type: ['string', 'null'] } },
  'change/enum-added': { older: {}, newer: { enum: [1] } },
  'change/enum-value-added': { older: { enum: [1] }, newer: { enum: [1, 2] } },
  'change/required-property-added': { older: {}, newer: { required: ['a'] } },
  'change/known-value-added': {
    older: { anyOf: [{ enum: ['a'] }, { type: 'string' }] },
    newer: { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] },
  },
  'change/extensible-value-added': {
    older: { 'x-extensible-enum': ['a'] },
    newer: { 'x-extensible-enum': ['a', 'b'] },
  },
  'change/forbidden': { older: { items: { type: 'string' } }, newer: { items: false } },
  'change/constrained': { older: { items: true }, newer: { items: { type: 'string' } } },
};
