import type { RequestListener } from 'node:http';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { testReceiver } from '../../src/api/test-receiver.ts';
import type { TestReceiverOptions } from '../../src/api/test-receiver.ts';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { past, present } from './receiver.ts';
import { kiosk, root, serve } from './servers.ts';
import type { TestServer } from './servers.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(closeConnections);

async function listen(listener: RequestListener): Promise<string> {
  const server = await serve(listener);
  servers.push(server);
  return server.url;
}

describe('a receiver that takes nothing', () => {
  const cases = ['documented-example', 'sample', 'signature-wrong'];
  const hint = async (status: (count: number) => number, options: Partial<TestReceiverOptions> = {}) => {
    let count = 0;
    const url = await listen((request, response) => {
      request.resume().on('end', () => response.writeHead(status(++count)).end());
    });
    const result = await testReceiver({
      contract: kiosk,
      to: url,
      secret: present,
      cases,
      secretName: 'KIOSK_SECRET',
      ...options,
    });
    return result.hint?.replace(url, 'its URL');
  };

  test('is probably told of another secret, or another URL', async () => {
    const own = await hint(() => 401);
    expect(own).toBe(
      '5 of 5 deliveries that are rightly made were answered with 401, and none was accepted. Does the receiver know the ' +
        'secret in $KIOSK_SECRET? kiosk signs the URL; its URL was signed: if the receiver believes to have another one, ' +
        'name that one with --url.',
    );
    const named = await hint((count) => (count === 1 ? 500 : 403), { url: 'https://hooks.example.com/kiosk' });
    expect(named).toContain('4 of 5 deliveries that are rightly made were answered with 403');
    expect(named).toContain('https://hooks.example.com/kiosk was signed');
  });

  test('may have another header, where the vendor signs nothing', async () => {
    const vendor = { contract: 'ombori@2.0.0', cwd: root, cases: ['documented-example'] };
    expect(await hint(() => 401, vendor)).toContain('$KIOSK_SECRET, and read it from the header Authorization?');
    expect(await hint(() => 401, { ...vendor, secret: undefined as never })).toContain('--header "X-Key: env:NAME"');
  });

  test('is left alone when it takes something, answers otherwise, or knows the present secret', async () => {
    expect(await hint((count) => (count === 2 ? 204 : 401))).toBeUndefined();
    expect(await hint(() => 500)).toBeUndefined();
    expect(await hint(() => 401, { cases: ['old-secret'], oldSecret: past })).toBeUndefined();
  });
});
