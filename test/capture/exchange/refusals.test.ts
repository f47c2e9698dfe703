import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { listCaptures } from '../../../src/api/captures-find.ts';
import { importCaptures } from '../../../src/api/captures.ts';
import { checkContracts } from '../../../src/api/check-contracts.ts';
import { cafe } from '../drift/support.ts';

const cwd = mkdtempSync(join(tmpdir(), 'counterfoil-refusals-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const body = '{"type":"order.placed","order":{"id":7,"status":"open","placedAt":"2026-03-01T09:30:00Z"}}';

test('a database of something else is no store, and stays as it is', async () => {
  const path = join(cwd, 'other.db');
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE songs (title TEXT)');
  database.close();
  const before = readFileSync(path);
  writeFileSync(join(cwd, 'a.ndjson'), JSON.stringify({ body }));
  await expect(importCaptures(['a.ndjson'], { store: 'other.db', cwd })).rejects.toThrow('is no store of captures');
  const after = new DatabaseSync(path);
  expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'songs' }]);
  after.close();
  expect(before.length).toBe(readFileSync(path).length);
});

test('an import of nothing but corrupt files leaves no store; one that is there stays', async () => {
  writeFileSync(join(cwd, 'corrupt.ndjson'), '{"body"');
  const result = await importCaptures(['corrupt.ndjson'], { store: 'new.db', cwd });
  expect(result.files[0]?.error).toBeDefined();
  expect(readdirSync(cwd).filter((name) => name.startsWith('new.db'))).toEqual([]);
  await importCaptures(['a.ndjson'], { store: 'kept.db', cwd });
  await importCaptures(['corrupt.ndjson'], { store: 'kept.db', cwd });
  expect(existsSync(join(cwd, 'kept.db'))).toBe(true);
});

test('a raw message with a byte order mark is read, and a name that stands twice is told', async () => {
  const twice = body.replace('"id":7', '"id":1,"id":7');
  writeFileSync(join(cwd, 'a.http'), `\ufeffPOST /hooks HTTP/1.1\r\nHost: receiver.example\r\n\r\n${twice}`);
  const { findings } = await checkContracts([cafe], { captures: ['a.http'], cwd });
  const about = findings.filter(({ rule }) => /^input\/|duplicate/.test(rule));
  expect(about).toMatchObject([
    {
      rule: 'capture/duplicate-key',
      severity: 'warning',
      message: 'The name "id" stands twice in one object.',
      place: { line: 4, pointer: '/order/id', in: 'body' },
    },
  ]);
});

test('a sealed store without its key is refused, with the option that names the key', async () => {
  writeFileSync(join(cwd, 'a.ndjson'), '{"body":"{}"}\n');
  await importCaptures(['a.ndjson'], { store: 'sealed.db', cwd, storeKey: new Uint8Array(32).fill(7) });
  await expect(listCaptures({ store: 'sealed.db', cwd })).rejects.toMatchObject({
    message: 'sealed.db is sealed, and no key was given.',
    help: expect.stringContaining('--store-key-env NAME'),
  });
});
