/** Lists of recorded requests as services hand them out, and what exporters of archives write that the standard has not. */
import { describe, expect, test } from 'vitest';
import { toDateTime } from '../../../src/deliveries/formats/date-time.ts';
import { harFormat } from '../../../src/deliveries/formats/har.ts';
import { ngrokFormat } from '../../../src/deliveries/formats/ngrok.ts';
import { webhookSiteFormat } from '../../../src/deliveries/formats/webhook-site.ts';
import { isFinding } from '../../../src/deliveries/capture-finding.ts';
import { onlyCapture, onlyFinding, readAll, source } from '../captures-in-memory.ts';

const entry = {
  uuid: '0f3b7f86-0000-4000-8000-000000000001',
  type: 'web',
  token_id: '0f3b7f86-0000-4000-8000-000000000002',
  ip: '192.0.2.1',
  method: 'POST',
  content: '{"name":"Åsa"}',
  size: 15,
  headers: { 'content-type': ['application/json'], 'x-a': ['1', '2'] },
  url: 'https://hooks.example/0f3b7f86',
  created_at: '2026-01-02 03:04:05',
};

describe('a list of webhook.site', () => {
  test('every web request is a capture, its time taken for UTC', async () => {
    for (const text of [JSON.stringify({ data: [entry], total: 1 }, null, 2), JSON.stringify([entry])]) {
      expect(webhookSiteFormat.detect?.(Buffer.from(text))).toBe(true);
      const capture = onlyCapture(await readAll(webhookSiteFormat, source('a.json', text)));
      expect(capture).toMatchObject({
        id: entry.uuid,
        at: '2026-01-02T03:04:05.000Z',
        delivery: {
          method: 'POST',
          url: entry.url,
          headers: [
            ['content-type', 'application/json'],
            ['x-a', '1'],
            ['x-a', '2'],
          ],
        },
      });
      expect(capture.delivery.body.text).toBe(entry.content);
    }
  });

  test('a place in the body is told', async () => {
    const text = JSON.stringify({ data: [entry] }, null, 2);
    const capture = onlyCapture(await readAll(webhookSiteFormat, source('a.json', text)));
    const { line = 0, column = 0 } = capture.locate('/name') ?? {};
    expect(text.split('\n')[line - 1]?.slice(column - 1)).toContain('Åsa');
  });

  test.each([
    ['an e-mail', { type: 'email' }, 'shape'],
    ['a content that is not what was sent', { size: 99 }, 'length'],
    ['a content that is not there', { content: '', size: 99 }, 'body-missing'],
    ['headers that are none', { headers: 'x' }, 'shape'],
    ['no method', { method: undefined }, 'shape'],
    ['a lone surrogate', { content: '\ud800', size: 3 }, 'shape'],
  ])('%s is an entry that is left out, with its place', async (_, change, rule) => {
    const text = JSON.stringify({ data: [entry, { ...entry, ...change }] }, null, 1);
    const [first, second] = await readAll(webhookSiteFormat, source('a.json', text));
    expect(first !== undefined && isFinding(first)).toBe(false);
    expect(second).toMatchObject({ rule: `input/capture-${rule}`, capture: '2' });
    expect((second as { place: { line: number } }).place.line).toBeGreaterThan(10);
  });
});

const raw = 'POST /hooks?x=1 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\n\xff{}';
const request = { method: 'POST', uri: '/hooks', raw: Buffer.from(raw, 'latin1').toString('base64') };

