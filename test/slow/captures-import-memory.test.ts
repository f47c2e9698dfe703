import { spawnSync } from 'node:child_process';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { inFolder } from '../capture/exchange/captures.ts';

const root = join(import.meta.dirname, '../..');
const note = 'An order with a long note, as people write them. '.repeat(10);

/** Writes captures until the file is as large as wanted, in bytes. */
function write(file: string, bytes: number, kind: 'ndjson' | 'har'): number {
  const out = openSync(file, 'w');
  if (kind === 'har') writeSync(out, '{"log":{"version":"1.2","entries":[\n');
  let count = 0;
  for (let written = 0; written < bytes; count += 1) {
    const body = JSON.stringify({ type: 'order.ready', order: { id: count, note } });
    const at = new Date(Date.UTC(2026, 0, 1) + count * 997).toISOString();
    const request = { method: 'POST', url: 'https://a.example/', headers: [], postData: { text: body } };
    const line = kind === 'har' ? { startedDateTime: at, request } : { at, method: 'POST', body };
    written += writeSync(out, `${kind === 'har' && count > 0 ? ',' : ''}${JSON.stringify(line)}\n`);
  }
  if (kind === 'har') writeSync(out, ']}}\n');
  closeSync(out);
  return count;
}

/** The bound is far over what such an import takes (375 MB), and far below what holding the file would. */
const most = 450 * 1024;

test.each(['ndjson', 'har'] as const)(
  'an import of a large %s file takes no more memory than one of a small one',
  (kind) =>
    inFolder((folder) => {
      const file = join(folder, `large.${kind}`);
      const count = write(file, 160 * 1024 * 1024, kind);
      expect(statSync(file).size).toBeGreaterThan(160 * 1024 * 1024);
      const program = `
        const { importCaptures } = await import(${JSON.stringify(join(root, 'src/api/captures.ts'))});
        const { files } = await importCaptures(['large.${kind}'], { store: 's.db' });
        console.log(JSON.stringify({ ...files[0], memory: process.resourceUsage().maxRSS }));`;
      const ran = spawnSync(process.execPath, ['-e', program], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(ran.stderr).toBe('');
      const result = JSON.parse(ran.stdout) as { imported: number; equalBodies: number; memory: number };
      expect(result).toMatchObject({ imported: count, equalBodies: count });
      expect(result.memory).toBeLessThan(most);
      return Promise.resolve();
    }),
  600_000,
);
