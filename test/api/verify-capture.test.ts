import { expect, it } from 'vitest';
import { verifyCapture } from '../../src/api/verify-capture.ts';
import { sign } from '../../src/signatures/sign.ts';
import { schemes } from '../signatures/schemes.ts';

it('verifies a text by the shipped contract whose header it has', async () => {
  const value = 'secret of the test';
  const [url, body] = ['https://example.com/hooks', '{"a":1}'];
  const unsigned = { secret: value, url, method: 'POST', body: Buffer.from(body) };
  const headers = sign(schemes.waitwhile, unsigned).map(([name, signature]) => `${name}: ${signature}\n`);
  const input = `POST /hooks HTTP/1.1\nHost: internal\n${headers.join('')}\n${body}\n`;
  const run = await verifyCapture(input, { url, secrets: [{ id: 'main', value }], file: 'pasted.http' });
  expect(run).toMatchObject({
    kind: 'http',
    problems: [],
    deliveries: [
      {
        place: { file: 'pasted.http' },
        contract: 'waitwhile@1.0.0',
        result: { status: 'explained', secret: 'main', variations: [{ kind: 'body-line-break' }] },
      },
    ],
  });
  expect(JSON.stringify(run)).not.toContain(value);
});
