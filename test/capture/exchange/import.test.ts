import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportCaptures, importCaptures } from '../../../src/api/captures.ts';
import { grepCaptures, listCaptures, showOneCapture } from '../../../src/api/captures-find.ts';
import { openWriter } from '../../../src/capture/exchange/export.ts';
import { captureOfRecord } from '../../../src/capture/exchange/records.ts';
import { Undertaking } from '../../../src/capture/exchange/undertaking.ts';
import { newRecordId } from '../../../src/capture/record.ts';
import type { CaptureRecord } from '../../../src/capture/record.ts';
import { openStore } from '../../../src/capture/store/open-store.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import type { RunError } from '../../../src/findings/run-error.ts';
import { postgresMissing, postgresPlace, recordAt, sqlitePlace } from '../store/stores.ts';
import type { StorePlace } from '../store/stores.ts';
import { captures, inFolder } from './captures.ts';

async function recordsIn(location: string): Promise<CaptureRecord[]> {
  const store = await openStore(location);
  const found: CaptureRecord[] = [];
  for await (const page of store.read()) found.push(...page);
  await store.close();
  return found;
}

const places = [
  ['SQLite', sqlitePlace, undefined],
  ['PostgreSQL', postgresPlace, postgresMissing],
] as const;

for (const [kind, makePlace, missing] of places) {
  describe.skipIf(missing !== undefined)(`import into ${kind}${missing === undefined ? '' : ` (${missing})`}`, () => {
    let place: StorePlace;
    beforeAll(async () => {
      place = await makePlace();
    });
    afterAll(() => place.remove());

    test('what an import has begun is not read, and taken out when nothing is heard of it', () =>
      inFolder(async (cwd) => {
        const store = await openStore(place.location, { create: true });
        const [kept, begun] = [recordAt(1), recordAt(2)];
        await store.append([{ record: kept }]);
        const undertaking = new Undertaking(store);
        await undertaking.announce([begun.id]);
        await store.append([{ record: begun }]);
        const listed = async (): Promise<string[]> =>
          (await listCaptures({ cwd, store: place.location })).captures.map(({ id }) => id);
        expect(await listed()).toEqual([kept.id]);
        const head = (await store.claims('import:')).find(({ holder }) => holder === 'head');
        await store.claim(head?.task ?? '', 'head', -1);
        expect(await listed()).toEqual([kept.id]);
        expect(await store.get(begun.id)).toBeUndefined();
        expect(await store.claims('import:')).toEqual([]);
        const finished = new Undertaking(store);
        await finished.announce([begun.id]);
        await store.append([{ record: begun }]);
        await finished.finish();
        expect(await listed()).toEqual([begun.id, kept.id]);
        expect(await store.claims('import:')).toEqual([]);
        await store.erase([kept.id, begun.id]);
        await store.close();
      }));

    test('what is exported and imported has the same deliveries, and a second import adds nothing', () =>
      inFolder(async (folder) => {
        const given = fc.sample(captures, { numRuns: 40, seed: 7 });
        const out = join(folder, 'a.ndjson');
        const writer = openWriter('ndjson', out);
        for (const capture of [...given, ...given.slice(0, 3)]) writer.write(capture);
        writer.finish();
        const first = await importCaptures([out], { store: place.location });
        expect(first.files).toMatchObject([{ entries: 43, imported: 43, known: 0, skipped: [], equalBodies: 43 }]);
        const second = await importCaptures([out], { store: place.location });
        expect(second.files).toMatchObject([{ entries: 43, imported: 0, known: 43 }]);
        const bodies = (all: readonly { body: Uint8Array; receivedAt: string }[]): string[] =>
          all.map(({ body, receivedAt }) => `${receivedAt} ${Buffer.from(body).toString('base64')}`).toSorted();
        const expected = [...given, ...given.slice(0, 3)].map(({ delivery, at = '' }) => ({
          body: delivery.body.bytes,
          receivedAt: at,
        }));
        expect(bodies(await recordsIn(place.location))).toEqual(bodies(expected));
      }));
  });
}

