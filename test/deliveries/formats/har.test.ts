import { describe, expect, test } from 'vitest';
import { isFinding } from '../../../src/deliveries/capture-finding.ts';
import { harFormat } from '../../../src/deliveries/formats/har.ts';
import { onlyCapture, onlyFinding, readAll, source } from '../captures-in-memory.ts';

const request = {
  method: 'POST',
  url: 'https://example.com/hooks',
  headers: [
    { name: ':method', value: 'POST' },
    { name: 'X-A', value: '1' },
    { name: 'X-A', value: '2' },
  ],
  bodySize: 11,
  postData: { mimeType: 'application/json', text: '{"a":"\n\\"}' },
};

function archive(...requests: unknown[]): string {
  return JSON.stringify(
    {
      log: {
        version: '1.2',
        entries: requests.map((each) => ({ startedDateTime: '2026-01-02T03:04:05Z', request: each })),
      },
    },
    null,
    2,
  );
}

describe('an HTTP archive', () => {
  test('every entry is a capture, without the pseudo-headers of HTTP/2', async () => {
    const body = '{"a":"\\n"}';
    const text = archive({ ...request, bodySize: body.length, postData: { text: body } });
    const capture = onlyCapture(await readAll(harFormat, source('a.live.har', `\ufeff${text}`)));
    expect(capture).toMatchObject({
      id: '1',
      origin: 'live',
      at: '2026-01-02T03:04:05Z',
      place: { line: 5, column: 7, pointer: '/log/entries/0' },
    });
    expect(capture.delivery).toMatchObject({
      method: 'POST',
      url: 'https://example.com/hooks',
      headers: [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
    });
    expect(capture.delivery.body.text).toBe(body);
    const lines = text.split('\n');
    const line = lines.findIndex((each) => each.includes('"text"'));
    expect(capture.locate('/a')).toEqual({ line: line + 1, column: (lines[line] ?? '').indexOf('{') + 8 });
  });

  test('an archive without entries holds no capture, which is said', async () => {
    const { rule } = onlyFinding(await readAll(harFormat, source('a.har', archive())));
    expect(rule).toBe('input/capture-empty');
  });

  test('a body in base64 is decoded, and nothing in it can be pointed at', async () => {
    const post = { text: Buffer.from([0x7b, 0x7d]).toString('base64'), encoding: 'base64' };
    const capture = onlyCapture(
      await readAll(harFormat, source('a.har', archive({ ...request, bodySize: 2, postData: post }))),
    );
    expect(capture.delivery.body.text).toBe('{}');
    expect(capture.locate('')).toBeUndefined();
  });

  test('no body was sent', async () => {
    const { postData: _, ...bodiless } = { ...request, bodySize: 0 };
    expect(onlyCapture(await readAll(harFormat, source('a.har', archive(bodiless)))).delivery.body.bytes.length).toBe(
      0,
    );
  });

  test('what one entry lacks leaves the others alone', async () => {
    const items = await readAll(
      harFormat,
      source(
        'a.har',
        archive(
          null,
          { ...request, bodySize: 2, postData: { text: '{}' } },
          { ...request, postData: undefined },
          { ...request, bodySize: 5, postData: { text: '{}' } },
          { ...request, bodySize: -1, postData: { text: '\ud800' } },
          { ...request, headers: 'none' },
          { ...request, url: 1 },
          { ...request, bodySize: -1, postData: { params: [{ name: 'a' }] } },
          { ...request, bodySize: -1, postData: { text: '???', encoding: 'base64' } },
        ),
      ),
    );
    expect(items.map((item) => (isFinding(item) ? item.rule.replace('input/capture-', '') : item.id))).toEqual([
      'shape',
      '2',
      'body-missing',
      'length',
      'shape',
      'shape',
      'shape',
      'body-missing',
      'shape',
    ]);
    expect(items[3]).toMatchObject({ capture: '4', place: { pointer: '/log/entries/3/request' } });
  });

  test.each([
    ['{"log": {}}', 'shape'],
    ['[]', 'shape'],
    ['{"__proto__": {"log": {"entries": []}}}', 'shape'],
    ['{"log": ', 'syntax'],
  ])('%s is a finding', async (text, rule) => {
    expect(onlyFinding(await readAll(harFormat, source('a.har', text)))).toMatchObject({
      rule: `input/capture-${rule}`,
    });
  });

  test('takes linear time: 20,000 entries', async () => {
    const text = archive(
      ...Array.from({ length: 20_000 }, () => ({ ...request, bodySize: 2, postData: { text: '{}' } })),
    );
    const started = performance.now();
    expect(await readAll(harFormat, source('a.har', text, 1 << 20))).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
