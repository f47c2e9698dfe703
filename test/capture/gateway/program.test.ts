import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTerminalGatewayLog } from '../../../src/capture/gateway/log/terminal.ts';
import { readFilter } from '../../../src/capture/gateway/log/filter.ts';
import type { LoggedDelivery } from '../../../src/capture/gateway/log/log.ts';
import { cafeFolder, call, payload, post, signed } from '../../mock/server/support.ts';
import { readRecords, startReceiver, startTestGateway, temporaryFolder, until } from './support.ts';

test('the program: guards, shows, reads its secrets anew on SIGHUP, and ends in order on SIGTERM', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  const secrets = join(folder.path, 'secrets');
  writeFileSync(secrets, 'cafe=first-secret\n');
  const program = join(import.meta.dirname, '../../support/counterfoil.ts');
  const options = ['--forward', receiver.url, '--port', '0', '--admin-port', '0', '--contract', cafeFolder];
  const more = ['--refuse', 'invalid', '--refuse', 'unknown', '--secret-file', secrets, '--details', '--store', 'a.db'];
  const child = spawn(process.execPath, [program, 'gateway', ...options, ...more, '--filter', 'verdict!=unknown'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let shown = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number]>;
  await until(() => /Health and metrics/.test(shown));
  const [, url = ''] = /Listening on (http:\/\/[^\s,]+)/.exec(shown) ?? [];
  const [, admin = ''] = /Health and metrics: (\S+)\/healthz/.exec(shown) ?? [];
  const deliver = async (key: string): Promise<number> =>
    (await call(`${url}/`, signed(`${url}/`, { ...payload, key }, key))).status;
  expect(await deliver('first-secret')).toBe(200);
  expect(await deliver('second-secret')).toBe(401);
  expect((await post(url, { type: 'nobody' })).status).toBe(422);
  writeFileSync(secrets, 'cafe=first-secret\ncafe:next=second-secret\n');
  child.kill('SIGHUP');
  await until(() => shown.includes('read anew; there are 2'));
  expect(await deliver('second-secret')).toBe(200);
  expect((await call(`${admin}/healthz`)).body).toEqual({ status: 'ok', held: 0 });
  expect((await call(`${admin}/metrics`)).text).toMatch(/deliveries_total\{contract="cafe@1.0.0",event="order.ready"/);
  child.kill('SIGTERM');
  expect((await closed)[0]).toBe(0);
  expect(shown).toMatch(/accepted {3}valid +200 .* cafe@1\.0\.0 order\.ready/);
  expect(shown).toMatch(/secret next/);
  expect(shown).not.toMatch(/nobody|first-secret/);
  expect(await readRecords(join(folder.path, 'a.db'))).toHaveLength(4);
});

test('an admin port that is taken is told with its own option', async () => {
  using folder = temporaryFolder();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(startTestGateway(folder.path, { adminPort: port })).rejects.toMatchObject({
    message: `127.0.0.1:${port} is in use by another program.`,
    help: expect.stringContaining('--admin-port') as string,
  });
  other.close();
});

const delivery: LoggedDelivery = {
  id: '01M80Q8Z0PABNQ1QMN0CV2E6TZ',
  receivedAt: '2026-01-15T12:00:01.000Z',
  vendor: 'cafe',
  contract: 'cafe@1.0.0',
  event: 'order.ready',
  method: 'POST',
  path: '/in\u001b[31m',
  bytes: 12,
  verdict: 'deviates',
  reasons: ['capture/payload /order type'],
  signature: { state: 'wrong', reason: 'mismatch' },
  duplicateOf: '01M80Q8Z0PABNQ1QMN0CV2E6TA',
  answer: { status: 502, by: 'gateway', duration: 0.01, failure: 'refused' },
  added: 0.002,
  recorded: false,
};

test('the table tells what matters, and nothing that a stranger could command the terminal with', () => {
  let text = '';
  const log = createTerminalGatewayLog({
    write: (piece) => (text += piece),
    colour: false,
    escape: (piece) => piece.replaceAll('\u001b', '<esc>'),
    filter: () => true,
    details: true,
  });
  log.delivery(delivery);
  log.delivery({ ...delivery, answer: { status: 200, by: 'receiver', duration: 0.0301 }, recorded: true });
  log.trouble('no space');
  expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
    'time UTC verdict    signature   answer     receiver  gateway   delivery',
    '12:00:01 deviates   wrong       502 (own)  -         2.0 ms    cafe@1.0.0 order.ready  (duplicate, receiver: refused)  NOT RECORDED',
    '         01M80Q8Z0PABNQ1QMN0CV2E6TZ  POST /in<esc>[31m  12 bytes  mismatch',
    '         came before as 01M80Q8Z0PABNQ1QMN0CV2E6TA, with success',
    '         capture/payload /order type',
    '12:00:01 deviates   wrong       200        30.1 ms   2.0 ms    cafe@1.0.0 order.ready  (duplicate)',
    '         01M80Q8Z0PABNQ1QMN0CV2E6TZ  POST /in<esc>[31m  12 bytes  mismatch',
    '         came before as 01M80Q8Z0PABNQ1QMN0CV2E6TA, with success',
    '         capture/payload /order type',
    'trouble: no space',
    '',
  ]);
});

test.for<readonly [filter: string, shown: boolean]>([
  ['', true],
  ['event=order.*', true],
  ['event=*.ready verdict=deviates', true],
  ['event=o*r*y', true],
  ['event=order.ready.*', false],
  ['event=*y*y', false],
  ['status=5*', true],
  ['status=2*,3*', false],
  ['verdict!=accepted', true],
  ['verdict!=accepted,deviates', false],
  ['repeated=duplicate signature=wrong', true],
  ['repeated=no', false],
])('the filter "%s"', ([filter, shown]) => {
  expect(readFilter(filter)(delivery)).toBe(shown);
});
