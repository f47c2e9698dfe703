import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCurl } from '../../src/deliveries/parse-curl.ts';

function parse(text: string): unknown {
  const result = parseCurl(text);
  if ('message' in result) return result.message;
  return [result.method, result.url, result.headers, result.body.text];
}

const form = ['Content-Type', 'application/x-www-form-urlencoded'];
const url = 'https://example.com/';

describe('a curl command line', () => {
  test.each([
    [`curl ${url}`, ['GET', url, [], '']],
    [`$ curl -XPOST ${url}`, ['POST', url, [], '']],
    [`/usr/bin/curl -I ${url}`, ['HEAD', url, [], '']],
    ['curl example.com/x', ['GET', 'http://example.com/x', [], '']],
    [`curl --url ${url} -d a -d 'b c'`, ['POST', url, [form], 'a&b c']],
    [
      `curl ${url} -d '{"a":"it'\\''s"}' -H 'Content-Type:  application/json '`,
      ['POST', url, [['Content-Type', 'application/json']], '{"a":"it\'s"}'],
    ],
    [`curl ${url} --data-raw '@a' -H 'A;' -H 'B: ' -H "content-type:"`, ['POST', url, [['A', '']], '@a']],
    [
      `curl ${url} --json '{"a":' --json '1}'`,
      [
        'POST',
        url,
        [
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json'],
        ],
        '{"a":1}',
      ],
    ],
    [`curl ${url} -X PUT -d "a\\"b\\\\c\\d"`, ['PUT', url, [form], 'a"b\\c\\d']],
    [`curl ${url} --data-binary $'a\\n\\'\\u00e9\\x41\\101\\U0001f600\\q'`, ['POST', url, [form], "a\n'éAA😀\\q"]],
    [
      `curl ${url} -u me:secret -A agent -b a=b -e ref`,
      [
        'GET',
        url,
        [
          ['Authorization', 'Basic bWU6c2VjcmV0'],
          ['User-Agent', 'agent'],
          ['Cookie', 'a=b'],
          ['Referer', 'ref'],
        ],
        '',
      ],
    ],
    [
      `curl -sS -k --compressed -o out --max-time 5 --no-keepalive-x ${url}`,
      'the option --no-keepalive-x is not known; leave it out if it does not change what is sent',
    ],
    [`curl -sSLd a ${url} | jq .`, ['POST', url, [form], 'a']],
    [`curl \\\n  -X POST \\\r\n  ${url} \\\n  -d 'a\nb'\n`, ['POST', url, [form], 'a\nb']],
    [`curl ${url} -d "5 $ and \\$x"`, ['POST', url, [form], '5 $ and $x']],
    [`curl ${url} -d "a\\\nb"`, ['POST', url, [form], 'ab']],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test.each([
    ['wget x', 'the command is not curl'],
    ['curl', 'there is no URL'],
    ['curl a b', 'there is more than one URL; are the quotes right?'],
    ['curl a -d @body.json', 'the body is in the file body.json, which is not read; paste the body itself'],
    ['curl a -H @h', 'the headers are in the file h, which is not read'],
    ['curl a -H nothing', 'the header "nothing" has no colon'],
    ['curl a -F x=y', "it sends a form (multipart/form-data), and a webhook's body is not one"],
    ['curl a -G', '-G puts the data into the URL, and a webhook has a body'],
    ['curl a -T f', 'it sends a file, and files are not read; write the body with --data-raw'],
    ['curl a --data-urlencode x', '--data-urlencode sends an encoded form; write the body with --data-raw'],
    ['curl a -y', 'the option -y is not known; leave it out if it does not change what is sent'],
    ['curl a -d', 'the option -d needs a value'],
    ['curl a -d x --json y', '--json and --data exclude each other'],
    ['curl a -d "$BODY"', 'a variable or substitution stands here, which only a shell can fill in; write its value'],
    ['curl a -d `x`', 'a variable or substitution stands here, which only a shell can fill in; write its value'],
    ['curl a -d $(x)', 'a variable or substitution stands here, which only a shell can fill in; write its value'],
    ["curl a -d 'x", 'a quote opens here and is never closed'],
    ['curl a -d "x', 'a quote opens here and is never closed'],
    ["curl a -d $'x", 'a quote opens here and is never closed'],
    ["curl a -d $'\\xc3\\xa9'", '\\xc3 is not a whole character; write the character itself'],
    ['curl ^', 'this is a command line for cmd.exe; copy it "as cURL (bash)"'],
  ])('%s is refused', (text, message) => {
    expect(parse(text)).toBe(message);
  });

  test('the place of a quote is one in the text', () => {
    expect(parseCurl("  $ curl a 'b")).toMatchObject({ offset: 11 });
  });

  test('any text comes through the quotes of the shell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        const quoted = `'${body.replaceAll("'", "'\\''")}'`;
        expect(parse(`curl ${url} --data-raw ${quoted}`)).toEqual(['POST', url, [form], body]);
      }),
    );
  });

  test('never throws', () => {
    const part = fc.constantFrom(
      'curl',
      ' ',
      '-d',
      '-H',
      "'",
      '"',
      '$',
      '\\',
      '\n',
      '^',
      'a:b',
      '@',
      '--json',
      '\ud800',
      '`',
      '|',
      "$'",
      '\\x',
      '-',
      'ff',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        expect(parseCurl(`curl x ${parts.join('')}`)).toBeDefined();
        expect(parseCurl(parts.join(''))).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });
});
