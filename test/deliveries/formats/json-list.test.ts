import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaptureSource } from '../../../src/deliveries/formats/format.ts';
import { itemLimit, readJsonList } from '../../../src/deliveries/formats/json-list.ts';
import type { JsonItem } from '../../../src/deliveries/formats/json-list.ts';
import { locateItems, locatePointer } from '../../../src/deliveries/json-locate.ts';
import { parseJson, positionAt } from '../../../src/deliveries/json-text.ts';
import type { Finding } from '../../../src/findings/finding.ts';

/** A file that is read in chunks of `size` bytes, in one buffer that is used again, as files are. */
function inChunks(bytes: Uint8Array, size: number): CaptureSource {
  return {
    file: 'a.har',
    async *chunks() {
      const buffer = Buffer.alloc(size);
      for (let at = 0; at < bytes.length; at += size) {
        const part = bytes.subarray(at, at + size);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    },
  };
}

async function read(text: string | Uint8Array, size = 7): Promise<{ items: JsonItem[]; last: Finding | object }> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const items: JsonItem[] = [];
  let last: Finding | object = {};
  for await (const item of readJsonList(inChunks(bytes, size), [['log', 'entries'], []])) {
    if ('index' in item) items.push(item);
    else last = item;
  }
  return { items, last };
}

const json = fc.json({ noUnicodeString: false, maxDepth: 3 });
const archive = fc
  .tuple(fc.array(json, { maxLength: 4 }), json, fc.constantFrom('', ' ', '\n', '\r\n\t'))
  .map(([entries, other, blank]) =>
    [`{"a":${other},`, `"log":{"b":${other},`, `"entries":[${entries.join(`${blank},${blank}`)}]`, '}', `,"c":0}`].join(
      blank,
    ),
  );

describe('a list in a JSON file, item by item', () => {
  test('has the items that the whole has, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(archive, fc.integer({ min: 1, max: 60 }), async (text, size) => {
        const { items, last } = await read(text, size);
        const whole = JSON.parse(text) as { log: { entries: unknown[] } };
        expect(items.map(({ value }) => value)).toEqual(whole.log.entries);
        expect(last).toEqual({ list: '/log/entries', items: items.length });
        const ranges = locateItems(text, locatePointer(text, '/log/entries') ?? 0);
        expect(items.map(({ start }) => start)).toEqual(ranges.map(({ start }) => positionAt(text, start)));
        expect(items.map((item) => item.text)).toEqual(ranges.map(({ start, end }) => text.slice(start, end)));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('is refused at the place and for the reason that the whole is', async () => {
    const broken = fc
      .tuple(archive, fc.nat(), fc.constantFrom('', '{', '}', ']', ',', '"', '\\', '//', "'", 'x', '\u2026', '\n'))
      .map(([text, at, put]) => {
        const offset = at % text.length;
        const rest = put === '' ? '' : put + text.slice(offset + 1);
        return (text.slice(0, offset) + rest).toWellFormed();
      });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(broken, fc.integer({ min: 1, max: 60 }), async (text, size) => {
        const parsed = parseJson(text);
        const { last } = await read(text, size);
        const isRefused = 'rule' in last && last.rule === 'input/capture-syntax';
        expect(isRefused).toBe('problem' in parsed);
        if (!('problem' in parsed)) return;
        refused += 1;
        const { message, offset } = parsed.problem;
        const { message: said, place } = last as Finding;
        if (said !== `Not JSON: ${message}.`) throw new Error(`${said} instead of ${message}`);
        if (!isDeepStrictEqual(place, { file: 'a.har', ...positionAt(text, offset) })) throw new Error('another place');
      }),
      { seed: 7, numRuns: 600 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  test('places count characters, not bytes, and no byte order mark', async () => {
    const text = '\ufeff{"log":{"\u{1f600}é":"\n","entries":[{"a":1}]}}'.replace('\n', '\\n');
    const { items } = await read(text, 3);
    expect(items).toMatchObject([{ start: { line: 1, column: text.indexOf('{"a"') } }]);
  });

  test('a list that stands twice is refused: only the last would count', async () => {
    const { last } = await read('{"log":{"entries":[1],\n"entries":[2]}}');
    expect(last).toMatchObject({ rule: 'input/capture-shape', place: { line: 2, column: 11 } });
  });

  test('a byte that is not UTF-8 is counted from the beginning of the file', async () => {
    const bytes = Buffer.concat([Buffer.from('{"log":{"entries":["é'), Buffer.from([0xe9]), Buffer.from('"]}}')]);
    const { last } = await read(bytes);
    expect(last).toMatchObject({ rule: 'input/capture-encoding', message: /^Byte 23 is not UTF-8/ });
    const cut = await read(Buffer.from('{"log":"é').subarray(0, -1));
    expect(cut.last).toMatchObject({ rule: 'input/capture-encoding', message: /^Byte 9 is not UTF-8/ });
  });

  test('one item beyond the limit is refused without being held', async () => {
    const part = Buffer.from('x'.repeat(1024 * 1024));
    let given = 0;
    const source: CaptureSource = {
      file: 'a.har',
      async *chunks() {
        yield Buffer.from('{"log":{"entries":[1,\n{"a":"');
        for (; given < 1000; given += 1) yield part;
      },
    };
    const found: unknown[] = [];
    for await (const item of readJsonList(source, [['log', 'entries']])) found.push(item);
    expect(found).toMatchObject([
      { value: 1 },
      { rule: 'input/capture-too-large', place: { file: 'a.har', line: 2, column: 1 } },
    ]);
    expect(given).toBeLessThanOrEqual(itemLimit / part.length + 1);
  });
});
