import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startMock } from '../../../src/api/mock.ts';
import { shippedContracts } from '../../../src/checks/targets.ts';
import type { Overview } from '../../../src/mock/server/overview.ts';
import { curlFor } from '../../../src/mock/server/curl.ts';
import { sketch, typed } from '../support.ts';
import { call, path, payload, post, secret, startCafe } from './support.ts';

const html = [['Accept', 'text/html,application/xhtml+xml,*/*;q=0.8']] as const;

test('the page is whole without scripts, and its policy lets only its own run', async () => {
  await using mock = await startCafe();
  await post(mock.url + path, { ...payload, order: { id: '<script>alert(1)</script>', status: '"\'>&' } });
  const { status, headers, text } = await call(mock.url, { headers: html });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'none'; /);
  for (const tag of ['style', 'script']) {
    const inner = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(inner).digest('base64');
    expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
  }
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).not.toMatch(/(?:src|href)="(?!data:,)|\son\w+=|\sstyle=/);
  expect(text).toContain('order.ready');
  expect(text).toContain('invalid');
  expect(text).toContain('Signatures are not checked');
});

test('programs get JSON, and browsers the page', async () => {
  await using mock = await startCafe();
  for (const accept of [undefined, '*/*', 'application/json', 'application/json, text/html;q=0.5']) {
    const { headers } = await call(mock.url, accept === undefined ? {} : { headers: [['Accept', accept]] });
    expect(headers['content-type']).toBe('application/json');
  }
  expect((await call(mock.url, { method: 'HEAD', headers: html })).text).toBe('');
  expect((await call(mock.url, { method: 'POST', body: '{}' })).status).toBe(405);
});

test('the command line of each event does what it says', async () => {
  const vendors = [...new Set(shippedContracts().map(({ vendor }) => vendor))];
  const unsigned = await startMock({ contracts: vendors, engine: 'fast' });
  await unsigned.close();
  const secrets = Object.fromEntries(unsigned.unchecked.map((vendor) => [vendor, ["it's a secret"]]));
  const mock = await startMock({ contracts: vendors, engine: 'fast', secrets });
  const { contracts } = (await call(mock.url)).body as unknown as Overview;
  const lines = contracts.flatMap(({ events }) => events.map(({ curl }) => curl ?? ''));
  expect(lines).not.toContain('');
  const headless = lines.filter((line) => !line.includes('_SECRET:?}"'));
  const script = headless.map((line) => `${line} -o /dev/null -s -w '%{http_code}\\n'`).join('\n');
  const { stdout: output } = await promisify(execFile)('sh', ['-c', script]);
  const wrong = mock.deliveries.filter(({ verdict }) => verdict === 'refused');
  expect(wrong.map(({ event, reason, violations }) => ({ event, reason, violations }))).toEqual([]);
  expect(output.match(/200/g)).toHaveLength(headless.length);
  await mock.close();
});

test('a secret that is a header stands on no page', () => {
  const contract = sketch({
    authentication: { kind: 'header', header: 'X-Key' },
    events: [{ name: "it's", payload: typed("it's") }],
  });
  const [event] = contract.events;
  if (event === undefined) throw new Error('There is no event.');
  const line = curlFor(contract, event, 'http://127.0.0.1/', secret, 'CAFE_KEY') ?? '';
  expect(line).toContain(`-H 'X-Key: '"\${CAFE_KEY:?}"`);
  expect(line).not.toContain(secret);
  const command = line.replace('curl -i', "printf '%s\\n'");
  const env = { ...process.env, CAFE_KEY: secret };
  const shown = execFileSync('sh', ['-c', command], { encoding: 'utf8', env });
  expect(shown).toContain(`X-Key: ${secret}`);
  expect(() => execFileSync('sh', ['-c', command], { stdio: 'pipe' })).toThrow('CAFE_KEY');
  expect(shown).toContain('{"type":"it\'s"');
});

test('deliveries are told of as they come', async () => {
  await using mock = await startCafe();
  const sent = get(`${mock.url}/__deliveries/stream`);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.headers['content-type']).toBe('text/event-stream');
  response.setEncoding('utf8');
  await post(mock.url + path);
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    if (text.includes('data: ')) break;
  }
  expect(text).toMatch(/^id: 1\nevent: delivery\ndata: \{.*"verdict":"accepted".*\}\n\n/m);
});

test('endpoints come first, and a delivery opens to what was sent', async () => {
  await using mock = await startCafe();
  await post(mock.url + path, { type: 'order.raedy', order: 7 }, [['X-Trace', 'trace-17']]);
  await post(mock.url + path, { type: 'order.ready' });
  const { text } = await call(mock.url, { headers: html });
  expect(text.indexOf('curl -i')).toBeLessThan(text.indexOf('id="deliveries"'));
  expect(text).toContain('Content-Type: application/json\nX-Trace: trace-17\n');
  expect(text).toContain('<code>&#34;order.raedy&#34;</code>');
  expect(text).toContain('{&#34;type&#34;:&#34;order.raedy&#34;,&#34;order&#34;:7}');
  expect(text).toMatch(/<details data-id="2">[^]*<details data-id="1">/);
});

test('places that lack much say so once', async () => {
  await using mock = await startCafe({ engine: 'prism' });
  await post(mock.url + path, { type: 'order.ready', order: {} });
  const { text } = await call(mock.url, { headers: html });
  expect(text).toMatch(/<code>\/order<\/code> lacks id, status, placedAt<\/li>/);
  expect(text).not.toContain('; got');
});

test('the page names the variable that a credential is read from', async () => {
  const told = await startMock({
    contracts: ['ombori'],
    engine: 'fast',
    secrets: { ombori: [secret] },
    variables: { ombori: 'SHOP_KEY' },
  });
  const { contracts } = (await call(told.url)).body as unknown as Overview;
  expect(contracts[0]?.variable).toBe('SHOP_KEY');
  const line = contracts[0]?.events[0]?.curl ?? '';
  const env = { ...process.env, SHOP_KEY: secret };
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { env });
  expect(stdout).toContain('HTTP/1.1 200 ');
  const { text } = await call(told.url, { headers: html });
  expect(text).toContain('<code>SHOP_KEY</code>: set it in the shell');
  await told.close();
});
