import fc from 'fast-check';
import { expect, test } from 'vitest';

import { displayWidth, hang, table, wrap } from '../../src/reporters/layout.ts';

test.each([
  ['plain', 5],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['✅', 2],
  ['\u001B[31mred\u001B[39m', 3],
])('%j takes %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('wrapped lines fit, and lose no word', () => {
  const property = fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 90 }), (text, width) => {
    const lines = wrap(text, width);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
  fc.assert(property);
});

test('a hanging paragraph is indented below its first word', () => {
  expect(hang('help: ', 'one two three four', 15)).toEqual(['help: one two', '      three', '      four']);
});

test('columns are aligned, headings at the bottom of theirs', () => {
  const { heading, rows } = table([
    { heading: ['name'], align: 'left', cells: ['a', 'longer'] },
    { heading: ['live', '(claimed)'], align: 'right', cells: ['0', '3/3'] },
  ]);
  expect(heading).toEqual(['             live', 'name    (claimed)']);
  expect(rows).toEqual(['a               0', 'longer        3/3']);
});
