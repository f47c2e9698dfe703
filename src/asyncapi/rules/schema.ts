import type { Rule } from '../../findings/rule.ts';

export const schemaInvalid: Rule = {
  id: 'schema/invalid',
  title: 'A schema must be valid for its dialect',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A keyword with a value of the wrong shape constrains nothing or does not compile: payloads would pass unchecked.',
  fix: 'Correct the keyword at the place shown.',
  bad: 'properties:\n  total: { type: money }',
  good: 'properties:\n  total: { type: number }',
  source: 'AsyncAPI 3.1.0, Schema Object; JSON Schema draft-07',
};

export const schemaFormatUnsupported: Rule = {
  id: 'schema/format-unsupported',
  title: 'Payload schemas must be JSON Schema',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A payload that is described in another language (Avro, Protobuf, RAML, ...) cannot be checked, and would pass unchecked.',
  fix: 'State the payload as an AsyncAPI schema or as JSON Schema draft-04 to 2020-12.',
  bad: 'payload:\n  schemaFormat: application/vnd.apache.avro;version=1.9.0\n  schema: {}',
  good: 'payload:\n  schemaFormat: application/schema+json;version=draft-07\n  schema: { type: object }',
};

export const mixedDialects: Rule = {
  id: 'schema/mixed-dialects',
  title: 'All schemas of a contract must be written in one known dialect',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'The same keyword means different things in different dialects; schemas that refer to one another must agree on it.',
  fix: 'Give every schema the same "$schema" or "schemaFormat".',
};

export const dynamicReference: Rule = {
  id: 'schema/dynamic-reference',
  title: 'Schemas must not use dynamic references',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'What "$dynamicRef" and "$recursiveRef" lead to depends on the way by which the schema was reached; it cannot be said for a schema alone.',
  fix: 'Use "$ref".',
};

export const schemaRules: readonly Rule[] = [schemaInvalid, schemaFormatUnsupported, mixedDialects, dynamicReference];
