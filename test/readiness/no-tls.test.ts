import { afterEach, describe, expect, test } from 'vitest';
import { send } from '../../src/api/send.ts';
import { testReceiver } from '../../src/api/test-receiver.ts';
import { RunError } from '../../src/findings/run-error.ts';
import { present as secret } from './receiver.ts';
import { kiosk, serve } from './servers.ts';
import type { TestServer } from './servers.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

describe('https to a port that speaks http', () => {
  test.each<[string, (to: string) => Promise<unknown>]>([
    ['send', (to) => send(kiosk, { event: 'order.placed', to, secret })],
    ['send, many times', (to) => send(kiosk, { event: 'order.placed', to, secret, repeat: 500 })],
    ['test', (to) => testReceiver({ contract: kiosk, to, secret })],
  ])('ends %s at once, and is told in one line', async (_, run) => {
    const server = await serve((request, response) => request.resume().on('end', () => response.end()));
    servers.push(server);
    const to = server.url.replace('http:', 'https:');
    const error: unknown = await run(to).catch((reason: unknown) => reason);
    if (!(error instanceof RunError)) throw error;
    expect(error.kind).toBe('input');
    expect(error.message).toMatch(/^Nothing was sent: 127\.0\.0\.1:\d+ speaks http, not https.*\.$/);
    expect(error.help).toBe('Write http:// in --to, or name the port that speaks https.');
  });
});
