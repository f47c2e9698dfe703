import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

import { catalog } from '../../src/checks/catalog.ts';
import { severities } from '../../src/findings/severity.ts';
import { ruleDocs } from '../../scripts/lib/rule-docs.ts';

const root = join(import.meta.dirname, '../..');
const ids = catalog.map((rule) => rule.id);

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

test('ids are sorted and unique', () => {
  expect(ids).toEqual([...new Set(ids)].toSorted());
});

test('every id in the sources is in the catalog', () => {
  const groups = [...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))];
  const idLiteral = new RegExp(`(['"\`])((?:${groups.join('|')})/[a-z0-9]+(?:-[a-z0-9]+)*)\\1`, 'g');
  const mentioned = filesBelow('src', '.ts')
    .filter((file) => !file.startsWith('src/generated/'))
    .flatMap((file) =>
      Array.from(readFileSync(join(root, file), 'utf8').matchAll(idLiteral), (match) => ({ file, id: match[2] ?? '' })),
    );
  expect(mentioned.length).toBeGreaterThanOrEqual(ids.length);
  expect(mentioned.filter(({ id }) => !ids.includes(id))).toEqual([]);
});

test('every id of the catalog stands in the sources', () => {
  const text = filesBelow('src', '.ts')
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  expect(ids.filter((id) => !text.includes(`'${id}'`))).toEqual([]);
});

test('every rule has a page, every page a rule, and both say the same', () => {
  const docs = ruleDocs();
  expect(filesBelow('docs/rules', '.md').toSorted()).toEqual([...docs.keys()].toSorted());
  const differing = [...docs].filter(([file, text]) => readFileSync(join(root, file), 'utf8') !== text);
  expect(differing.map(([file]) => file)).toEqual([]);
});

test('every lint rule has a file of its own, named after it', () => {
  const files = readdirSync(join(root, 'src/checks/lint'), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'all.ts')
    .map((entry) => `lint/${entry.name.replace('.ts', '')}`);
  expect(files.toSorted()).toEqual(ids.filter((id) => id.startsWith('lint/')));
});

describe.each(catalog.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('is complete', () => {
    expect(rule.id).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(severities).toContain(rule.severity);
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
    expect(rule.title).toMatch(/^\p{Lu}.*[^.]$/u);
    expect(rule.purpose).toMatch(/[.)]$/);
    expect(rule.fix).toMatch(/[.)]$/);
    expect(rule.bad === undefined).toBe(rule.good === undefined);
  });
});
