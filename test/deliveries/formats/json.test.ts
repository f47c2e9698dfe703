import { expect, test } from 'vitest';
import { jsonFormat } from '../../../src/deliveries/formats/json.ts';
import { onlyCapture, onlyFinding, readAll, source } from '../captures-in-memory.ts';

test('a payload by itself lacks everything else', async () => {
  const capture = onlyCapture(await readAll(jsonFormat, source('x/order.simulated.json', '{\n "a": [1, 2]\n}\n')));
  expect([...capture.missing]).toEqual(['method', 'url', 'headers']);
  expect(capture).toMatchObject({ id: 'order.simulated.json', origin: 'simulated', delivery: { headers: [] } });
  expect(capture.delivery.body.text).toBe('{\n "a": [1, 2]\n}\n');
  expect(capture.locate('/a/1')).toEqual({ line: 2, column: 11 });
});

test('a byte order mark is no part of the payload', async () => {
  const capture = onlyCapture(await readAll(jsonFormat, source('a.json', '\ufeff{"a":1}')));
  expect(capture.delivery.body.text).toBe('{"a":1}');
  expect(capture.locate('/a')).toEqual({ line: 1, column: 6 });
});

test.each<[string, string | Uint8Array, string, string]>([
  [
    'a trailing comma',
    '{"a": 1,\n}',
    'input/capture-syntax',
    'Not JSON: there is a comma in front of } with nothing after it.',
  ],
  [
    'Latin-1',
    Buffer.from('{"a": "\xe9"}', 'latin1'),
    'input/capture-encoding',
    'Byte 8 is not UTF-8; the file may be Latin-1 or Windows-1252.',
  ],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'input/capture-encoding', 'The file is UTF-16, not UTF-8.'],
  ['blanks', ' \n', 'input/capture-syntax', 'Not JSON: there is no JSON value.'],
  [
    'open nesting',
    '['.repeat(10_000),
    'input/capture-syntax',
    'Not JSON: the text ends inside the list that opens at line 1, column 10000: it was cut off, or ] is missing.',
  ],
])('%s is a finding', async (_, content, rule, message) => {
  expect(onlyFinding(await readAll(jsonFormat, source('a.json', content)))).toMatchObject({ rule, message });
});

test('nesting of 10,000 levels is read and located', async () => {
  const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  const capture = onlyCapture(await readAll(jsonFormat, source('a.json', text, 1 << 20)));
  expect(capture.locate('/0'.repeat(9_999))).toEqual({ line: 1, column: 10_000 });
});
