import { expect, it } from 'vitest';
import { readOnce } from '../../src/json-schema/read-once.ts';
import { createValidator } from '../../src/json-schema/validate.ts';

it('reads a property once', () => {
  expect(readOnce('if(data.a !== undefined){let data0 = data.a;f(data0);}')).toBe(
    'let data0 = data.a;if(data0 !== undefined){f(data0);}',
  );
  expect(readOnce('if(data1["a b"] !== undefined){const _errs1 = errors;if(typeof data1["a b"] !== "string"){')).toBe(
    'const own0 = data1["a b"];if(own0 !== undefined){const _errs1 = errors;if(typeof own0 !== "string"){',
  );
});

it('leaves other code and other properties alone', () => {
  for (const code of [
    'if(data.a !== undefined){let data0 = data.b;',
    'if(data.a === undefined){',
    'const a = {instancePath:instancePath};',
  ]) {
    expect(readOnce(code)).toBe(code);
  }
});

it('leaves texts alone that look like code', () => {
  const text = 'if(data.a !== undefined){let data0 = data.a;';
  const other = 'a", {instancePath:x,rootData})';
  const schema = { properties: { [text]: { const: text }, [other]: { enum: [other] }, '"\\"': { const: '\\' } } };
  const compiled = createValidator({ dialect: 'draft-07', definitions: { it: schema } }).compile('it');
  expect(compiled.isValid({ [text]: text, [other]: other, '"\\"': '\\' })).toBe(true);
  expect(compiled.isValid({ [text]: readOnce(text) })).toBe(false);
  expect(compiled.isValid({ [other]: '' })).toBe(false);
});

it('changes what ajv makes of a schema with references', () => {
  const definitions = {
    it: {
      required: ['a'],
      properties: { a: { type: 'string' }, b: { $ref: '#/definitions/it' }, c: { enum: [1, 2] } },
    },
  };
  const compiled = createValidator({ dialect: 'draft-07', definitions }).compile('it');
  expect(compiled.isValid({ a: '', b: { a: '', b: { a: '', c: 2 } } })).toBe(true);
  expect(compiled.isValid({ a: '', b: { a: '', b: { a: '', c: 3 } } })).toBe(false);
  expect(compiled.isValid({ a: '', b: { a: '', b: { c: 2 } } })).toBe(false);
});
