import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it, test } from 'vitest';
import { compilePattern, PatternRefused } from '../../src/json-schema/patterns.ts';
import { isSafe } from '../../src/json-schema/patterns/is-safe.ts';
import { parsePattern } from '../../src/json-schema/patterns/parse.ts';
import { toRe2 } from '../../src/json-schema/patterns/to-re2.ts';

const atoms = [
  'a',
  'b',
  '-',
  ' ',
  'é',
  '😀',
  '.',
  '^',
  '$',
  String.raw`\b`,
  String.raw`\B`,
  String.raw`\d`,
  String.raw`\D`,
  String.raw`\w`,
  String.raw`\W`,
  String.raw`\s`,
  String.raw`\S`,
  String.raw`\.`,
  String.raw`\/`,
  String.raw`\n`,
  String.raw`\t`,
  String.raw`\x61`,
  String.raw`\u0061`,
  String.raw`\u{1F600}`,
  String.raw`\ud83d\ude00`,
  String.raw`\cJ`,
  String.raw`\0`,
  String.raw`\p{L}`,
  String.raw`\P{L}`,
  String.raw`\p{Script=Greek}`,
  '[ab]',
  '[^ab]',
  '[a-c]',
  '[]',
  '[^]',
  String.raw`[\d\-\]]`,
  String.raw`[^\s]`,
  '[[&&a]',
  String.raw`[\b]`,
  String.raw`[\p{Lu}é-ÿ]`,
  '[😀a]',
];
const quantifiers = ['', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?', '??', '{1,2}?'];

const patterns: fc.Arbitrary<string> = fc
  .letrec<{ choice: string; sequence: string; part: string }>((tie) => ({
    choice: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((options) => options.join('|')),
    sequence: fc.array(tie('part'), { maxLength: 3 }).map((parts) => parts.join('')),
    part: fc
      .tuple(
        fc.oneof(
          { maxDepth: 2 },
          fc.constantFrom(...atoms),
          fc.tuple(fc.constantFrom('(', '(?:', '(?<name>'), tie('choice')).map(([open, body]) => `${open}${body})`),
        ),
        fc.constantFrom(...quantifiers),
      )
      .map(([atom, quantifier]) => (/^(?:[\^$]|\\[bB])$/.test(atom) ? atom : atom + quantifier)),
  }))
  .choice.filter((source) => {
    try {
      return new RegExp(source, 'u').unicode;
    } catch {
      return false;
    }
  });

const texts = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'c',
      '-',
      ' ',
      '\n',
      '\r',
      '\u2028',
      '\u00a0',
      '\ufeff',
      'é',
      'Z',
      '7',
      '😀',
      '\ud83d',
      '\u0000',
      ']',
      '\b',
      'λ',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('both engines', () => {
  it('agree on every pattern that both can run', () => {
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 1, maxLength: 8 }), (source, candidates) => {
        const native = new RegExp(source, 'u');
        const linear = RE2JS.compile(toRe2(parsePattern(source)));
        for (const text of candidates)
          expect([source, text, linear.test(text)]).toEqual([source, text, native.test(text)]);
      }),
      { numRuns: 300 },
    );
  });

  it('agree through compilePattern', () => {
    fc.assert(
      fc.property(patterns, texts, (source, text) => {
        expect(compilePattern(source).test(text)).toBe(new RegExp(source, 'u').test(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('isSafe', () => {
  test.each(['^[a-z]+$', '^visit\\.', '^\\d{4}-\\d{2}$', 'a|b', '[A-Z]{1,20}', '^a{100000}$', '^\\+?[0-9]{6,20}$'])(
    '%s can run natively',
    (source) => expect(isSafe(parsePattern(source))).toBe(true),
  );

  test.each([
    '^[0-9]{4}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$',
    '^[a-z]+(?:-[a-z]+)*$',
    '^[^@]+@[^@]+$',
    String.raw`^\d{4}(?:\d{2})?$`,
    String.raw`^-?\d+(?:\.\d{1,2})?$`,
    '^(a|b)*$',
    '^(?:a|bc?)*$',
    '^(?:a{2})*$',
    '^a{2,5}b$',
    '^(?:)*$',
  ])('%s can, because there is one way to go on', (source) => expect(isSafe(parsePattern(source))).toBe(true));

  test.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(a?)*$',
    '^(?:a*)?b*(?:a*)?$',
    '^(?:|a?)b$'.repeat(20),
    '^(?:(?:a?)?b?)+$',
    String.raw`^\w+\d+$`,
    '^a*a*$',
    'a+$',
    '^a|b+$',
    'x{0,1000}y',
    `${'a?'.repeat(7)}b`,
    '(?:a{0,9}){0,9}',
    '(^a|b)c*',
  ])('%s cannot', (source) => expect(isSafe(parsePattern(source))).toBe(false));
});

it('says yes only to patterns that the native engine gets through long texts with', () => {
  fc.assert(
    fc.property(patterns, texts, texts, (source, part, end) => {
      const pattern = `^(?:${source})$`;
      fc.pre(isSafe(parsePattern(pattern)));
      const text = part.repeat(3000) + end;
      expect(new RegExp(pattern, 'u').test(text)).toBe(RE2JS.compile(toRe2(parsePattern(pattern))).test(text));
    }),
    { numRuns: 300 },
  );
}, 20_000);

describe('patterns that backtrack for ever elsewhere', () => {
  const long = 'a'.repeat(50_000);

  test.each([
    ['^(a+)+$', `${long}b`],
    ['^(a|a)*$', `${long}b`],
    ['^(a|aa)+$', `${long}b`],
    ['(.*a){12}$', `${long}b`],
    [String.raw`\s+$`, `${' '.repeat(50_000)}b`],
    [`^${'a?'.repeat(40)}${'a'.repeat(40)}$`, 'a'.repeat(39)],
    ['^([a-zA-Z0-9_.-])+@(([a-zA-Z0-9-])+.)+([a-zA-Z0-9]{2,4})+$', `x@${long}!`],
  ])(
    '%s ends',
    (source, text) => {
      expect(compilePattern(source).test(text)).toBe(false);
    },
    2000,
  );
});

describe('what is refused', () => {
  test.each([
    ['(?=a)b', /looks ahead or behind/],
    ['(?!a)b', /looks ahead or behind/],
    ['(?<=a)b', /looks ahead or behind/],
    ['(?<!a)b', /looks ahead or behind/],
    [String.raw`(a)\1`, /refers back/],
    [String.raw`(?<n>a)\k<n>`, /refers back/],
    ['(?i:a)', /flags/],
    ['(', /not a regular expression/],
    ['a{2,1}', /not a regular expression/],
    [String.raw`\p{Unheard}`, /not a regular expression/],
    ['(?:(?:a{1,1000}){1,1000}){1,1000}', /refuses it/],
    ['('.repeat(100_000) + ')'.repeat(100_000), /./],
  ])('%.40s', (source, message) => {
    expect(() => compilePattern(source)).toThrow(PatternRefused);
    expect(() => compilePattern(source)).toThrow(message);
  });
});
