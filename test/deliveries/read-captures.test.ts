import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFinding } from '../../src/deliveries/capture-finding.ts';
import type { CaptureFormat } from '../../src/deliveries/formats/format.ts';
import { readCaptures } from '../../src/deliveries/read-captures.ts';
import type { ReadCapturesOptions } from '../../src/deliveries/read-captures.ts';

let base = '';

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'captures-'));
  mkdirSync(join(base, 'folder.http'));
  writeFileSync(join(base, 'empty.json'), '');
  writeFileSync(join(base, 'a.documented.http'), 'POST / HTTP/1.1\n\n{}');
  writeFileSync(join(base, 'b.json'), '{}');
  writeFileSync(join(base, 'UPPER.JSON'), '{}');
  writeFileSync(join(base, 'lines.ndjson'), '{"body":"1"}\n{"body":"2"}\n');
  writeFileSync(join(base, 'message.txt'), 'POST / HTTP/1.1\n\n{}');
  writeFileSync(join(base, 'archive.txt'), '{ "log": {"entries": [{"request": {"method": "POST"}}]}}');
  writeFileSync(join(base, 'lines.txt'), '{"id": "1", "body": "{}"}\n');
  writeFileSync(join(base, 'payload.txt'), ' {"a": 1}');
  writeFileSync(join(base, 'notes.txt'), 'hello');
  writeFileSync(join(base, 'big.json'), '{}');
  truncateSync(join(base, 'big.json'), 200 * 1024 * 1024);
  symlinkSync('circle.json', join(base, 'circle.json'));
});

afterAll(() => rmSync(base, { recursive: true }));

async function read(files: string[], options: ReadCapturesOptions = {}): Promise<string[]> {
  const items: string[] = [];
  for await (const item of readCaptures(files, { base, ...options })) {
    items.push(isFinding(item) ? item.rule.replace('input/capture-', '') : `${item.id} ${item.origin}`);
  }
  return items;
}

describe('readCaptures', () => {
  test('goes on after every file that cannot be read', async () => {
    const files = [
      'a.documented.http',
      'none.http',
      'folder.http',
      'empty.json',
      'b.json',
      'notes.txt',
      'big.json',
      'circle.json',
      'b.json/c.http',
      'lines.ndjson',
      `${'x'.repeat(300)}.http`,
    ];
    expect(await read(files, { origin: 'live' })).toEqual([
      'a.documented.http documented',
      'not-found',
      'not-a-file',
      'empty',
      'b.json live',
      'format',
      'too-large',
      'not-found',
      'not-found',
      '1 live',
      '2 live',
      'not-found',
    ]);
  });

  test('a device is not a file', async () => {
    expect(await read(['/dev/null'])).toEqual(['not-a-file']);
  });

  test('tells the format by the content where the extension does not', async () => {
    expect(await read(['UPPER.JSON', 'message.txt', 'archive.txt', 'lines.txt', 'payload.txt'])).toEqual([
      'UPPER.JSON undefined',
      'message.txt undefined',
      'shape',
      '1 undefined',
      'payload.txt undefined',
    ]);
  });

  test('reads formats from elsewhere, and reports what the system says while they read', async () => {
    const failing: CaptureFormat = {
      name: 'failing',
      extensions: ['.txt'],
      async *read() {
        yield [];
        throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      },
    };
    expect(await read(['notes.txt', 'b.json'], { formats: [failing] })).toEqual(['unreadable', 'b.json undefined']);
  });

  test('a bug in a format stays a bug', async () => {
    const wrong: CaptureFormat = {
      name: 'wrong',
      extensions: ['.txt'],
      async *read() {
        yield [];
        throw new TypeError('a bug');
      },
    };
    await expect(read(['notes.txt'], { formats: [wrong] })).rejects.toThrow('a bug');
  });
});
