import { expect, test } from 'vitest';
import { bodyFromBytes, bodyFromText } from '../../src/deliveries/body.ts';
import { whyNotJson } from '../../src/infer/not-json.ts';

test.each<[string, string | Uint8Array, string, RegExp]>([
  ['nothing', '', 'application/json', /^The body is empty/],
  ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00]), 'application/json', /UTF-8/],
  ['XML', ' <event type="paid"/>', 'text/xml', /XML or HTML/],
  ['a form by its type', 'payload=%7B%22id%22%3A1%7D', 'application/x-www-form-urlencoded', /is a form/],
  ['a form by its look', 'CallSid=CA1&From=%2B37120000000&Body=', 'text/plain', /is a form/],
  [
    'several parts',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n',
    'multipart/form-data; boundary=x',
    /several parts/,
  ],
  ['JSON that is cut off', '{"id":1,"a":"b=c', 'application/json', /^The body is not JSON\.$/],
  ['a sentence', 'Hello = world & more', 'text/plain', /^The body is not JSON\.$/],
])('%s', (_, body, type, reason) => {
  const delivery = {
    method: 'POST',
    url: '/',
    headers: [['content-type', type]] as const,
    body: typeof body === 'string' ? bodyFromText(body) : bodyFromBytes(body),
  };
  expect(whyNotJson(delivery)).toMatch(reason);
});
