import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printJson } from '../../src/infer/contract/print-json.ts';
import type { Json } from '../../src/util/json.ts';

test('what is printed is the value, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = printJson(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what fits in a line and is not deep stands in one', () => {
  const known = { anyOf: [{ enum: ['open', 'paid'] }, { type: 'string' }] };
  const words = Array.from({ length: 20 }, (_, index) => `a longer word ${index}`);
  const lines = printJson({ known, words, none: {}, nothing: [] }).split('\n');
  expect(lines.slice(0, 6)).toEqual([
    '{',
    '  "known": {',
    '    "anyOf": [{ "enum": ["open", "paid"] }, { "type": "string" }]',
    '  },',
    '  "words": [',
    '    "a longer word 0",',
  ]);
  expect(lines.slice(-4)).toEqual(['  ],', '  "none": {},', '  "nothing": []', '}']);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
});