const harOf = (...bodies: string[]): string =>
  JSON.stringify({
    log: {
      entries: bodies.map((text, index) => ({
        startedDateTime: `2026-01-02T03:04:0${index}Z`,
        request: { method: 'POST', url: 'https://a.example/', headers: [], postData: { text } },
      })),
    },
  });

function importOne(
  content: string | Uint8Array,
  file = 'a.har',
): Promise<{
  result: Awaited<ReturnType<typeof importCaptures>>['files'][number];
  records: CaptureRecord[];
}> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, file), content);
    const { files } = await importCaptures([file], { cwd: folder, store: 's.db' });
    const [result] = files;
    if (result === undefined) throw new Error('no file');
    const location = join(folder, 's.db');
    return { result, records: existsSync(location) ? await recordsIn(location) : [] };
  });
}

describe('a corrupt file leaves nothing behind, and is named with its place', () => {
  const lines = '{"body":"{}"}\n{"body":"[]"}\n';
  test.each([
    ['a truncated archive', harOf('{}', '{}').slice(0, -30), 'a.har', 'syntax'],
    ['an archive that is something else', '{"log":7}', 'a.har', 'shape'],
    ['a line that is no JSON', `${lines}{nope\n`, 'a.ndjson', 'syntax'],
    ['a line that was cut off', `${lines}{"body":"{`, 'a.ndjson', 'truncated'],
    [
      'a line that is not UTF-8',
      Buffer.concat([Buffer.from(lines), Buffer.from([0x22, 0xff, 0x0a])]),
      'a.ndjson',
      'encoding',
    ],
    ['a line with NUL bytes', `${lines}\0\0\0\n`, 'a.ndjson', 'syntax'],
    ['UTF-16', Buffer.from(lines, 'utf16le'), 'a.ndjson', 'encoding'],
    ['an empty file', '', 'a.ndjson', 'empty'],
    [
      'a body that was cut off',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n{}',
      'a.http',
      'length',
    ],
  ])('%s', async (_, content, file, rule) => {
    const { result, records } = await importOne(content, file);
    expect(result.error).toMatchObject({ rule: `input/capture-${rule}`, place: { file } });
    expect(result.imported).toBe(0);
    expect(records).toEqual([]);
  });

  test('the other files are imported all the same', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.har'), harOf('{}').slice(0, 20));
      writeFileSync(join(folder, 'b.har'), harOf('{}'));
      const { files } = await importCaptures(['a.har', 'b.har'], { cwd: folder, store: 's.db' });
      expect(files).toMatchObject([{ imported: 0, error: {} }, { imported: 1 }]);
    }));
});

describe('hostile content is kept as it is', () => {
  test.each([
    ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['a key that objects inherit', '{"__proto__":{"a":1},"constructor":1}'],
    ['NUL in the text', '{"a":"\u0000"}\0'],
    ['no JSON', 'a=1&b=2'],
  ])('%s', async (_, body) => {
    const { result, records } = await importOne(harOf(body));
    expect(result).toMatchObject({ imported: 1, equalBodies: 1 });
    expect(Buffer.from(records[0]?.body ?? []).toString()).toBe(body);
  });

  test('bytes that are not UTF-8', async () => {
    const message = Buffer.from('POST / HTTP/1.1\r\nHost: a\r\n\r\n\xff\0\xfe', 'latin1');
    const { records } = await importOne(message, 'a.http');
    expect(Buffer.from(records[0]?.body ?? []).toString('latin1')).toBe('\xff\0\xfe');
  });
});

test('requests that deliver nothing are left out, each with why', async () => {
  const archive = JSON.parse(harOf('{}')) as { log: { entries: { request: Record<string, unknown> }[] } };
  archive.log.entries.push({ request: { method: 'GET', url: 'https://a.example/page', headers: [] } }, { request: {} });
  const { result } = await importOne(JSON.stringify(archive));
  expect(result).toMatchObject({ entries: 3, imported: 1 });
  expect(result.skipped.map(({ message }) => message)).toEqual([
    'A GET without a body is no delivery.',
    'Entry 3: request.method is not a text.',
  ]);
});

test('credentials are not kept', async () => {
  const message = 'POST / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc\r\ncookie: x=1\r\nX-A: 1\r\n\r\n{}';
  const { records } = await importOne(message, 'a.http');
  expect(records[0]).toMatchObject({ withheld: ['authorization', 'cookie'] });
  expect(JSON.stringify(records[0]?.headers)).not.toMatch(/abc|x=1/);
});

