import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyFromBytes, bodyFromText } from '../../src/deliveries/body.ts';
import type { Delivery } from '../../src/deliveries/delivery.ts';
import {
  absoluteUrl,
  formatHttp,
  isHttpProblem,
  parseHttpMessage,
  UnwritableDelivery,
} from '../../src/deliveries/http-message.ts';

function parse(text: string): ReturnType<typeof parseHttpMessage> {
  return parseHttpMessage(Buffer.from(text, 'latin1'));
}

describe('parseHttpMessage', () => {
  test('keeps order, repetition and spelling of headers, and the body to the byte', () => {
    const bytes = Buffer.from(
      'POST /hooks?a=1 HTTP/1.1\r\nHost: example.com\r\nX-A: 1\r\nx-a:2 \t\r\nX-B:\r\n\r\n\r\n\x00\xff\n',
      'latin1',
    );
    expect(parseHttpMessage(bytes)).toEqual({
      method: 'POST',
      target: '/hooks?a=1',
      headers: [
        ['Host', 'example.com'],
        ['X-A', '1'],
        ['x-a', '2'],
        ['X-B', ''],
      ],
      body: Buffer.from('\r\n\x00\xff\n', 'latin1'),
      bodyOffset: bytes.length - 5,
    });
  });

  test('line ends may be LF, also mixed; empty lines may come first', () => {
    expect(parse('\r\n\nPOST / HTTP/1.1\nA: b\r\n\n{}')).toMatchObject({
      headers: [['A', 'b']],
      body: Buffer.from('{}'),
    });
  });

  test('the target may be a URL', () => {
    expect(parse('POST https://example.com/x HTTP/1.1\n\n')).toMatchObject({ target: 'https://example.com/x' });
  });

  test('decodes chunks when the header says so, and only then', () => {
    const chunks = '4;ext=1\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n';
    expect(parse(`POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n${chunks}`)).toMatchObject({
      body: Buffer.from('Wikipedia'),
      bodyOffset: undefined,
    });
    expect(parse(`POST / HTTP/1.1\r\n\r\n${chunks}`)).toMatchObject({ body: Buffer.from(chunks) });
  });

  test.each([
    ['', 'ends before the empty line', 0],
    ['POST / HTTP/1.1\nA: b\n', 'ends before the empty line', 21],
    ['POST /\n\n', 'not `METHOD target HTTP/1.1`', 0],
    ['POST  / HTTP/1.1\n\n', 'not `METHOD target HTTP/1.1`', 0],
    ['POST / HTTP/1.1 \n\n', 'not `METHOD target HTTP/1.1`', 0],
    ['post / HTTP/1.1\n\n', 'upper case', 0],
    ['POST hooks HTTP/1.1\n\n', 'neither a path', 5],
    ['POST /\x7f HTTP/1.1\n\n', 'neither a path', 5],
    ['POST http:// HTTP/1.1\n\n', 'neither a path', 5],
    ['POST / HTTP/2\n\n', 'version', 7],
    ['POST / HTTP/1.1\n{"a": 1}\n\n', 'header name', 16],
    ['POST / HTTP/1.1\n[1]\n\n', 'no colon', 16],
    ['POST / HTTP/1.1\nA : b\n\n', 'header name', 16],
    ['POST / HTTP/1.1\nA: b\n c\n\n', 'folded', 21],
    ['POST / HTTP/1.1\nA: b\0\n\n', 'control character', 18],
    ['POST / HTTP/1.1\nA: b\rc\n\n', 'control character', 18],
    ['POST / HTTP/1.1\nHost: a\nhost: b\n\n', 'more than once', 24],
    ['POST / HTTP/1.1\nContent-Length: 0\nContent-Length: 0\n\n', 'more than once', 34],
    ['POST / HTTP/1.1\nContent-Length: +2\n\n{}', 'not a number', 16],
    ['POST / HTTP/1.1\nContent-Length: 2\nTransfer-Encoding: chunked\n\n0\n\n', 'exclude each other', 16],
    ['POST / HTTP/1.1\nTransfer-Encoding: gzip, chunked\n\n0\n\n', 'gzip, chunked is not supported', 16],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\nx\n\n', 'hexadecimal', 44],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\nmore', 'follows the last chunk', 47],
  ])('refuses %j', (text, message, offset) => {
    const problem = parse(text);
    expect(problem).toMatchObject({ kind: 'syntax', offset });
    expect(isHttpProblem(problem) ? problem.message : '').toMatch(new RegExp(message));
  });

  test.each([
    ['Content-Length: 3\n\n{}', 'Content-Length says 3 bytes, the body has 2: it was cut off'],
    [
      'Content-Length: 2\n\n{}\n',
      'Content-Length says 2 bytes, the body has 3: an editor may have added the line break at its end',
    ],
    ['Content-Length: 2\n\n{}{}', 'Content-Length says 2 bytes, the body has 4: something follows it'],
    ['Transfer-Encoding: chunked\n\n5\nab', 'the body ends in the middle of a chunk'],
    ['Transfer-Encoding: chunked\n\n2\nab\n', 'the body ends before its last chunk'],
    ['Transfer-Encoding: chunked\n\n2\nabc\n0\n\n', 'a chunk is longer or shorter than its size says'],
  ])('tells a wrong length: %j', (rest, message) => {
    expect(parse(`POST / HTTP/1.1\n${rest}`)).toMatchObject({ kind: 'length', message });
  });

  test('limits the header lines and never takes long', () => {
    expect(parse(`POST / HTTP/1.1\n${'A: b\n'.repeat(3000)}\n`)).toMatchObject({ kind: 'syntax' });
    expect(parse(`POST / HTTP/1.1\nA: ${' '.repeat(100_000)}x\n\n`)).toMatchObject({ kind: 'syntax' });
    expect(parse(`POST / HTTP/1.1\nA:${' '.repeat(60_000)}x${' '.repeat(3000)}\n\n`)).toMatchObject({
      headers: [['A', 'x']],
    });
  });

  test('never throws', () => {
    const parts = fc.array(
      fc.constantFrom(
        'POST',
        ' ',
        '/',
        'HTTP/1.1',
        '\r',
        '\n',
        ':',
        'Host',
        'Content-Length',
        'Transfer-Encoding',
        'chunked',
        '0',
        '5',
        '\0',
        '\xff',
        'abc',
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(parts, (texts) => {
        expect(parse(`POST / HTTP/1.1\r\n${texts.join('')}`)).toBeDefined();
        expect(parse(texts.join(''))).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });
});

const name = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/)
  .filter((text) => !/^(?:host|content-length|transfer-encoding)$/i.test(text));
const value = fc.stringMatching(/^(?:[!-~\u0080-\u00ff](?:[\t -~\u0080-\u00ff]{0,20}[!-~\u0080-\u00ff])?)?$/);
const path = fc.stringMatching(/^\/[!-~]{0,20}$/);

describe('formatHttp', () => {
  test('is read back to the same delivery, byte for byte', () => {
    const host = fc.constantFrom('example.com', 'localhost:8080', undefined);
    const delivery = fc
      .record({
        method: fc.constantFrom('POST', 'PUT', 'GET'),
        scheme: fc.constantFrom('https', 'http'),
        host,
        path,
        chunked: fc.boolean(),
        length: fc.boolean(),
        headers: fc.array(fc.tuple(name, value), { maxLength: 8 }),
        body: fc.uint8Array({ maxLength: 200 }),
      })
      .map((parts): Delivery => {
        const headers: [string, string][] = [...parts.headers];
        if (parts.host !== undefined) headers.push(['host', parts.host]);
        if (parts.chunked) headers.push(['Transfer-Encoding', 'chunked']);
        else if (parts.length) headers.push(['Content-Length', String(parts.body.length)]);
        const url = parts.host === undefined ? parts.path : `${parts.scheme}://${parts.host}${parts.path}`;
        return { method: parts.method, url, headers, body: bodyFromBytes(parts.body) };
      });
    fc.assert(
      fc.property(delivery, (written) => {
        const read = parseHttpMessage(formatHttp(written));
        if (isHttpProblem(read)) throw new Error(read.message);
        expect(read.method).toBe(written.method);
        expect(absoluteUrl(read) ?? read.target).toBe(written.url);
        expect(read.headers).toEqual(written.headers);
        expect(Buffer.compare(read.body, written.body.bytes)).toBe(0);
        expect(Buffer.compare(formatHttp({ ...written, body: bodyFromBytes(read.body) }), formatHttp(written))).toBe(0);
      }),
    );
  });

  test('writes a message that people know', () => {
    const delivery: Delivery = {
      method: 'POST',
      url: 'https://example.com/hooks',
      headers: [
        ['Host', 'example.com'],
        ['A', 'b'],
      ],
      body: bodyFromText('{}'),
    };
    expect(Buffer.from(formatHttp(delivery)).toString()).toBe(
      'POST /hooks HTTP/1.1\r\nHost: example.com\r\nA: b\r\n\r\n{}',
    );
  });

  const good: Delivery = { method: 'POST', url: 'https://example.com/', headers: [], body: bodyFromText('{}') };
  test.each<[string, Partial<Delivery>]>([
    ['a line break in a header', { headers: [['A', 'b\r\nC: d']] }],
    ['white space around a value', { headers: [['A', ' b']] }],
    ['a character beyond Latin-1', { headers: [['A', '😀']] }],
    ['a header name with a space', { headers: [['A b', 'c']] }],
    ['a lower-case method', { method: 'post' }],
    ['a space in the URL', { url: '/a b' }],
    ['no URL', { url: '' }],
    ['a wrong length', { headers: [['Content-Length', '5']] }],
    ['a coding it does not know', { headers: [['Transfer-Encoding', 'gzip']] }],
    ['a path beside a host', { url: '/x', headers: [['Host', 'example.com']] }],
  ])('refuses %s', (_, part) => {
    expect(() => formatHttp({ ...good, ...part })).toThrow(UnwritableDelivery);
  });
});
