import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeSite } from '../../src/catalog/write-site.ts';
import { newFolder } from '../support/fresh-clone.ts';

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder('write-site');
});
afterEach(() => folder.remove());

const at = (path: string): string => join(folder.path, 'site', path);
const write = (files: Readonly<Record<string, string>>) => writeSite(at(''), new Map(Object.entries(files)));

test('writes what changed, keeps the rest, and removes what a former build left', () => {
  expect(write({ 'index.html': 'a', 'x/y/z.html': 'b', 'assets/a.css': 'c' })).toEqual({
    written: 3,
    unchanged: 0,
    removed: 0,
  });
  writeFileSync(at('CNAME'), 'somebody else');
  const before = statSync(at('index.html')).mtimeMs;
  expect(write({ 'index.html': 'a', 'assets/a.css': 'd' })).toEqual({ written: 1, unchanged: 1, removed: 1 });
  expect(existsSync(at('x'))).toBe(false);
  expect(statSync(at('index.html')).mtimeMs).toBe(before);
  expect(readFileSync(at('CNAME'), 'utf8')).toBe('somebody else');
});

test('nothing is written when a file is in the way that no build wrote', () => {
  mkdirSync(at('assets'), { recursive: true });
  writeFileSync(at('assets/a.css'), 'mine');
  expect(() => write({ 'index.html': 'a', 'assets/a.css': 'c' })).toThrow(/a\.css is in the way/);
  expect(existsSync(at('index.html'))).toBe(false);
  expect(readFileSync(at('assets/a.css'), 'utf8')).toBe('mine');
});

test('a link leads nowhere else, and a list that was changed removes nothing outside', () => {
  const outside = join(folder.path, 'outside');
  mkdirSync(outside);
  mkdirSync(at(''));
  symlinkSync(outside, at('assets'));
  expect(() => write({ 'assets/a.css': 'c' })).toThrow(/is in the way/);
  writeFileSync(join(outside, 'kept'), '');
  writeFileSync(at('.counterfoil-catalog.json'), JSON.stringify({ '../outside/kept': 'x', '/etc/none': 'y' }));
  write({ 'index.html': 'a' });
  expect(existsSync(join(outside, 'kept'))).toBe(true);
});

test('a file is no folder', () => {
  writeFileSync(at(''), '');
  expect(() => write({ 'index.html': 'a' })).toThrow(/is no folder/);
});
