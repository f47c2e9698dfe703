import { describe, expect, test } from 'vitest';
import { bumpBetween, demandedBump, isEnough } from '../../../src/compatibility/contracts/bump.ts';
import type { Bump } from '../../../src/compatibility/contracts/model.ts';

test.each<[string, string, Bump]>([
  ['1.0.0', '2.0.0', 'major'],
  ['1.9.9', '2.0.0-rc.1', 'major'],
  ['1.0.0', '1.1.0', 'minor'],
  ['1.0.0', '1.0.1', 'patch'],
  ['1.0.0', '1.0.0', 'none'],
  ['1.0.0', '1.0.0+build', 'none'],
  ['2.0.0', '1.9.0', 'none'],
  ['0.1.0', '0.2.0', 'major'],
  ['0.1.0', '0.1.1', 'minor'],
  ['0.9.0', '1.0.0', 'major'],
])('from %s to %s is %s', (older, newer, step) => {
  expect(bumpBetween(older, newer)).toBe(step);
});

describe('what is demanded', () => {
  test.each<[string, Bump, Parameters<typeof demandedBump>]>([
    ['old receivers can break', 'major', [[{ hurts: ['forward'] }], { structure: true, words: true }]],
    ['old captures can break', 'minor', [[{ hurts: ['backward'] }], { structure: true, words: false }]],
    ['something was added', 'minor', [[{ hurts: [] }], { structure: true, words: false }]],
    ['words', 'patch', [[], { structure: false, words: true }]],
    ['nothing', 'none', [[], { structure: false, words: false }]],
  ])('%s: %s', (_, bump, args) => {
    expect(demandedBump(...args)).toBe(bump);
  });

  test('a greater step is enough, a smaller one is not', () => {
    expect(isEnough('major', 'minor')).toBe(true);
    expect(isEnough('minor', 'minor')).toBe(true);
    expect(isEnough('patch', 'minor')).toBe(false);
    expect(isEnough('none', 'none')).toBe(true);
  });
});
