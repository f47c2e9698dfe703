import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eraseCaptures, exportCaptures, importCaptures } from '../../../src/api/captures.ts';
import { normalise, placesOf, readWhere } from '../../../src/capture/erase/match.ts';
import { inFolder, readEvery } from '../exchange/captures.ts';
import { postgresMissing, postgresPlace, sqlitePlace } from '../store/stores.ts';

const anna = '{"data":{"email":"Anna@corp.se","lines":[{"note":"ask bo@corp.se"}]}}';
const bo = '{"data":{"email":"bo@corp.se"}}';
const inText = JSON.stringify({ data: { extra: JSON.stringify({ email: 'anna@CORP.se', deep: '["anna@corp.se"]' }) } });
const line = (body: string): string => JSON.stringify({ at: '2026-01-02T03:04:05Z', body });
const har = (...bodies: string[]): string =>
  JSON.stringify(
    {
      log: {
        entries: bodies.map((text) => ({
          startedDateTime: '2026-01-02T03:04:05Z',
          request: { method: 'POST', url: 'https://a.example/', headers: [], postData: { text } },
        })),
      },
    },
    null,
    2,
  );

describe('where a value stands', () => {
  const record = (body: string | Buffer, more: object = {}) => ({
    body: Buffer.from(body),
    headers: [['X-User', 'Anna@corp.se']] as [string, string][],
    url: 'https://a.example/?u=anna%40corp.se',
    ...more,
  });

  test.each([
    ['/data/email=anna@corp.se', anna, ['/data/email']],
    ['/data/email=ANNA@CORP.SE', anna, ['/data/email']],
    ['/data/email=anna', anna, []],
    ['/data/*=Anna@corp.se', anna, ['/data/email']],
    ['/data/lines/*/note=ask bo@corp.se', anna, ['/data/lines/0/note']],
    ['/data/extra/email=anna@corp.se', inText, ['/data/extra/email']],
    ['/data/extra/deep/0=anna@corp.se', inText, ['/data/extra/deep/0']],
    ['/data/tel=0046 70 124 45 67', '{"data":{"tel":"+46-70 123 45 67"}}', []],
    ['/data/tel=0046 70 1234567', '{"data":{"tel":"+46-70 123 45 67"}}', ['/data/tel']],
    ['/n=17', '{"n":17}', ['/n']],
  ])('%s', (where, body, places) => {
    expect(placesOf(record(body), readWhere(where))).toEqual(places);
  });

  test('anywhere means body, headers and URL, and in bodies that are no JSON', () => {
    expect(placesOf(record(anna), readWhere('*=anna@corp.se'))).toEqual(['/data/email', 'header:x-user', 'url']);
    const other = record(Buffer.from([...Buffer.from('u=anna@corp.se'), 0xff]), { headers: [], url: '/' });
    expect(placesOf(other, readWhere('*=anna@corp.se'))).toEqual(['body']);
  });

  test('values are compared after they were made alike, which changes nothing a second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });

  test.each(['', '=x', 'data=x', '/data=', '/a~b=c', 'anna'])('"%s" says nothing', (text) => {
    expect(() => readWhere(text)).toThrow(/--where takes/);
  });
});

describe('erasing from files', () => {
  test('takes captures out of lines and archives; the others keep their bytes', () =>
    inFolder(async (cwd) => {
      const odd = '{ "body" : "{\\"data\\":{}}"  }';
      writeFileSync(join(cwd, 'a.ndjson'), `${line(bo)}\r\n\n${line(anna)}\n${odd}\n${line(inText)}`);
      writeFileSync(join(cwd, 'b.har'), har(bo, anna, bo));
      writeFileSync(join(cwd, 'c.json'), anna);
      writeFileSync(join(cwd, 'd.http'), `POST / HTTP/1.1\r\nHost: a\r\n\r\n${bo}`);
      const files = ['a.ndjson', 'b.har', 'c.json', 'd.http'];
      const where = ['*=anna@corp.se'];
      const before = readFileSync(join(cwd, 'a.ndjson'), 'utf8');
      const look = await eraseCaptures({ cwd, files, where });
      expect(look).toMatchObject({ searched: 9, erased: 0, deleted: [], problems: [] });
      expect(look.captures).toHaveLength(4);
      expect(readFileSync(join(cwd, 'a.ndjson'), 'utf8')).toBe(before);
      const done = await eraseCaptures({ cwd, files, where, erase: true });
      expect(done).toMatchObject({ erased: 4, deleted: ['c.json'] });
      expect(readFileSync(join(cwd, 'a.ndjson'), 'utf8')).toBe(`${line(bo)}\r\n\n${odd}\n`);
      expect((await readEvery([join(cwd, 'b.har')])).map(({ delivery }) => delivery.body.text)).toEqual([bo, bo]);
      expect(readdirSync(cwd).toSorted()).toEqual(['a.ndjson', 'b.har', 'd.http']);
      for (const file of readdirSync(cwd)) expect(readFileSync(join(cwd, file), 'latin1')).not.toMatch(/anna/i);
      expect(await eraseCaptures({ cwd, files: ['*.*'], where })).toMatchObject({ captures: [] });
    }));

  test('an archive that cannot be read to its end stays as it is, and is told', () =>
    inFolder(async (cwd) => {
      const broken = har(anna, bo).replace('"method": "POST"', '"method": 7');
      writeFileSync(join(cwd, 'a.har'), broken);
      const result = await eraseCaptures({ cwd, files: ['a.har'], where: ['*=bo@corp.se'], erase: true });
      expect(result).toMatchObject({ erased: 0, problems: [{ rule: 'input/capture-shape' }] });
      expect(readFileSync(join(cwd, 'a.har'), 'utf8')).toBe(broken);
    }));

  test('a file with several names, by way of links, loses each capture once', () =>
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'a'));
      mkdirSync(join(cwd, 'b'));
      writeFileSync(join(cwd, 'a/real.ndjson'), `${line(anna)}\n${line(bo)}\n${line(bo)}\n`);
      symlinkSync('../a/real.ndjson', join(cwd, 'b/link.ndjson'));
      const result = await eraseCaptures({ cwd, files: ['b', 'a'], where: ['*=anna@corp.se'], erase: true });
      expect(result).toMatchObject({ erased: 1, failed: [] });
      expect(readFileSync(join(cwd, 'a/real.ndjson'), 'utf8')).toBe(`${line(bo)}\n${line(bo)}\n`);
      expect(lstatSync(join(cwd, 'b/link.ndjson')).isSymbolicLink()).toBe(true);
    }));

  test('the value in what cannot be read is named, and so is what cannot be searched', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'a.ndjson'), `${line(anna)}\n{"body":"Anna@corp.se\n`);
      writeFileSync(join(cwd, 'b.http'), `> POST / HTTP/1.1\n\nanna@corp.se`);
      writeFileSync(join(cwd, 'c.http'), `> POST / HTTP/1.1\n\nbo@corp.se`);
      const options = { cwd, files: ['*.*'], where: ['*=anna@corp.se'], texts: ['missing'], erase: true };
      expect(await eraseCaptures(options)).toMatchObject({
        erased: 1,
        left: [
          { file: 'a.ndjson', lines: [1], occurrences: 1 },
          { file: 'b.http', lines: [3] },
        ],
        failed: [{ file: 'missing', reason: expect.stringContaining('no such file') }],
      });
    }));

  test('values are taken out of proposals and reports', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'a.ndjson'), `${line(bo)}\n${line(anna)}\n`);
      mkdirSync(join(cwd, 'proposals/asyncapi'), { recursive: true });
      writeFileSync(join(cwd, 'proposals/asyncapi/x.yaml'), 'a: 1\nexample:\n  email: anna@corp.se # Anna@corp.se\n');
      writeFileSync(join(cwd, 'proposals/SUMMARY.md'), 'nothing\n');
      const options = { cwd, files: ['a.ndjson'], where: ['/data/email=anna@corp.se'], texts: ['proposals'] };
      expect(await eraseCaptures(options)).toMatchObject({
        captures: [{ places: ['/data/email'] }],
        texts: [{ file: 'proposals/asyncapi/x.yaml', lines: [3], occurrences: 2 }],
      });
      await eraseCaptures({ ...options, erase: true });
      expect(readFileSync(join(cwd, 'proposals/asyncapi/x.yaml'), 'utf8')).toBe(
        'a: 1\nexample:\n  email: (erased) # (erased)\n',
      );
    }));
});

