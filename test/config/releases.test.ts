import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadReleases, releasesText } from '../../src/config/releases.ts';

const digest = `sha256:${'0'.repeat(64)}`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-releases-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('no file is no error', () => {
  expect(loadReleases(folder, folder)).toMatchObject({ releases: new Map(), findings: [] });
});

test('what is written can be read, sorted by name', () => {
  const releases = new Map([
    ['cafe@2.0.0', { digest, released: '2026-01-15' }],
    ['cafe@1.0.0', { digest }],
  ]);
  const text = releasesText(releases);
  expect(text.indexOf('cafe@1.0.0')).toBeLessThan(text.indexOf('cafe@2.0.0'));
  writeFileSync(join(folder, 'releases.json'), text);
  expect(loadReleases(folder, folder)).toMatchObject({ releases, findings: [] });
});

test.each([
  ['a list', '[]', 'config/invalid-value'],
  ['a digest of another form', '{ "cafe@1.0.0": { "digest": "md5:0" } }', 'config/invalid-value'],
  ['an unknown key', `{ "cafe@1.0.0": { "digest": "${digest}", "by": "me" } }`, 'config/unknown-key'],
])('%s is an error', (_, text, rule) => {
  writeFileSync(join(folder, 'releases.json'), text);
  expect(loadReleases(folder, folder).findings).toMatchObject([{ rule, place: { file: 'releases.json', line: 1 } }]);
});
