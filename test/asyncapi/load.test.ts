import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import { expect, test } from 'vitest';

import { findContracts } from '../../src/asyncapi/load.ts';
import { readText } from '../../src/asyncapi/read.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { folderWith } from './folder.ts';

test('finds the documents below a folder, sorted', () => {
  const folder = folderWith({
    'b/2.0.0/asyncapi.yaml': '',
    'a/1.0.0/asyncapi.yml': '',
    'a/1.0.0/messages/x.yaml': '',
    'asyncapi.json': '',
    'node_modules/x/asyncapi.yaml': '',
    '.git/asyncapi.yaml': '',
  });
  const { files, findings } = findContracts(folder);
  expect(findings).toEqual([]);
  expect(files.map((file) => relative(folder, file).replaceAll('\\', '/'))).toEqual([
    'a/1.0.0/asyncapi.yml',
    'asyncapi.json',
    'b/2.0.0/asyncapi.yaml',
  ]);
});

test('a relative path starts from the folder that is given', () => {
  const folder = folderWith({ 'a/asyncapi.yaml': '' });
  expect(findContracts('a', folder).files).toEqual([join(folder, 'a/asyncapi.yaml')]);
  expect(findContracts('b', folder).findings).toMatchObject([{ place: { file: 'b' } }]);
});

test('takes a file as it is', () => {
  const file = join(folderWith({ 'orders.yaml': '' }), 'orders.yaml');
  expect(findContracts(file)).toEqual({ files: [file], findings: [] });
});

test('an empty folder and a path that leads nowhere are findings', () => {
  const folder = folderWith({ 'a.yaml': '' });
  expect(findContracts(folder).findings).toMatchObject([{ rule: 'input/no-contract' }]);
  expect(findContracts(join(folder, 'nowhere')).findings).toMatchObject([{ rule: 'input/file-not-found' }]);
});

test('a folder where a file was meant is a finding', () => {
  const folder = folderWith({});
  mkdirSync(join(folder, 'a.yaml'));
  const findings: Finding[] = [];
  expect(readText(join(folder, 'a.yaml'), 'a.yaml', 1000, findings)).toBeUndefined();
  expect(findings).toMatchObject([{ rule: 'input/not-a-file' }]);
});
