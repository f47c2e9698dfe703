import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dial } from '../../mock/server/support.ts';
import { startProgram } from './start-program.ts';
import { readRecords, startReceiver, temporaryFolder, until } from './support.ts';

const delivery = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}';

test.for<readonly [first: NodeJS.Signals, second: NodeJS.Signals, code: number]>([
  ['SIGINT', 'SIGTERM', 143],
  ['SIGTERM', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
])('%s lets what is being answered end; %s after it ends the program at once', async ([first, second, code]) => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver(() => {});
  await using gateway = await startProgram(folder.path, ['--forward', receiver.url]);
  const { socket } = await dial(gateway.url);
  socket.write(delivery);
  await until(() => receiver.got.length === 1);
  gateway.child.kill(first);
  await until(() => gateway.shown().includes('Ending: what is being answered is waited for'));
  const start = performance.now();
  gateway.child.kill(second);
  expect(await gateway.ended).toBe(code);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('one signal is enough: an answer that comes in time is passed on, and what never ends is not waited for', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver((response, { url }) => {
    if (url === '/soon') setTimeout(() => response.end('ok'), 300);
  });
  await using gateway = await startProgram(folder.path, ['--forward', receiver.url, '--store', 'a.db']);
  const soon = await dial(gateway.url);
  soon.socket.write(delivery.replace('/', '/soon'));
  const never = await dial(gateway.url);
  never.socket.write(delivery);
  await until(() => receiver.got.length === 2);
  const start = performance.now();
  gateway.child.kill('SIGTERM');
  expect(await soon.received).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok\r?\n?/);
  expect(await never.received).toBe('');
  expect(await gateway.ended).toBe(0);
  // Five seconds for answers, and what a busy machine takes.
  expect(performance.now() - start).toBeLessThan(9_000);
  expect(gateway.shown()).toMatch(/Ended\.\n$/);
  const records = await readRecords(join(folder.path, 'a.db'));
  expect(records.map(({ answer }) => answer?.status)).toEqual([200, undefined]);
});

test('a held delivery that its receiver does not answer does not keep the gateway from ending', async () => {
  using folder = temporaryFolder();
  const place = await startReceiver();
  await place.close();
  const options = ['--forward', place.url, '--on-receiver-failure', 'hold', '--receiver-timeout', '600'];
  await using gateway = await startProgram(folder.path, options);
  const { socket, received } = await dial(gateway.url);
  socket.write(delivery.replace('Host', 'Connection: close\r\nHost'));
  expect(await received).toMatch(/^HTTP\/1\.1 202 /);
  await using receiver = await startReceiver(() => {}, place.port);
  await until(() => receiver.got.length === 1);
  const start = performance.now();
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('work that can be stopped is stopped by one signal, and ended at once by another', async () => {
  const file = join(import.meta.dirname, '../../../src/cli/stoppable.ts');
  const program = `
    import { stoppable } from ${JSON.stringify(file)};
    const stay = setInterval(() => {}, 1000);
    await stoppable((signal) => new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        console.log('stopping');
        if (process.env.QUICK === '1') resolve();
      });
      console.log('working');
    }));
    clearInterval(stay);
    console.log('cleaned up');`;
  const begin = async (quick: string) => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      env: { ...process.env, QUICK: quick },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const ended = once(child, 'close') as Promise<[number | null]>;
    await until(() => shown.includes('working'));
    child.kill('SIGINT');
    await until(() => shown.includes('stopping'));
    return { child, ended, shown: () => shown };
  };
  const quick = await begin('1');
  expect((await quick.ended)[0]).toBe(0);
  expect(quick.shown()).toContain('cleaned up');
  const slow = await begin('0');
  slow.child.kill('SIGTERM');
  expect((await slow.ended)[0]).toBe(143);
  expect(slow.shown()).not.toContain('cleaned up');
});
