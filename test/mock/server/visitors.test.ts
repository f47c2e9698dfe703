import { expect, test } from 'vitest';
import { call, path, payload, post, startCafe } from './support.ts';
import type { Call } from './support.ts';

const withHost = (host: string): Call => ({ headers: [['Host', host]] });

test('what came is told under names of the loopback alone, and deliveries are taken under any', async () => {
  await using mock = await startCafe();
  expect((await post(mock.url + path, payload, [['Host', 'tunnel.example.com']])).status).toBe(200);
  for (const place of ['/', '/__deliveries', '/__deliveries/stream', '/__faults', '/__spaces', '/metrics'])
    for (const host of [
      'evil.example',
      'evil.example:4010',
      '127.0.0.1.evil.example',
      'localhost.example',
      '10.0.0.1',
    ]) {
      const { status, body } = await call(mock.url + place, withHost(host));
      expect([place, host, status]).toEqual([place, host, 403]);
      expect(body['detail']).toContain('does not answer to the host');
    }
  const { port } = new URL(mock.url);
  for (const host of ['localhost', `LOCALHOST:${port}`, 'mock.localhost:1', '127.0.0.1', '127.1.2.3', '[::1]:80'])
    expect([host, (await call(`${mock.url}/__deliveries`, withHost(host))).status]).toEqual([host, 200]);
  expect((await call(`${mock.url}/healthz`, withHost('evil.example'))).status).toBe(200);
});

test('a host that is none comes back in no answer', async () => {
  await using mock = await startCafe();
  await using open = await startCafe({ host: '0.0.0.0' });
  for (const url of [mock.url, open.url.replace('0.0.0.0', '127.0.0.1')]) {
    const { status, text } = await call(url, withHost('"><script>'));
    expect(status).toBe(403);
    expect(text).not.toContain('script');
  }
});

test('pages of strangers can neither read nor clear, and the own page can', async () => {
  await using mock = await startCafe();
  await post(mock.url + path);
  const clear = (origin: string): Promise<{ readonly status: number }> =>
    call(`${mock.url}/__deliveries`, { method: 'DELETE', headers: [['Origin', origin]] });
  for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1', `${mock.url}.evil.example`])
    expect([origin, (await clear(origin)).status]).toEqual([origin, 403]);
  expect(mock.deliveries).toHaveLength(1);
  expect((await clear(mock.url)).status).toBe(204);
  expect(mock.deliveries).toHaveLength(0);
});

test('--url and --host say where else it may be asked', async () => {
  await using known = await startCafe({ publicUrl: 'https://mock.example.com' });
  expect((await call(known.url, withHost('mock.example.com'))).status).toBe(200);
  expect((await call(known.url, withHost('other.example.com'))).status).toBe(403);
  const origin = { headers: [['Origin', 'https://mock.example.com']] } as const;
  expect((await call(known.url, origin)).status).toBe(200);
  await using open = await startCafe({ host: '0.0.0.0' });
  const url = open.url.replace('0.0.0.0', '127.0.0.1');
  expect((await call(url, withHost('mock:4010'))).status).toBe(200);
  const foreign = { headers: [...(withHost('mock:4010').headers ?? []), ['Origin', 'http://evil.example']] } as const;
  expect((await call(url, foreign)).status).toBe(403);
});
