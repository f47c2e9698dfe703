import { describe, expect, test } from 'vitest';
import { readDiff } from '../../src/ci/read-diff.ts';

describe('a patch without context', () => {
  test('gives the lines that are new or different', () => {
    const patch = [
      'diff --git a.yaml a.yaml',
      'index 111..222 100644',
      '--- a.yaml',
      '+++ a.yaml',
      '@@ -3 +3,2 @@ components:',
      '-old: 1',
      '+new: 1',
      '+more: 2',
      '@@ -20,2 +20 @@',
      '-x',
      '-y',
      '+z',
    ].join('\n');
    expect([...readDiff(patch)]).toEqual([
      [
        'a.yaml',
        [
          { first: 3, last: 4 },
          { first: 20, last: 20 },
        ],
      ],
    ]);
  });

  test('takes text that looks like a head for text', () => {
    const patch = [
      'diff --git a a',
      '--- a',
      '+++ a',
      '@@ -1,2 +1,2 @@',
      '--- b',
      '-@@ -9 +9 @@',
      '+++ c',
      '+diff --git d d',
      'diff --git e e',
      '--- e',
      '+++ e',
      '@@ -5,0 +6 @@',
      '+f',
    ].join('\n');
    expect([...readDiff(patch)]).toEqual([
      ['a', [{ first: 1, last: 2 }]],
      ['e', [{ first: 6, last: 6 }]],
    ]);
  });

  test('tells new files from changed ones, and leaves out those that are gone', () => {
    const patch = [
      'diff --git n n',
      'new file mode 100644',
      '--- /dev/null',
      '+++ n',
      '@@ -0,0 +1 @@',
      '+n',
      'diff --git g g',
      'deleted file mode 100644',
      '--- g',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-g',
    ].join('\n');
    expect([...readDiff(patch)]).toEqual([['n', 'whole']]);
  });

  test('puts a removal between the lines beside it', () => {
    const patch = ['diff --git a a', '--- a', '+++ a', '@@ -4,2 +3,0 @@', '-x', '-y'].join('\n');
    expect(readDiff(patch).get('a')).toEqual([{ first: 3, last: 4 }]);
  });

  test('reads names in quotes', () => {
    const patch = [
      'diff --git "x" "x"',
      '--- /dev/null',
      '+++ "caf\\303\\251 \\"a\\"\\t\\\\.yaml"',
      '@@ -0,0 +1 @@',
      '+n',
    ];
    expect([...readDiff(patch.join('\n')).keys()]).toEqual(['café "a"\t\\.yaml']);
  });
});