const places = [
  ['SQLite', sqlitePlace, undefined],
  ['PostgreSQL', postgresPlace, postgresMissing],
] as const;

for (const [kind, makePlace, missing] of places) {
  test.skipIf(missing !== undefined)(
    `what a person asks for is handed out of ${kind} and erased from it${missing === undefined ? '' : ` (${missing})`}`,
    () =>
      inFolder(async (cwd) => {
        const place = await makePlace();
        try {
          writeFileSync(join(cwd, 'a.ndjson'), [bo, anna, inText, bo].map(line).join('\n'));
          await importCaptures(['a.ndjson'], { cwd, store: place.location });
          const options = { cwd, store: place.location, where: ['*=anna@corp.se'] };
          expect(await exportCaptures({ ...options, to: 'ndjson', out: 'anna.ndjson' })).toMatchObject({ written: 2 });
          const bodies = (await readEvery([join(cwd, 'anna.ndjson')])).map(({ delivery }) => delivery.body.text);
          expect(new Set(bodies)).toEqual(new Set([anna, inText]));
          expect(await eraseCaptures({ ...options, erase: true })).toMatchObject({ searched: 4, erased: 2 });
          expect(await eraseCaptures(options)).toMatchObject({ searched: 2, captures: [] });
          const left = [place.location, `${place.location}-wal`].filter((file) => existsSync(file));
          expect(left.map((file) => readFileSync(file, 'latin1')).join(' ')).not.toMatch(/anna@corp/i);
        } finally {
          await place.remove();
        }
      }),
  );
}
