import process from 'node:process';
import { example, signedDelivery, toRequest } from 'counterfoil/vitest';
import { beforeAll, expect, test } from 'vitest';
import { POST } from './app/webhooks/ombori/route.ts';
import { sent } from './lib/notify.ts';

const url = 'http://localhost/webhooks/ombori';
const secret = 'Bearer test-secret-not-real';
beforeAll(() => {
  process.env['OMBORI_AUTHORIZATION'] = secret;
});

test('the guest who is called is told', async () => {
  const payload = example('ombori', 'positionCalled');
  const response = await POST(toRequest(signedDelivery('ombori', 'positionCalled', { url, secret, payload })));
  expect(response.ok).toBe(true);
  await expect.poll(() => sent).toEqual([`It is your turn (${payload.data.position.id}).`]);
});

test('whoever does not know the header is refused', async () => {
  const delivery = signedDelivery('ombori', 'positionCalled', { url, secret: 'Bearer a-guess' });
  expect((await POST(toRequest(delivery))).status).toBe(401);
});