test('of two records with one id the first is kept', () =>
  inFolder(async (folder) => {
    const id = newRecordId(Date.UTC(2026, 0, 1));
    const writer = openWriter('ndjson', join(folder, 'a.ndjson'));
    for (const [n, more] of [
      [1, { id }],
      [2, { id }],
    ] as const)
      writer.write(captureOfRecord(recordAt(n, more), 'store'));
    writer.finish();
    const { files } = await importCaptures(['a.ndjson'], { cwd: folder, store: 's.db' });
    expect(files).toMatchObject([{ entries: 2, imported: 1, known: 1 }]);
    expect(await recordsIn(join(folder, 's.db'))).toMatchObject([{ id, body: new Uint8Array(Buffer.from('{"n":1}')) }]);
  }));

test('a record comes back whole', () =>
  inFolder(async (folder) => {
    const record = recordAt(5, {
      verdict: 'deviates',
      reasons: ['/n type'],
      withheld: ['authorization'],
      answer: { status: 204, by: 'receiver', duration: 0.25 },
      redactions: [{ at: '2026-01-01T00:00:00Z', places: ['/n'] }],
      attestation: { key: '0123456789abcdef', signature: 'AAAA' },
      missing: ['url'],
      url: '',
    });
    const writer = openWriter('ndjson', join(folder, 'a.ndjson'));
    writer.write(captureOfRecord(record, 'store'));
    writer.finish();
    await importCaptures(['a.ndjson'], { cwd: folder, store: 's.db' });
    expect(await recordsIn(join(folder, 's.db'))).toEqual([{ ...record, body: new Uint8Array(record.body) }]);
  }));

test('a name that is misspelt makes no store', () =>
  inFolder(async (folder) => {
    await expect(importCaptures(['nope.har'], { cwd: folder, store: 's.db' })).rejects.toThrow(/No capture file/);
    expect(existsSync(join(folder, 's.db'))).toBe(false);
  }));

test('without files and a store the usual one is taken, when it is there', () =>
  inFolder(async (cwd) => {
    await expect(listCaptures({ cwd })).rejects.toThrow(/files or from a store/);
    writeFileSync(join(cwd, 'a.json'), '{}');
    await importCaptures(['a.json'], { cwd, store: 'counterfoil-captures.db' });
    expect(await listCaptures({ cwd })).toMatchObject({ captures: [{ from: expect.stringMatching(/captures\.db$/) }] });
  }));

test('an export that is ended keeps nothing', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.ndjson'), '{"body":"1"}\n{"body":"2"}\n');
    for (const to of ['ndjson', 'har', 'http'] as const) {
      const stop = new AbortController();
      const signal = new Proxy(stop.signal, {
        get: (target, name) => (stop.abort(), Reflect.get(target, name) as unknown),
      });
      const ended = exportCaptures({ cwd, files: ['a.ndjson'], to, out: 'out', signal });
      await expect(ended).rejects.toThrow(/Stopped before the end/);
      expect(readdirSync(cwd)).toEqual(['a.ndjson']);
    }
  }));

test('a capture that is not found in files of which some cannot be read is not said to be nowhere', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.ndjson'), '{"id":"x","body":"1"}\n{"body":\n');
    const [problem] = (await showOneCapture('y', { cwd, files: ['a.ndjson'] }).catch(
      (error: RunError) => error.findings,
    )) as Finding[];
    expect(problem).toMatchObject({ place: { file: 'a.ndjson', line: 2 } });
    await expect(grepCaptures('', { cwd, files: ['a.ndjson'] })).rejects.toThrow(/empty/);
  }));

test('folders without captures and links to themselves are told', () =>
  inFolder(async (cwd) => {
    mkdirSync(join(cwd, 'empty'));
    symlinkSync('self', join(cwd, 'self'));
    await expect(listCaptures({ cwd, files: ['empty'] })).rejects.toThrow(/empty holds no capture file/);
    await expect(listCaptures({ cwd, files: ['self'] })).rejects.toThrow(/No capture file matches "self"/);
  }));
