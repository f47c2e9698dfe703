import { describe, expect, test } from 'vitest';

import { yamlToData } from '../../src/asyncapi/yaml.ts';

function problemOf(text: string): { kind: string; message: string } | undefined {
  const { problem } = yamlToData(text, 200);
  return problem === undefined ? undefined : { kind: problem.kind, message: problem.message };
}

describe('yamlToData', () => {
  test('keeps a key named __proto__ as a key', () => {
    for (const text of ['__proto__: { a: 1 }\n', '"__proto__":\n  a: 1\nb: *x\n'.replace('b: *x\n', '')]) {
      const { data } = yamlToData(text, 200) as { data: object };
      expect(Object.keys(data)).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    }
  });

  test('reads aliases', () => {
    expect(yamlToData('a: &x [1]\nb: *x\n', 200)).toEqual({ data: { a: [1], b: [1] } });
  });

  test('reads CRLF line ends, tabs between tokens and numbers as keys', () => {
    expect(yamlToData('a: b\r\n200:\tc\r\n', 200)).toEqual({ data: { a: 'b', 200: 'c' } });
  });

  test.each([
    ['duplicate keys', 'a: 1\nb: &x 2\na: 3\n', /"a" stands twice/],
    ['an alias without anchor', 'a: *x\n', /"\*x" has no complete anchor/],
    ['an alias to what holds it', 'a: &x\n  b: *x\n', /"\*x" has no complete anchor/],
    ['a tag of its own', 'a: !thing 1\n', /tags are not supported/],
    ['several documents', 'a: 1\n---\nb: 2\n', /several YAML documents/],
    ['a key that is a list', '? [a]\n: 1\n', /./],
    ['infinity', 'a: .inf\n', /JSON has no value like Infinity/],
    ['an open quote', 'a: "b\n', /not valid YAML/],
    ['a tab as indentation', 'a:\n\tb: 1\n', /not valid YAML/],
  ])('refuses %s', (_, text, message) => {
    expect(problemOf(text)).toEqual({ kind: 'syntax', message: expect.stringMatching(message) as string });
  });

  test('refuses aliases that multiply', () => {
    const lines = Array.from(
      { length: 12 },
      (_, level) =>
        `a${level}: &a${level} [${Array(9)
          .fill(level === 0 ? 'x' : `*a${level - 1}`)
          .join(', ')}]`,
    );
    expect(problemOf(lines.join('\n'))).toEqual({
      kind: 'syntax',
      message: expect.stringContaining('repeat more than') as string,
    });
  });

  test.each([
    ['flow lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['open flow lists', '['.repeat(10_000)],
    ['lists on one line', `${'- '.repeat(10_000)}a`],
    ['flow maps', '{a: '.repeat(300) + '}'.repeat(300)],
    ['indented maps', Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('refuses %s nested too deeply, without overflowing', (_, text) => {
    expect(problemOf(text)).toBeDefined();
  });
});
