import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyFromBytes } from '../../../src/deliveries/body.ts';
import type { Capture } from '../../../src/deliveries/capture.ts';
import { openWriter } from '../../../src/capture/exchange/export.ts';
import { captures, essence, inFolder, readEvery } from './captures.ts';

describe('what is exported is read back', () => {
  test.each(['ndjson', 'har'] as const)('%s: all of every capture', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(captures, { minLength: 1, maxLength: 5 }), (given) =>
        inFolder(async (folder) => {
          const out = join(folder, `a.${format}`);
          const writer = openWriter(format, out);
          for (const capture of given) expect(writer.write(capture)).toBeUndefined();
          writer.finish();
          expect((await readEvery([out])).map(essence)).toEqual(given.map(essence));
        }),
      ),
      { numRuns: 60 },
    );
  });

  test('http: the delivery to the byte, and the origin', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(captures, { minLength: 1, maxLength: 5 }), (given) =>
        inFolder(async (folder) => {
          const out = join(folder, 'captures');
          const writer = openWriter('http', out);
          for (const capture of given) expect(writer.write(capture)).toBeUndefined();
          writer.finish();
          const files = readdirSync(out).map((file) => join(out, file));
          expect(files).toHaveLength(given.length);
          const part = ({ delivery, origin }: Capture): string =>
            JSON.stringify([
              delivery.method,
              delivery.url,
              delivery.headers,
              Buffer.from(delivery.body.bytes).toString('base64'),
              origin,
            ]);
          expect((await readEvery(files)).map(part).toSorted()).toEqual(given.map(part).toSorted());
        }),
      ),
      { numRuns: 40 },
    );
  });
});

const [sample] = fc.sample(captures, { numRuns: 1, seed: 1 }) as [Capture];

test('nobody else may read what is exported', () =>
  inFolder(async (folder) => {
    for (const [format, out] of [
      ['ndjson', 'a.ndjson'],
      ['har', 'a.har'],
      ['http', 'captures'],
    ] as const) {
      const writer = openWriter(format, join(folder, out));
      writer.write(sample);
      writer.finish();
      expect(statSync(join(folder, out)).mode & 0o077).toBe(0);
    }
  }));

test('nothing is written over, and nothing half written stays', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'there'), 'x');
    expect(() => openWriter('ndjson', join(folder, 'there'))).toThrow(/there already/);
    const writer = openWriter('har', join(folder, 'a.har'));
    writer.write(sample);
    writer.abandon();
    expect(readdirSync(folder)).toEqual(['there']);
  }));

test('what a raw message cannot state is told', () =>
  inFolder(async (folder) => {
    const writer = openWriter('http', join(folder, 'captures'));
    const { delivery } = sample;
    expect(writer.write({ ...sample, missing: new Set(['headers']) })).toMatch(/no headers/);
    expect(writer.write({ ...sample, delivery: { ...delivery, headers: [['A', 'x\r\nB: y']] } })).toBeDefined();
    expect(
      writer.write({ ...sample, delivery: { ...delivery, body: bodyFromBytes(new Uint8Array(0)) } }),
    ).toBeUndefined();
    writer.finish();
    expect(readdirSync(join(folder, 'captures'))).toHaveLength(1);
  }));

test('ids of all kinds make file names, none of which leads out of the folder', () =>
  inFolder(async (folder) => {
    const writer = openWriter('http', join(folder, 'captures'));
    for (const id of ['../../x', '/etc/passwd', 'a\0b', 'CON', 'con', '..', 'é'.repeat(300)]) {
      expect(writer.write({ ...sample, id })).toBeUndefined();
    }
    writer.finish();
    expect(readdirSync(join(folder, 'captures'))).toHaveLength(7);
    expect(readdirSync(folder)).toEqual(['captures']);
  }));
