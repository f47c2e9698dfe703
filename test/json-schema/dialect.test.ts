import { expect, test } from 'vitest';
import { detectDialect } from '../../src/json-schema/dialect.ts';

test.each([
  ['http://json-schema.org/draft-04/schema#', 'draft-04'],
  ['http://json-schema.org/draft-06/schema#', 'draft-06'],
  ['http://json-schema.org/draft-07/schema', 'draft-07'],
  ['https://json-schema.org/draft-07/schema#', 'draft-07'],
  ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
  ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
  ['https://example.com/my-dialect', undefined],
  ['constructor', undefined],
])('%s names %s', ($schema, dialect) => expect(detectDialect({ $schema }, 'draft-07')).toBe(dialect));

test('a schema that names none has the fallback', () => {
  expect(detectDialect({}, '2020-12')).toBe('2020-12');
  expect(detectDialect(true, 'draft-06')).toBe('draft-06');
});

test('a name that is no text names nothing known', () =>
  expect(detectDialect({ $schema: 7 }, 'draft-07')).toBeUndefined());
