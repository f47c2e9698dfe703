import { describe, expect, test } from 'vitest';
import { pairStates, pairWithHistory } from '../../../src/checks/compare/pairs.ts';
import type { Pairs, Versioned } from '../../../src/checks/compare/pairs.ts';

const of = (...ids: readonly string[]): Versioned[] =>
  ids.map((id) => ({ id, vendor: id.split('@')[0] ?? '', version: id.split('@')[1] ?? '' }));
const show = ({ pairs, added, removed }: Pairs<Versioned>): string =>
  [
    ...pairs.map(([was, is]) => `${was.id}>${is.id}`),
    ...added.map(({ id }) => `+${id}`),
    ...removed.map(({ id }) => `-${id}`),
  ].join(' ');

describe('two states', () => {
  test.each<[string, string[], string[], boolean, string]>([
    ['the same', ['a@1.0.0'], ['a@1.0.0'], false, 'a@1.0.0>a@1.0.0'],
    ['one more version', ['a@1.0.0'], ['a@1.0.0', 'a@2.0.0'], false, 'a@1.0.0>a@1.0.0 +a@2.0.0'],
    ['one less', ['a@1.0.0', 'a@2.0.0'], ['a@2.0.0'], false, 'a@2.0.0>a@2.0.0 -a@1.0.0'],
    ['one for another', ['a@1.0.0', 'b@1.0.0'], ['a@1.1.0', 'b@1.0.0'], false, 'b@1.0.0>b@1.0.0 a@1.0.0>a@1.1.0'],
    ['two for one', ['a@1.0.0'], ['a@1.1.0', 'a@2.0.0'], false, '+a@1.1.0 +a@2.0.0 -a@1.0.0'],
    ['another vendor', ['a@1.0.0'], ['b@1.0.0'], false, '+b@1.0.0 -a@1.0.0'],
    [
      'transitive, within a major version',
      ['a@1.0.0', 'a@1.1.0', 'a@2.0.0'],
      ['a@1.1.0', 'a@2.0.0'],
      true,
      'a@1.1.0>a@1.1.0 a@2.0.0>a@2.0.0 a@1.0.0>a@1.1.0 -a@1.0.0',
    ],
  ])('%s', (_, older, newer, transitive, expected) => {
    expect(show(pairStates(of(...older), of(...newer), transitive))).toBe(expected);
  });
});

describe('one and what came before', () => {
  const newer = of('a@2.0.0')[0] ?? { id: '', vendor: '', version: '' };

  test.each<[string, string[], boolean, string]>([
    ['the nearest earlier one', ['a@1.0.0', 'a@1.10.0', 'a@1.9.0', 'a@2.0.0'], false, 'a@1.10.0>a@2.0.0'],
    ['all earlier ones', ['a@1.0.0', 'a@3.0.0', 'a@1.9.0'], true, 'a@1.9.0>a@2.0.0 a@1.0.0>a@2.0.0'],
    ['the same version when none is earlier', ['a@3.0.0', 'a@2.0.0'], false, 'a@2.0.0>a@2.0.0'],
    ['a later one when there is nothing else', ['a@3.0.0'], false, 'a@3.0.0>a@2.0.0'],
    ['another vendor when there is nothing else', ['b@1.0.0'], false, 'b@1.0.0>a@2.0.0'],
    ['its own vendor first', ['b@1.9.0', 'a@1.0.0'], false, 'a@1.0.0>a@2.0.0'],
    ['nothing', [], false, ''],
  ])('%s', (_, older, transitive, expected) => {
    expect(show(pairWithHistory(of(...older), newer, transitive))).toBe(expected);
  });
});
