import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contractFolders, readMessages } from './contract-files.ts';

const file = readFileSync(new URL('../../captures/qminder/ticket_created.documented.http', import.meta.url));
const headEnd = file.indexOf('\r\n\r\n');
const head = file.subarray(0, headEnd).toString('latin1').split('\r\n');
const body = file.subarray(headEnd + 4);

test('the documented capture holds the example of the contract', () => {
  const contract = contractFolders.find(({ id }) => id === 'qminder@1.0.0');
  const example =
    contract && readMessages(contract).find(({ message }) => message.name === 'ticket_created')?.message.examples?.[0];

  expect(JSON.parse(body.toString('utf8'))).toEqual(example?.payload);
});

test('its signature covers the URL and the raw bytes of the body', () => {
  const signature = createHmac('sha256', 'test-secret-not-real-qminder')
    .update('https://example.com/webhooks')
    .update(body)
    .digest('hex');

  expect(head).toEqual([
    'POST /webhooks HTTP/1.1',
    'Host: example.com',
    `X-Qminder-Signature: ${signature}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]);
});
