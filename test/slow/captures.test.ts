/** What takes long: files of many megabytes, and programs that are killed. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCaptures } from '../../src/api/captures-find.ts';
import { importFiles } from '../../src/capture/exchange/import.ts';
import { loadJudge } from '../../src/capture/exchange/judge.ts';
import { openStore } from '../../src/capture/store/open-store.ts';
import { StoreError } from '../../src/database/store-error.ts';
import type { CaptureStore } from '../../src/capture/store/store.ts';
import { inFolder } from '../capture/exchange/captures.ts';

const program = join(import.meta.dirname, '../support/counterfoil.ts');

function start(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd, stdio: 'ignore' });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

const line = (n: number, size: number): string =>
  `${JSON.stringify({ at: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(), body: JSON.stringify({ n, text: 'x'.repeat(size) }) })}\n`;

test('an import that fails after some of its transactions leaves nothing of the file', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'a.ndjson');
    for (let n = 0; n < 150; n += 1) appendFileSync(file, line(n, 1_000_000));
    const store = await openStore(join(folder, 's.db'), { create: true });
    let transactions = 0;
    const failing = new Proxy(store, {
      get(target, name) {
        if (name !== 'append') {
          const member = Reflect.get(target, name, target) as unknown;
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        }
        return (...args: Parameters<CaptureStore['append']>): Promise<void> => {
          transactions += 1;
          return transactions === 2
            ? Promise.reject(new StoreError('full', 'no space is left'))
            : target.append(...args);
        };
      },
    });
    const judge = await loadJudge({ contracts: [] });
    await expect(importFiles(failing, { files: [file], judge })).rejects.toThrow(/no space/);
    expect(transactions).toBe(2);
    expect((await store.stats()).records).toBe(0);
    const again = await importFiles(store, { files: [file], judge });
    expect(again.files).toMatchObject([{ imported: 150, equalBodies: 150 }]);
    await store.close();
  }));

test.each(['SIGKILL', 'SIGINT'] as const)('nobody sees what an import has left that was ended by %s', (signal) =>
  inFolder(async (folder) => {
    const most = 3000;
    for (let n = 0; n < most; n += 1) appendFileSync(join(folder, 'a.ndjson'), line(n, 20_000));
    const args = ['captures', 'import', 'a.ndjson', '--store', 's.db'];
    const child = start(args, folder);
    const end = ended(child);
    const written = async (): Promise<number> => {
      if (!existsSync(join(folder, 's.db'))) return 0;
      const store = await openStore(join(folder, 's.db')).catch(() => undefined);
      const records = (await store?.stats())?.records ?? 0;
      await store?.close();
      return records;
    };
    while ((await written()) < 400) await new Promise((resume) => setTimeout(resume, 20));
    expect((await listCaptures({ cwd: folder, store: 's.db' })).captures).toEqual([]);
    child.kill(signal);
    await end;
    expect((await listCaptures({ cwd: folder, store: 's.db' })).captures).toEqual([]);
    expect((await written()) > 0).toBe(signal === 'SIGKILL');
    expect(await ended(start(args, folder))).toBe(0);
    expect(await written()).toBe(most);
    expect((await listCaptures({ cwd: folder, store: 's.db' })).captures).toHaveLength(50);
  }),
);

test('a replay that is killed again and again leaves nothing out', () =>
  inFolder(async (folder) => {
    const most = 400;
    const got = new Map<string, number>();
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        got.set(body, (got.get(body) ?? 0) + 1);
        setTimeout(() => response.writeHead(204).end(), 5);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      writeFileSync(join(folder, 'a.ndjson'), Array.from({ length: most }, (_, n) => line(n, 10)).join(''));
      const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const args = ['captures', 'replay', 'a.ndjson', '--to', to, '--speed', 'max', '--resume', 'state'];
      for (const share of [0.2, 0.5, 0.8]) {
        const child = start(args, folder);
        const end = ended(child);
        while (got.size < most * share) await new Promise((resume) => setTimeout(resume, 5));
        child.kill('SIGKILL');
        await end;
      }
      expect(await ended(start(args, folder))).toBe(0);
      expect(got.size).toBe(most);
      // One at a time is under way, so each kill can have one arrive twice.
      expect([...got.values()].reduce((sum, count) => sum + count - 1, 0)).toBeLessThanOrEqual(3);
      expect(readFileSync(join(folder, 'state'), 'utf8').split('\n').length).toBeGreaterThan(most);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }));

test('an import that is killed is completed by the next one', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'a.ndjson');
    for (let n = 0; n < 200; n += 1) appendFileSync(file, line(n, 1_000_000));
    const child = start(['captures', 'import', 'a.ndjson', '--store', 's.db'], folder);
    const end = ended(child);
    while (!existsSync(join(folder, 's.db-wal'))) await new Promise((resume) => setTimeout(resume, 20));
    await new Promise((resume) => setTimeout(resume, 1500));
    child.kill('SIGKILL');
    await end;
    expect(await ended(start(['captures', 'import', 'a.ndjson', '--store', 's.db'], folder))).toBe(0);
    const store = await openStore(join(folder, 's.db'));
    expect((await store.stats()).records).toBe(200);
    await store.close();
  }));
