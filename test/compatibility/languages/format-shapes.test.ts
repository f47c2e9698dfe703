import { describe, expect, it } from 'vitest';
import { formatShapes, formless } from '../../../src/compatibility/languages/format-shapes.ts';
import { stringFormats } from '../../../src/json-schema/formats.ts';

const texts = [
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  '2020-12-31t23:59:60z',
  '2016-12-31T23:59:60Z',
  '2020-01-01T00:00:00.123456+14:00',
  '00:00:00Z',
  '23:59:59.9-01:30',
  'P1Y',
  'PT1H',
  'P1W',
  'P1DT1S',
  'name@example.com',
  '"a b"@example.com',
  'a@[127.0.0.1]',
  'é@é.com',
  'localhost',
  'a.b-c.example',
  'xn--nxasmq6b',
  '127.0.0.1',
  '1.2.3.4',
  '::',
  '::1',
  'fe80::1',
  '::ffff:1.2.3.4',
  '1:2:3:4:5:6:7:8',
  'a:b',
  'https://example.com/?q#f',
  'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6',
  '',
  '/',
  '/a~0b',
  '0',
  '1/a',
  '0#',
  'a',
  '{x}',
  '/{y}',
  'no',
  'ä',
  '実例.com',
  'x:é',
];

describe.each([...formatShapes])('%s', (format, { within, samples }) => {
  const isFormat = stringFormats.get(format);

  it('is a format that the validator knows, with samples that it accepts', () => {
    expect(isFormat).toBeDefined();
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(isFormat?.(sample), sample).toBe(true);
  });

  it('refuses one of the texts without a form', () => {
    expect(formless.some((text) => isFormat?.(text) === false)).toBe(true);
  });

  it('has no text outside its shape', () => {
    const shape = new RegExp(within ?? '', 'u');
    const outside = [...texts, ...samples].filter((text) => isFormat?.(text) === true && !shape.test(text));
    expect(outside).toEqual([]);
  });
});
