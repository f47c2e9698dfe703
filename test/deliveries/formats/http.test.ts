import { describe, expect, test } from 'vitest';
import { httpFormat } from '../../../src/deliveries/formats/http.ts';
import { onlyCapture, onlyFinding, readAll, source } from '../captures-in-memory.ts';

const message = 'POST /hooks HTTP/1.1\r\nHost: example.com\r\n\r\n{\n  "type": "a",\n  "é": {"b": 1}\n}';

describe('a raw HTTP message', () => {
  test('is one capture, named like its file', async () => {
    const capture = onlyCapture(await readAll(httpFormat, source('some/a.documented.http', message)));
    expect(capture).toMatchObject({
      id: 'a.documented.http',
      origin: 'documented',
      attested: false,
      place: { line: 1 },
    });
    expect(capture.delivery).toMatchObject({
      method: 'POST',
      url: 'https://example.com/hooks',
      headers: [['Host', 'example.com']],
    });
    expect(capture.missing.size).toBe(0);
  });

  test('points into the file, not into the body', async () => {
    const capture = onlyCapture(await readAll(httpFormat, source('a.http', message)));
    expect(capture.locate('')).toEqual({ line: 4, column: 1 });
    expect(capture.locate('/é/b')).toEqual({ line: 6, column: 14 });
    expect(capture.locate('/nothing')).toBeUndefined();
  });

  test('points nowhere when the body is chunked or not UTF-8', async () => {
    const chunked = 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n';
    expect(onlyCapture(await readAll(httpFormat, source('a.http', chunked))).locate('')).toBeUndefined();
    const binary = Buffer.from('POST / HTTP/1.1\n\n\xff', 'latin1');
    const capture = onlyCapture(await readAll(httpFormat, source('a.http', binary)));
    expect(capture.locate('')).toBeUndefined();
    expect(capture.delivery.body.bytes).toEqual(Buffer.from([0xff]));
  });

  test('without a host lacks the URL, unless the caller knows it', async () => {
    const hostless = source('a.http', 'POST /hooks HTTP/1.1\n\n{}');
    const capture = onlyCapture(await readAll(httpFormat, hostless));
    expect(capture.delivery.url).toBe('/hooks');
    expect([...capture.missing]).toEqual(['url']);
    const known = onlyCapture(
      await readAll(httpFormat, hostless, { url: 'https://example.com/x', vendor: 'acme', contract: 'acme@1.0.0' }),
    );
    expect(known).toMatchObject({ vendor: 'acme', contract: 'acme@1.0.0', delivery: { url: 'https://example.com/x' } });
    expect(known.missing.size).toBe(0);
  });

  test.each([
    ['POST / HTTP/1.1\nContent-Length: 3\n\n{}', 'input/capture-length', { line: 4, column: 1 }],
    ['POST / HTTP/1.1\nA: b\nX\n\n', 'input/capture-syntax', { line: 3, column: 1 }],
    ['P\0O\0S\0T\0', 'input/capture-encoding', { line: 1, column: 1 }],
  ])('%j is a finding with its place', async (text, rule, place) => {
    const finding = onlyFinding(await readAll(httpFormat, source('a.http', text)));
    expect(finding).toMatchObject({ rule, severity: 'error', place: { file: 'a.http', ...place } });
    expect(finding.message).toMatch(/^[A-Z].*\.$/);
  });
});
