import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .map((file) => `docs/${file.split(sep).join('/')}`)
  .filter((file) => file.endsWith('.md') && !file.includes('/node_modules/'));
const atTop = readdirSync(root).filter((file) => file.endsWith('.md'));

/** The text without what stands in code. */
function prose(text: string): string {
  return text.replaceAll(/^ *(`{3,})[^\n]*\n[\s\S]*?^ *\1/gm, '').replaceAll(/`[^`\n]*`/g, 'code');
}

function links(file: string): string[] {
  return Array.from(prose(read(file)).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target).filter(
    (target) => !/^[a-z]+:/.test(target),
  );
}

/** Anchors as GitHub makes them of headings; of equal ones the later get a number. */
function anchors(file: string): Set<string> {
  const seen = new Map<string, number>();
  const text = read(file).replaceAll(/^ *(`{3,})[^\n]*\n[\s\S]*?^ *\1/gm, '');
  return new Set(
    Array.from(text.matchAll(/^#+ +(.*)$/gm), ([, heading = '']) => {
      const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
      const slug = words
        .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
        .trim()
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

function targetOf(file: string, link: string): string {
  const path = decodeURIComponent(link.split('#')[0] ?? '');
  return path === ''
    ? file
    : normalize(join(dirname(file), path))
        .split(sep)
        .join('/');
}

function isDead(file: string, link: string): boolean {
  const target = targetOf(file, link);
  const anchor = link.split('#')[1];
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchors(target).has(decodeURIComponent(anchor));
}

describe('documents', () => {
  test.each([...atTop, ...below])('%s has no dead link', (file) => {
    expect(links(file).filter((link) => isDead(file, link))).toEqual([]);
  });

  test('every page is in the index, or in that of its folder', () => {
    const listed = (file: string): string[] => links(file).map((link) => targetOf(file, link));
    const index = new Set(listed('docs/README.md'));
    const reached = new Set([...index, ...[...index].filter((file) => file.endsWith('/README.md')).flatMap(listed)]);
    const folders = new Set([...reached].map((file) => `${file.replace(/\/$/, '')}/README.md`));
    const missing = below.filter((file) => file !== 'docs/README.md' && !reached.has(file) && !folders.has(file));
    expect(missing).toEqual([]);
  });
});