describe('a list of the ngrok agent', () => {
  const list = (...requests: unknown[]): string =>
    JSON.stringify({
      uri: '/api/requests/http',
      requests: requests.map((one) => ({ id: 'r1', start: '2026-01-02T03:04:05.123456+01:00', request: one })),
    });

  test('the raw message is what counts, to the byte', async () => {
    expect(ngrokFormat.detect?.(Buffer.from(list(request)))).toBe(true);
    const capture = onlyCapture(await readAll(ngrokFormat, source('a.json', list(request))));
    expect(capture).toMatchObject({ id: 'r1', at: '2026-01-02T03:04:05.123456+01:00' });
    expect(capture.delivery.url).toBe('https://a.example/hooks?x=1');
    expect(Buffer.from(capture.delivery.body.bytes).toString('latin1')).toBe('\xff{}');
  });

  test.each([
    ['no raw message', { ...request, raw: undefined }, 'body-missing'],
    ['no base64', { ...request, raw: '!!' }, 'shape'],
    ['a message without a head', { ...request, raw: Buffer.from('POST').toString('base64') }, 'shape'],
    [
      'a body that was cut off',
      { ...request, raw: Buffer.from(raw.slice(0, -1), 'latin1').toString('base64') },
      'length',
    ],
    ['no request', 7, 'shape'],
  ])('%s is an entry that is left out', async (_, broken, rule) => {
    const { rule: found } = onlyFinding(await readAll(ngrokFormat, source('a.json', list(broken))));
    expect(found).toBe(`input/capture-${rule}`);
  });

  test('a payload that looks a little like one is a payload', () => {
    for (const text of ['{"requests":[{"a":1}]}', '{"uuid":"a","data":[]}', '{"data":[{"uuid":"x"}]}']) {
      expect(ngrokFormat.detect?.(Buffer.from(text))).toBe(false);
      expect(webhookSiteFormat.detect?.(Buffer.from(text))).toBe(false);
    }
  });
});

describe('an archive as exporters write it', () => {
  const har = (change: object, at: unknown = '2026-01-02T03:04:05Z'): string =>
    `\ufeff${JSON.stringify({ log: { entries: [{ startedDateTime: at, request: { method: 'post', url: 'https://a.example/', headers: [], ...change } }] } })}`;

  test.each([
    ['a body in base64 with line breaks', { postData: { text: 'e30K\r\ne30=', encoding: 'base64' } }, '{}\n{}'],
    ['a body in base64, said in a member of its own', { postData: { text: 'e30=', _encoding: 'base64' } }, '{}'],
    ['no postData', { postData: null, bodySize: -1 }, ''],
  ])('%s is read', async (_, change, body) => {
    expect(onlyCapture(await readAll(harFormat, source('a.har', har(change)))).delivery.body.text).toBe(body);
  });

  test('a number as a header value is read', async () => {
    const capture = onlyCapture(
      await readAll(harFormat, source('a.har', har({ headers: [{ name: 'Age', value: 7 }] }))),
    );
    expect(capture.delivery.headers).toEqual([['Age', '7']]);
  });

  test.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04', '2026-01-02T03:04:00.000Z'],
    ['Fri, 02 Jan 2026 03:04:05 GMT', '2026-01-02T03:04:05.000Z'],
    ['Jan 2, 2026 3:04:05 AM', '2026-01-02T03:04:05.000Z'],
    [1767323045, '2026-01-02T03:04:05.000Z'],
    [1767323045123, '2026-01-02T03:04:05.123Z'],
    ['1767323045', '2026-01-02T03:04:05.000Z'],
    ['2026-13-45T99:00:00Z', undefined],
    ['yesterday', undefined],
    ['7', undefined],
    [Number.NaN, undefined],
    [Number.MAX_VALUE, undefined],
    [null, undefined],
    [{}, undefined],
  ])('the time %j', async (written, expected) => {
    expect(toDateTime(written)).toBe(expected);
    expect(onlyCapture(await readAll(harFormat, source('a.har', har({}, written)))).at).toBe(expected);
  });

  test('our own words are read, others in their place are not', async () => {
    const text = har({}).replace(
      '"request"',
      '"_counterfoil":{"id":"x","origin":"made-up","vendor":7,"__proto__":{"id":"y"}},"request"',
    );
    expect(onlyCapture(await readAll(harFormat, source('a.har', text)))).toMatchObject({ id: 'x', origin: undefined });
  });
});
