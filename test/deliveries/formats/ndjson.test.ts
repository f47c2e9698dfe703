import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyFromBytes } from '../../../src/deliveries/body.ts';
import type { Capture } from '../../../src/deliveries/capture.ts';
import { isFinding } from '../../../src/deliveries/capture-finding.ts';
import { captureToLine } from '../../../src/deliveries/capture-line.ts';
import { lineLimit, ndjsonFormat } from '../../../src/deliveries/formats/ndjson.ts';
import { onlyCapture, onlyFinding, readAll, source } from '../captures-in-memory.ts';

const line =
  '{"method":"POST","url":"https://example.com/","headers":[["A","1"],["A","2"]],"body":"{\\"type\\":\\"\\u0061\\",\\n\\"é\\":1}"}';

describe('captures one a line', () => {
  test('all members', async () => {
    const record = {
      id: 'c1',
      at: '2026-01-02T03:04:05.678+01:00',
      origin: 'simulated',
      vendor: 'acme',
      contract: 'acme@1.0.0',
      event: 'a.b',
      attested: true,
      method: 'POST',
      url: 'https://example.com/',
      headers: [['A', '1']],
      bodyBase64: 'e30=',
    };
    const content = source('a.live.ndjson', `${JSON.stringify(record)}\n`);
    const capture = onlyCapture(await readAll(ndjsonFormat, content));
    expect(capture).toMatchObject({
      id: 'c1',
      at: record.at,
      origin: 'simulated',
      vendor: 'acme',
      contract: 'acme@1.0.0',
      event: 'a.b',
    });
    expect(capture.attested).toBe(false);
    expect(capture.delivery.body.text).toBe('{}');
    expect(capture.locate('')).toBeUndefined();
    expect(onlyCapture(await readAll(ndjsonFormat, content, { attested: true })).attested).toBe(true);
  });

  test('what a line does not state is missing; its position is its id', async () => {
    const capture = onlyCapture(await readAll(ndjsonFormat, source('a.live.ndjson', '\n{"body":"{}"}')));
    expect(capture).toMatchObject({ id: '2', origin: 'live', place: { file: 'a.live.ndjson', line: 2 } });
    expect([...capture.missing]).toEqual(['method', 'url', 'headers']);
  });

  test('a file of blank lines holds no capture, which is said', async () => {
    const { rule, place } = onlyFinding(await readAll(ndjsonFormat, source('a.ndjson', '\n \n\n')));
    expect({ rule, place }).toEqual({ rule: 'input/capture-empty', place: { file: 'a.ndjson', line: 1 } });
  });

  test('points into the line, over the escapes', async () => {
    const capture = onlyCapture(await readAll(ndjsonFormat, source('a.ndjson', `\n${line}\n`)));
    expect(capture.locate('/type')).toEqual({ line: 2, column: line.indexOf('\\"\\u0061') + 1 });
    expect(capture.locate('/é')).toEqual({ line: 2, column: line.indexOf(':1}') + 2 });
    expect(capture.locate('/x')).toBeUndefined();
    expect(capture.locate(1)).toEqual({ line: 2, column: line.indexOf('\\"type') + 1 });
  });

  test.each([
    ['{"body":"{}"', 'truncated', 13],
    ['{"body":"{', 'truncated', 9],
    ['[1]', 'shape', 1],
    ['{"method":"POST"}', 'shape', 1],
    ['{"body":"","bodyBase64":""}', 'shape', 1],
    ['{"body":{"a":1}}', 'shape', 9],
    ['{"body":"\\ud800"}', 'shape', 9],
    ['{"bodyBase64":"%"}', 'shape', 15],
    ['{"body":"","heders":[]}', 'shape', 21],
    ['{"body":"","headers":{"a":"b"}}', 'shape', 22],
    ['{"body":"","headers":[["a"]]}', 'shape', 22],
    ['{"body":"","method":"post"}', 'shape', 21],
    ['{"body":"","at":"yesterday"}', 'shape', 17],
    ['{"body":"","origin":"real"}', 'shape', 21],
    ['{"body":"","__proto__":1}', 'shape', 24],
  ])('%s is a finding, and its column is told', async (text, rule, column) => {
    const finding = onlyFinding(await readAll(ndjsonFormat, source('a.ndjson', text)));
    expect(finding).toMatchObject({ rule: `input/capture-${rule}`, place: { line: 1, column }, capture: '1' });
  });

  test('bad lines leave the others alone', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${line}\r\n{"body": }\n`),
      Buffer.from('{"body":"\xe9"}\n', 'latin1'),
      Buffer.from(`\n${line}\n{"bo`),
    ]);
    for (const chunkSize of [1, 2, 3, 50, 10_000]) {
      const items = await readAll(ndjsonFormat, source('a.ndjson', bytes, chunkSize));
      expect(
        items.map((item) => (isFinding(item) ? `${item.rule} ${item.place.line}:${item.place.column}` : item.id)),
      ).toEqual(['1', 'input/capture-syntax 2:10', 'input/capture-encoding 3:10', '5', 'input/capture-truncated 6:2']);
    }
  });

  test('a whole last line needs no line break', async () => {
    expect(await readAll(ndjsonFormat, source('a.ndjson', `${line}\n${line}`))).toHaveLength(2);
  });

  test('UTF-16 is told once', async () => {
    expect(onlyFinding(await readAll(ndjsonFormat, source('a.ndjson', Buffer.from(line, 'utf16le')))).rule).toBe(
      'input/capture-encoding',
    );
  });

  test('a line beyond the limit is passed over', async () => {
    const long = Buffer.alloc(lineLimit + 10, 'x');
    const bytes = Buffer.concat([Buffer.from(`${line}\n`), long, Buffer.from(`\n${line}\n`), long, long]);
    const items = await readAll(ndjsonFormat, source('a.ndjson', bytes, 1 << 20));
    expect(items.map((item) => (isFinding(item) ? `${item.rule} ${item.place.line}` : item.id))).toEqual([
      '1',
      'input/capture-too-large 2',
      '3',
      'input/capture-too-large 4',
    ]);
  });

  test('never throws, and counts lines right, whatever is cut or changed', async () => {
    const bytes = Buffer.from(`${line}\n`.repeat(3));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.nat(255),
        fc.integer({ min: 1, max: 400 }),
        async (at, byte, chunkSize) => {
          const changed = Buffer.from(bytes);
          changed[at] = byte;
          for (const content of [changed, bytes.subarray(0, at)]) {
            for (const item of await readAll(ndjsonFormat, source('a.ndjson', content, chunkSize))) {
              expect(item.place.line).toBeLessThanOrEqual(4);
            }
          }
        },
      ),
    );
  });
});

