import { booleanRules } from './keywords/boolean-schema.ts';
import { additionalItems } from './keywords/additional-items.ts';
import { additionalProperties } from './keywords/additional-properties.ts';
import { allOf } from './keywords/all-of.ts';
import { anyOf } from './keywords/any-of.ts';
import { constant } from './keywords/const.ts';
import { contains } from './keywords/contains.ts';
import { contentEncoding } from './keywords/content-encoding.ts';
import { contentMediaType } from './keywords/content-media-type.ts';
import { contentSchema } from './keywords/content-schema.ts';
import { defaultValue } from './keywords/default.ts';
import { dependencies } from './keywords/dependencies.ts';
import { dependentRequired } from './keywords/dependent-required.ts';
import { dependentSchemas } from './keywords/dependent-schemas.ts';
import { deprecated } from './keywords/deprecated.ts';
import { description } from './keywords/description.ts';
import { otherwise } from './keywords/else.ts';
import { enumeration } from './keywords/enum.ts';
import { examples } from './keywords/examples.ts';
import { exclusiveMaximum } from './keywords/exclusive-maximum.ts';
import { exclusiveMinimum } from './keywords/exclusive-minimum.ts';
import { extensibleEnum } from './keywords/extensible-enum.ts';
import { format } from './keywords/format.ts';
import { when } from './keywords/if.ts';
import { items } from './keywords/items.ts';
import { knownValues } from './keywords/known-values.ts';
import { maxContains } from './keywords/max-contains.ts';
import { maxItems } from './keywords/max-items.ts';
import { maxLength } from './keywords/max-length.ts';
import { maxProperties } from './keywords/max-properties.ts';
import { maximum } from './keywords/maximum.ts';
import { minContains } from './keywords/min-contains.ts';
import { minItems } from './keywords/min-items.ts';
import { minLength } from './keywords/min-length.ts';
import { minProperties } from './keywords/min-properties.ts';
import { minimum } from './keywords/minimum.ts';
import { multipleOf } from './keywords/multiple-of.ts';
import { not } from './keywords/not.ts';
import { oneOf } from './keywords/one-of.ts';
import { patternProperties } from './keywords/pattern-properties.ts';
import { pattern } from './keywords/pattern.ts';
import { prefixItems } from './keywords/prefix-items.ts';
import { properties } from './keywords/properties.ts';
import { propertyNames } from './keywords/property-names.ts';
import { readOnly } from './keywords/read-only.ts';
import { required } from './keywords/required.ts';
import { thenSchema } from './keywords/then.ts';
import { title } from './keywords/title.ts';
import { type } from './keywords/type.ts';
import { unevaluatedItems } from './keywords/unevaluated-items.ts';
import { unevaluatedProperties } from './keywords/unevaluated-properties.ts';
import { uniqueItems } from './keywords/unique-items.ts';
import { writeOnly } from './keywords/write-only.ts';
import type { ChangeRule, KeywordChanges } from './change.ts';

/** How each keyword is compared, in the order in which changes at one place are told. */
export const keywordChanges: readonly KeywordChanges[] = [
  type,
  additionalItems,
  additionalProperties,
  allOf,
  anyOf,
  constant,
  contains,
  contentEncoding,
  contentMediaType,
  contentSchema,
  defaultValue,
  dependencies,
  dependentRequired,
  dependentSchemas,
  deprecated,
  description,
  enumeration,
  examples,
  exclusiveMaximum,
  exclusiveMinimum,
  extensibleEnum,
  format,
  items,
  knownValues,
  maxContains,
  maxItems,
  maxLength,
  maxProperties,
  maximum,
  minContains,
  minItems,
  minLength,
  minProperties,
  minimum,
  multipleOf,
  not,
  oneOf,
  otherwise,
  pattern,
  patternProperties,
  prefixItems,
  properties,
  propertyNames,
  readOnly,
  required,
  thenSchema,
  title,
  unevaluatedItems,
  unevaluatedProperties,
  uniqueItems,
  when,
  writeOnly,
];

/** The table of change rules. */
export const changeRules: readonly ChangeRule[] = [...booleanRules, ...keywordChanges.flatMap(({ rules }) => rules)];
