import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { jsonForms } from '../../src/signatures/diagnose/json-forms.ts';

const textsOf = (text: string): string[] => Array.from(jsonForms(text), (form) => form.text);

const sample = '{"b": "<é/\\u00e9>", "a": [1.0, {}, [], {"x": "\\"+\'"}]}';

// How each spaces and escapes; numbers and the order of keys are those of the sample.
test.each([
  ["Python's json.dumps", '{"b": "<\\u00e9/\\u00e9>", "a": [1.0, {}, [], {"x": "\\"+\'"}]}'],
  [
    "Python's json.dumps(sort_keys=True, separators=(',', ':'))",
    '{"a":[1.0,{},[],{"x":"\\"+\'"}],"b":"<\\u00e9/\\u00e9>"}',
  ],
  [
    "Python's json.dumps(indent=4)",
    '{\n    "b": "<\\u00e9/\\u00e9>",\n    "a": [\n        1.0,\n        {},\n        [],\n        {\n            "x": "\\"+\'"\n        }\n    ]\n}',
  ],
  ["Go's json.Encoder", '{"b":"\\u003cé/é\\u003e","a":[1.0,{},[],{"x":"\\"+\'"}]}\n'],
  ["PHP's json_encode", '{"b":"<\\u00e9\\/\\u00e9>","a":[1.0,{},[],{"x":"\\"+\'"}]}'],
  ['System.Text.Json', '{"b":"\\u003C\\u00E9/\\u00E9\\u003E","a":[1.0,{},[],{"x":"\\u0022\\u002B\\u0027"}]}'],
  ['JSON.stringify', '{"b":"<é/é>","a":[1.0,{},[],{"x":"\\"+\'"}]}'],
])('writes like %s', (_, text) => {
  expect(textsOf(sample)).toContain(text);
});

it('keeps the value, and gives each text once and not the one that was given', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), undefined, indent);
      const forms = textsOf(text);
      expect(new Set([text, ...forms]).size).toBe(forms.length + 1);
      for (const form of forms) expect(JSON.parse(form)).toEqual(JSON.parse(text));
    }),
  );
});

it('keeps numbers, the order of keys, and keys that come twice', () => {
  expect(textsOf('{ "b": 1e2, "a": 12345678901234567890, "b": -0.0, "1": 0 }')[0]).toBe(
    '{"b":1e2,"a":12345678901234567890,"b":-0.0,"1":0}',
  );
});

it('has none for what is not JSON, or nested without end', () => {
  expect(textsOf('a=1&b=2')).toEqual([]);
  expect(textsOf('[1,]')).toEqual([]);
  expect(textsOf('['.repeat(5000) + ']'.repeat(5000))).toEqual([]);
});
