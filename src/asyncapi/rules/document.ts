import type { Rule } from '../../findings/rule.ts';

export const notAsyncapi: Rule = {
  id: 'document/not-asyncapi',
  title: 'A contract must be an AsyncAPI document',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A file without the field "asyncapi" is some other file, most often a wrong path.',
  fix: 'Name an AsyncAPI document, or add its version: `asyncapi: 3.1.0`.',
  bad: 'openapi: 3.1.0',
  good: 'asyncapi: 3.1.0',
  source: 'AsyncAPI 3.1.0, AsyncAPI Object',
};

export const unsupportedVersion: Rule = {
  id: 'document/unsupported-version',
  title: 'A contract must be written in AsyncAPI 3.0.0 or 3.1.0',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'Version 2 turns channels and operations the other way round; a document read under the wrong version means something else.',
  fix: 'Convert the document to AsyncAPI 3, for example with @asyncapi/converter.',
  bad: 'asyncapi: 2.6.0',
  good: 'asyncapi: 3.1.0',
  source: 'AsyncAPI 3.1.0, AsyncAPI Version String',
};

export const documentInvalid: Rule = {
  id: 'document/invalid',
  title: 'An AsyncAPI document must be valid',
  severity: 'error',
  since: '0.1.0',
  purpose: 'What is misspelled or misplaced in the document is read by no tool, and nobody notices.',
  fix: 'Correct the field at the place shown, as the AsyncAPI specification describes it.',
  bad: 'info:\n  titel: Deliveries\n  version: 1.0.0',
  good: 'info:\n  title: Deliveries\n  version: 1.0.0',
  source: 'JSON Schema of AsyncAPI 3.0.0 and 3.1.0',
};

export const eventNameClash: Rule = {
  id: 'document/event-name-clash',
  title: 'Two different messages must not have the same name',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'The key of a message is the name of its event. With one name for two messages nobody can say which is meant.',
  fix: 'Give the messages different keys in their channels.',
};

export const structureRules: readonly Rule[] = [notAsyncapi, unsupportedVersion, documentInvalid, eventNameClash];
