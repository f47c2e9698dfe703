import { expect, test } from 'vitest';
import { systemFinding } from '../../../src/deliveries/formats/open-file.ts';

test.each([
  ['EACCES', 'permission'],
  ['EPERM', 'permission'],
  ['ENOENT', 'not-found'],
  ['EISDIR', 'not-a-file'],
  ['EIO', 'unreadable'],
])('%s is a finding of %s', (code, rule) => {
  const error = Object.assign(new Error('refused'), { code });
  expect(systemFinding(error, 'a.http')).toMatchObject({ rule: `input/capture-${rule}`, place: { file: 'a.http' } });
});

test("an error that is not the system's is thrown", () => {
  expect(() => systemFinding(new TypeError('a bug'), 'a.http')).toThrow('a bug');
});
