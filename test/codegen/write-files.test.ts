import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generatedMark } from '../../src/codegen/client/header.ts';
import { findDifferences, ForeignFileError, writeFiles } from '../../src/codegen/write-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-write-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, text = 'one'): { path: string; content: string } => ({
  path,
  content: `// ${generatedMark} 1.2.3\n${text}\n`,
});

test('writes what is missing, and nothing the second time', () => {
  const files = [file('cafe-v1/index.js'), file('cafe-v1/deep/types.d.ts')];
  expect(writeFiles(folder, files)).toEqual([
    { path: 'cafe-v1/deep/types.d.ts', kind: 'missing' },
    { path: 'cafe-v1/index.js', kind: 'missing' },
  ]);
  expect(readFileSync(join(folder, 'cafe-v1/index.js'), 'utf8')).toBe(files[0]?.content);
  const before = statSync(join(folder, 'cafe-v1/index.js')).mtimeMs;
  expect(writeFiles(folder, files)).toEqual([]);
  expect(statSync(join(folder, 'cafe-v1/index.js')).mtimeMs).toBe(before);
});

test('changes what is stale, and removes what was generated once and is no longer', () => {
  writeFiles(folder, [file('cafe-v1/index.js'), file('cafe-v1/old.js')]);
  writeFileSync(join(folder, 'cafe-v1/notes.md'), 'mine');
  const files = [file('cafe-v1/index.js', 'two')];
  const expected = [
    { path: 'cafe-v1/index.js', kind: 'changed' },
    { path: 'cafe-v1/old.js', kind: 'leftover' },
  ];
  expect(findDifferences(folder, files)).toEqual(expected);
  expect(existsSync(join(folder, 'cafe-v1/old.js'))).toBe(true);
  expect(writeFiles(folder, files)).toEqual(expected);
  expect(existsSync(join(folder, 'cafe-v1/old.js'))).toBe(false);
  expect(readFileSync(join(folder, 'cafe-v1/notes.md'), 'utf8')).toBe('mine');
});

test('leaves the folders of other clients alone', () => {
  writeFiles(folder, [file('cafe-v1/index.js'), file('shop-v1/index.js')]);
  expect(findDifferences(folder, [file('cafe-v1/index.js')])).toEqual([]);
});

test('takes line ends that git changed for the same content', () => {
  const files = [file('cafe-v1/index.js')];
  writeFiles(folder, files);
  writeFileSync(join(folder, 'cafe-v1/index.js'), (files[0]?.content ?? '').replaceAll('\n', '\r\n'));
  expect(findDifferences(folder, files)).toEqual([]);
});

test('never overwrites a file that was not generated, and then writes nothing at all', () => {
  mkdirSync(join(folder, 'cafe-v1'));
  writeFileSync(join(folder, 'cafe-v1/index.js'), 'export const mine = 1;\n');
  expect(() => writeFiles(folder, [file('cafe-v1/a.js'), file('cafe-v1/index.js')])).toThrow(ForeignFileError);
  expect(readFileSync(join(folder, 'cafe-v1/index.js'), 'utf8')).toBe('export const mine = 1;\n');
  expect(existsSync(join(folder, 'cafe-v1/a.js'))).toBe(false);
});

test('follows no link', () => {
  const outside = join(folder, 'outside.js');
  writeFileSync(outside, file('outside.js').content);
  mkdirSync(join(folder, 'out/cafe-v1'), { recursive: true });
  symlinkSync(outside, join(folder, 'out/cafe-v1/index.js'));
  expect(() => writeFiles(join(folder, 'out'), [file('cafe-v1/index.js', 'two')])).toThrow(ForeignFileError);
  expect(readFileSync(outside, 'utf8')).toContain('one');
});

test.each(['../index.js', 'cafe-v1/../../index.js', '/index.js', ''])(
  'writes nothing outside of the folder: %j',
  (path) => {
    expect(() => writeFiles(folder, [file(path)])).toThrow('would be written outside');
  },
);
