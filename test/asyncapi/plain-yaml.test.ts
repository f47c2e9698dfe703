import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

import { readPlainYaml } from '../../src/asyncapi/plain-yaml.ts';
import { parsedToData } from '../../src/asyncapi/yaml.ts';

const root = join(import.meta.dirname, '../..');
const texts = globSync('{asyncapi,test/asyncapi/documents}/**/*.yaml', { cwd: root }).map((file) =>
  readFileSync(join(root, file), 'utf8'),
);

/** Both readings of a text that the plain reader reads otherwise than the full parser; undefined when there is no such. */
function disagreement(text: string): unknown {
  const plain = readPlainYaml(text);
  if (plain === undefined) return undefined;
  const full = parsedToData(text, 200);
  return isDeepStrictEqual(full, { data: plain }) ? undefined : { text, plain, full };
}

describe('the plain reader', () => {
  test('reads every shipped contract without the full parser', () => {
    const shipped = globSync('asyncapi/**/*.yaml', { cwd: root });
    const left = shipped.filter((file) => readPlainYaml(readFileSync(join(root, file), 'utf8')) === undefined);
    expect(left).toEqual([]);
  });

  test('agrees with the full parser on every document of the repository', () => {
    const windows = texts.map((text) => text.replaceAll('\n', '\r\n'));
    expect([...texts, ...windows].map(disagreement).filter((found) => found !== undefined)).toEqual([]);
  });

  test.each([
    'a: 1\nb: -2.5\nc: 1e3\nd: 007\ne: 0x1F\nf: +1\ng: .5\nh: 1.\ni: .inf\nj: 3.1.0\nk: 2022-05-19\nl: -\n',
    'a: ~\nb: null\nc:\nd: Null\ne: true\nf: yes\ng: FALSE\n',
    'a: one two\n  three\n\n  four\nb: x\n',
    'a: |\n  one\n   two\n\n  three\n\nb: >-\n  one\n  two\n\n  three\n',
    'a: "one\n  two"\nb: \'it\'\'s\'\nc: "\\u00e9\\n\\/"\nd: "\\x41"\n',
    'a:\n- b\n- - c\n  - d\n- e: 1\n  f: 2\n-\n  g: 3\n',
    'a: { b: [1, "x", { c: null }], d: {}, e: [] } # note\n',
    'a: b # note\n# note\nc: d#e\n',
    'a: b: c\n',
    'a: b\na: c\n',
    'a: &x 1\nb: *x\n',
    '__proto__: { a: 1 }\nb:\n  __proto__: 2\n',
    '? a\n: b\n',
    'a: [1,\n  2]\n',
    'a: b\r\nc: d\r\n',
    'a:\tb\n',
    '---\na: b\n...\n',
    'a: !!str 1\n',
    "a: 'x' y\n",
    'a:\n  b: 1\n c: 2\n',
    '',
  ])('agrees on %j', (text) => {
    expect(disagreement(text)).toBeUndefined();
  });

  test('agrees on what a YAML writer writes', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
        (data, style) => {
          expect(disagreement(stringify(data, { defaultStringType: style }))).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('agrees on documents that were damaged', () => {
    const piece = fc.constantFrom(
      ' ',
      '\n',
      ': ',
      '- ',
      ' #',
      '"',
      "'",
      '{',
      ']',
      ',',
      '|',
      '>',
      '&a ',
      '*a',
      '? ',
      '1',
      '~',
      '%',
      '---',
      'a: b',
      '\\',
    );
    const damage = fc.record({ at: fc.nat(), drop: fc.nat(5), insert: piece });
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.nat(), fc.array(damage, { maxLength: 3 }), (index, start, damages) => {
        const lines = (texts[index] ?? '').split('\n');
        let text = lines.slice(0, 1 + (start % lines.length)).join('\n');
        for (const { at, drop, insert } of damages) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + insert + text.slice(place + drop);
        }
        expect(disagreement(text)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});
