import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, positionAt, positionsIn } from '../../src/deliveries/json-text.ts';

function problem(text: string): string {
  const parsed = parseJson(text);
  if (!('problem' in parsed)) return 'none';
  const { line, column } = positionAt(text, parsed.problem.offset);
  return `${line}:${column} ${parsed.problem.message}`;
}

describe('parseJson says where and why a text is not JSON', () => {
  test.each([
    ['{"a": 1, }', '1:8 there is a comma in front of } with nothing after it'],
    ['[1,\n]', '1:3 there is a comma in front of ] with nothing after it'],
    ['{ "phone": { value: "+46" } }', '1:14 the property name value is not in double quotes'],
    ["{'a': 1}", '1:2 the text stands in single quotes; JSON wants double quotes'],
    ['{"a": “b”}', '1:7 “ is a typographic quotation mark; JSON wants the plain "'],
    ['{"a": 1 // one\n}', '1:9 there is a comment; JSON has none'],
    ['{"a": /* one */ 1}', '1:7 there is a comment; JSON has none'],
    ['{"a": ...}', '1:7 "..." stands here: the example was shortened and is not whole'],
    ['{"a": …}', '1:7 an ellipsis stands here: the example was shortened and is not whole'],
    ['{"a" 1}', "1:6 a colon is missing between a property's name and 1"],
    ['{"a": 1 "b": 2}', '1:9 a comma or } is missing in front of "b"'],
    ['[1 2]', '1:4 a comma or ] is missing in front of 2'],
    ['{"a": 1]', '1:8 ] closes what { opened; } must stand here'],
    ['{"a": undefined}', '1:7 undefined is not a JSON value: text needs double quotes'],
    ['{"a": True}', '1:7 True is not a JSON value: text needs double quotes'],
    ['[012]', '1:2 012 is not a JSON number'],
    ['[+1]', '1:2 +1 is not a JSON number'],
    ['[.5]', '1:2 .5 is not a JSON number'],
    ['{"a":,}', '1:6 a value must stand here, not ,'],
    ['{"a": 1} {}', '1:10 the JSON is complete, and { follows'],
    ['', '1:1 there is no JSON value'],
    ['  \n ', '2:2 there is no JSON value'],
    ['{"a": [1,', '1:10 the text ends inside the list that opens at line 1, column 7: it was cut off, or ] is missing'],
    ['{"a": "b', '1:7 a string opens here and is never closed'],
    [
      '{"a": "b\nc"}',
      '1:7 a string holds a line break, which must be written as an escape, or its closing quote is missing',
    ],
    [
      '{"a": "\u0000"}',
      '1:7 a string holds a control character, which must be written as an escape, or its closing quote is missing',
    ],
    ['"\\x41"', '1:2 a string holds a backslash that begins no JSON escape'],
    ['"\\\\\\u12"', '1:4 a string holds a backslash that begins no JSON escape'],
    ['\ufeff{}', '1:1 a byte order mark stands in front of the JSON; remove it'],
    ['{"a":\u00a01}', '1:6 U+00A0 does not belong here'],
    ['<html>', '1:1 < does not belong here'],
  ])('%j', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  test('nesting of 100,000 levels', () => {
    expect(problem('['.repeat(100_000))).toMatch(/^1:100001 the text ends inside the list/);
    expect(problem(`${'{"a":'.repeat(100_000)}x`)).toMatch(/x is not a JSON value/);
  });

  test('every text is either parsed or explained by its own rules, as JSON.parse decides', () => {
    const nearly = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"a"',
        '"\\n"',
        '"',
        '\\',
        "'",
        '1',
        '-0',
        '1.',
        'e5',
        'true',
        'nul',
        ' ',
        '\n',
        '\t',
        '/',
        '//',
        '/*',
        '…',
        '\ud800',
        '\u0001',
        '__proto__',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(nearly, (parts) => {
        const text = parts.join('');
        const parsed = parseJson(text);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect('value' in parsed).toBe(valid);
        const { offset, message } = 'problem' in parsed ? parsed.problem : { offset: 0, message: '' };
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
        expect(message).not.toMatch(/JSON at position|Unexpected/);
      }),
      { numRuns: 5000 },
    );
  });
});

test('positions of many offsets agree with those of one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '😀')), (parts) => {
      const text = parts.join('');
      const position = positionsIn(text);
      for (let offset = 0; offset <= text.length; offset += 1)
        expect(position(offset)).toEqual(positionAt(text, offset));
    }),
  );
});
