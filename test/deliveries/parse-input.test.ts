import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInput } from '../../src/deliveries/parse-input.ts';

const capture = '{"method":"POST","url":"https://example.com/","headers":[],"body":"{}"}';

describe('what a pasted text is', () => {
  test.each<[string, string, number]>([
    ['{"a": 1}', 'payload', 1],
    [' \n[1]', 'payload', 1],
    ['"text"', 'payload', 1],
    ['null', 'payload', 1],
    ['42', 'payload', 1],
    ['{"body": "mine", "log": {}}', 'payload', 1],
    ['\ufeff{"a": 1}', 'payload', 1],
    ['\n\nPOST / HTTP/1.1\nA: b\n\n{}', 'http', 1],
    ["curl -d '{}' https://example.com/", 'curl', 1],
    ["  $ curl.exe -d '{}' https://example.com/", 'curl', 1],
    ['{"log": {"entries": []}}', 'har', 0],
    [capture, 'ndjson', 1],
    [`${capture}\n${capture}\n`, 'ndjson', 2],
    [`${capture}\n{"bo`, 'ndjson', 1],
  ])('%j', async (text, kind, captures) => {
    const parsed = await parseInput(text);
    expect(parsed.kind).toBe(kind);
    expect('captures' in parsed ? parsed.captures.length : -1).toBe(captures);
  });

  test('a message with a binary body', async () => {
    expect(await parseInput(Buffer.from('POST / HTTP/1.1\n\n\xff', 'latin1'))).toMatchObject({
      kind: 'http',
      captures: [{}],
    });
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /^The input is empty\.$/],
    ['white space', ' \n', /^The input is empty\.$/],
    ['prose', 'hello', /^This is neither JSON/],
    ['XML', '<a/>', /XML or HTML/],
    ['a response', 'HTTP/1.1 200 OK\n\n', /this is a response/i],
    ['headers without a request line', 'Content-Type: application/json\n\n{}', /begins with a header/],
    ['a request line without its version', 'POST https://example.com', /no request line of HTTP/],
    ['a request line of HTTP/2', 'POST / HTTP/2\n\n', /no request line of HTTP/],
    ['a lone surrogate', '\ud800', /lone surrogate/],
    ['Latin-1', Buffer.from('{"a":"\xe9"}', 'latin1'), /not UTF-8/],
    ['UTF-16', Buffer.from('{}', 'utf16le'), /UTF-16/],
    ['more than the limit', Buffer.alloc(65 * 1024 * 1024, ' '), /longer than/],
  ])('%s is nothing that can be read', async (_, input, message) => {
    const parsed = await parseInput(input);
    expect(parsed.kind).toBeUndefined();
    expect(parsed.problems[0]?.message).toMatch(message);
  });

  test.each([
    ['{ "phone": { value: "+46" },\n}', 1, 14, 'Not JSON: the property name value is not in double quotes.'],
    ['{"a": 1,\n}', 1, 8, 'Not JSON: there is a comma in front of } with nothing after it.'],
    ["{'a': 1}", 1, 2, 'Not JSON: the text stands in single quotes; JSON wants double quotes.'],
    [
      "curl -d '{}\n' \\\n $URL",
      3,
      2,
      'The curl command line cannot be used: a variable or substitution stands here, which only a shell can fill in; write its value.',
    ],
    [
      'POST / HTTP/1.1\nA b\n\n',
      2,
      1,
      'Not an HTTP message: a header line has no colon; an empty line must stand between the headers and the body.',
    ],
  ])('%j has a problem at its place', async (text, line, column, message) => {
    expect((await parseInput(text)).problems).toEqual([{ message, line, column }]);
  });

  test('a place in the body of a curl command', async () => {
    const parsed = await parseInput('curl x \\\n -d \'{"a":\n 1}\'');
    expect('captures' in parsed ? parsed.captures[0]?.locate('/a') : undefined).toEqual({ line: 3, column: 2 });
    const escaped = await parseInput('curl x -d "{\\"a\\": 1}"');
    expect('captures' in escaped ? escaped.captures[0]?.locate('/a') : null).toBeUndefined();
  });

  test('never throws', async () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '"a"',
      ':',
      '1',
      'curl ',
      'POST / HTTP/1.1',
      '\n',
      '\r\n',
      '"log"',
      '"entries"',
      '[',
      ']',
      '"body"',
      ',',
      '\ud800',
      '\0',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 20 }), async (parts) => {
        expect(await parseInput(parts.join(''))).toBeDefined();
      }),
      { numRuns: 1000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        expect(await parseInput(bytes)).toBeDefined();
      }),
    );
  });
});