test('captureToLine is read back to the same capture, its body to the byte', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1 });
  const capture = fc.record({
    id: text,
    method: fc.constantFrom('POST', 'PUT'),
    url: text,
    headers: fc.array(fc.tuple(text, text)),
    body: fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'grapheme' }).map((written) => new Uint8Array(Buffer.from(written))),
    ),
    origin: fc.constantFrom('live', 'documented', 'simulated', undefined),
    at: fc.option(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }).map((date) => date.toISOString()),
      { nil: undefined },
    ),
    vendor: fc.option(text, { nil: undefined }),
    missing: fc.subarray(['method', 'url', 'headers'] as const),
  });
  await fc.assert(
    fc.asyncProperty(capture, async ({ id, method, url, headers, body, origin, at, vendor, missing }) => {
      const written: Capture = {
        id,
        delivery: { method, url, headers, body: bodyFromBytes(body) },
        missing: new Set(missing),
        origin,
        attested: false,
        ...(vendor === undefined ? {} : { vendor }),
        ...(at === undefined ? {} : { at }),
        place: { file: 'x' },
        locate: () => undefined,
      };
      const read = onlyCapture(await readAll(ndjsonFormat, source('a.ndjson', `${captureToLine(written)}\n`, 1000)));
      expect(Buffer.compare(read.delivery.body.bytes, body)).toBe(0);
      expect([read.id, read.origin, read.at, read.vendor]).toEqual([id, origin, at, vendor]);
      expect(read.missing).toEqual(new Set(missing));
      expect(read.delivery.method).toBe(missing.includes('method') ? 'POST' : method);
      expect(read.delivery.url).toBe(missing.includes('url') ? '' : url);
      expect(read.delivery.headers).toEqual(missing.includes('headers') ? [] : headers);
      expect(captureToLine(read)).toBe(captureToLine(written));
    }),
  );
});
