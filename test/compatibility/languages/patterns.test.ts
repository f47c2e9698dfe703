import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsTexts, findText } from '../../../src/compatibility/languages/find-text.ts';
import { inverse, lengthMachine, reads, wordsMachine } from '../../../src/compatibility/languages/machine.ts';
import type { Machine } from '../../../src/compatibility/languages/machine.ts';
import { Patterns } from '../../../src/compatibility/languages/patterns.ts';
import { Undecided } from '../../../src/compatibility/undecided.ts';

const free = (): void => undefined;

function machine(source: string): Machine {
  const made = new Patterns(free).machine(source);
  if (made instanceof Undecided) throw made;
  return made;
}

const sources = [
  '',
  '^',
  '$',
  '^$',
  '$^',
  'a',
  '^a',
  'a$',
  '^a$',
  '^a*$',
  'a+',
  'f.*o',
  '[0-9]{2,}',
  '^[a-c]{2,3}$',
  '^(?:a|ab)(?:c|bcd)$',
  '(^a|b$)',
  '^a|b',
  '(^|,)x($|,)',
  'a$b',
  '(a|$)(b|^)',
  '(?:a|^)b',
  'x*',
  '(ab)*c',
  '(a?){3}b',
  '[^a-c]',
  '[]',
  '[^]',
  '\\p{L}\\d',
  '\\P{L}',
  '^\\S+$',
  '^\\W\\w\\D$',
  '^.$',
  '^[\\s\\S]$',
  '\\u0061',
  '\\u{1F600}',
  '\\uD83D\\uDE00',
  '[\\u{1F600}-\\u{1F610}]',
  '\\x61',
  '\\t',
  '\\cJ',
  '[\\b]',
  '[a\\-z]',
  '[-a]',
  '(?<name>a)b',
  '^(?!foo)[a-z]+$',
  '^(?=.*\\d)(?=.*[a-z]).{3,}$',
  '^(?=a)(?!ab)..$|c',
  'a{0}',
  '(a+)+$',
  'a{2}?',
  '[^\\n]',
  '\\/',
];

describe('the machine of a pattern', () => {
  it.each(sources)('accepts what the pattern is found in: %s', (source) => {
    const own = machine(source);
    const native = new RegExp(source, 'u');
    const letters = fc.constantFrom(
      'a',
      'b',
      'c',
      'd',
      'f',
      'o',
      'x',
      'é',
      '0',
      '7',
      ',',
      '-',
      '_',
      ' ',
      '\n',
      '\t',
      '\b',
      '/',
      'z',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 7 }), (text) => {
        expect(reads(own, text.join(''))).toBe(native.test(text.join('')));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['(a)\\1', 'refers back'],
    ['(?<=a)b', 'looks behind'],
    ['\\bword', 'word boundaries'],
    ['a(?=b)', 'looks ahead after its start'],
    ['(', 'not a regular expression'],
    ['a{30000}', 'too large'],
    ['(?i:a)', ''],
  ])('says why it is not followed: %s', (source, reason) => {
    const made = new Patterns(free).machine(source);
    expect(made).toBeInstanceOf(Undecided);
    expect((made as Undecided).message).toContain(reason);
  });
});

describe('findText', () => {
  it('finds a shortest text that all machines accept, with readable characters', () => {
    expect(findText([machine('^[a-f]+$'), machine('c'), lengthMachine(3, 5)], free)).toBe('aac');
    expect(findText([machine('^\\d+$'), inverse(machine('0'))], free)).toBe('1');
    expect(findText([inverse(wordsMachine(['', 'a', 'b']))], free)).toBe('c');
    expect(findText([wordsMachine(['visit', 'ticket']), inverse(machine('^t'))], free)).toBe('visit');
  });

  it('proves that there is none', () => {
    expect(findText([machine('^a*$'), machine('b')], free)).toBeUndefined();
    expect(findText([machine('^a{5}$'), lengthMachine(0, 4)], free)).toBeUndefined();
    expect(findText([wordsMachine(['x']), inverse(machine('x'))], free)).toBeUndefined();
  });

  it('decides inclusion', () => {
    expect(containsTexts(machine('^(a|aa)+$'), machine('^(a+)+$'), free)).toBe(true);
    expect(containsTexts(machine('^(a|b)*$'), machine('^a*b*$'), free)).toBe(true);
    expect(containsTexts(machine('^a*b*$'), machine('^(a|b)*$'), free)).toBe(false);
  });

  it('stops when its steps are used up', () => {
    let left = 1_000;
    const spend = (steps: number): void => {
      left -= steps;
      if (left < 0) throw new Undecided('used up');
    };
    const patterns = new Patterns(spend);
    const big = patterns.machine('(a|b)*a(a|b){25}$') as Machine;
    expect(() => findText([big, inverse(patterns.machine('(a|b)*a(a|b){24}$') as Machine)], spend)).toThrow('used up');
  });
});
