import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bufferWrites } from '../../../src/http/buffer-writes.ts';
import { createJsonLog } from '../../../src/mock/log/json.ts';
import { createTerminalLog } from '../../../src/mock/log/terminal.ts';
import { escapeControls } from '../../../src/reporters/escape.ts';
import { path, payload, post, startCafe } from './support.ts';

/** Deliveries of people and of attackers, and what a log wrote of them. */
async function logged(form: 'terminal' | 'json'): Promise<string> {
  let text = '';
  const write = (more: string): void => void (text += more);
  const log =
    form === 'json' ? createJsonLog(write) : createTerminalLog({ write, colour: false, escape: escapeControls });
  await using mock = await startCafe({ log });
  await post(mock.url + path);
  await post(mock.url + path, { ...payload, order: { id: 'Ada Lovelace', ['\u001b[31mred\n']: 1 } });
  await post(mock.url + path, { type: 'Ada Lovelace' });
  await post(mock.url + path, '{"name": "Ada Lovelace"');
  await post(`${mock.url}/nowhere/at/all`, payload);
  log.bug('Something is wrong.', new Error('inner'));
  return text;
}

test('the log of a person has a line a delivery, places and keywords, and no values', async () => {
  const text = await logged('terminal');
  expect(text).toMatch(/^\d\d:\d\d:\d\d {2}accepted {2}200 {2}cafe@1\.0\.0 order\.ready {2}\d+\.\d ms$/m);
  expect(text).toMatch(/refused {3}422 {2}cafe@1\.0\.0 order\.ready/);
  expect(text).toMatch(/^ +\/order\/id: type$/m);
  expect(text).toMatch(/^ +not-json$/m);
  expect(text).toContain('POST /nowhere/at/all');
  expect(text).toContain('This is a bug in counterfoil, please report it: Something is wrong.\nError: inner');
  expect(text).not.toMatch(/Ada|\u001b/);
});

test('the log of a program has a line of JSON a delivery, and no values', async () => {
  const text = await logged('json');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatchObject({ level: 30, msg: 'accepted', delivery: { event: 'order.ready', status: 200 } });
  expect(lines[1]).toMatchObject({ level: 40, delivery: { reason: 'invalid' } });
  expect(lines[5]).toMatchObject({ level: 50, bug: true });
  expect(text).not.toContain('Ada');
});

test('writes are gathered, none is lost, and their order is kept', async () => {
  const written: string[] = [];
  const { write, flush } = bufferWrites((text) => written.push(text), 5, 10);
  write('a');
  write('b');
  expect(written).toEqual([]);
  while (written.length === 0) await wait(1);
  write('0123456789');
  write('c');
  flush();
  flush();
  expect(written).toEqual(['ab', '0123456789', 'c']);
});

test('warnings can be left out, but not of the strict profile', async () => {
  const more = { ...payload, colour: 'red' };
  await using tolerant = await startCafe({ warnings: false });
  expect(await post(tolerant.url + path, more)).toMatchObject({ status: 200, body: { warnings: [] } });
  await using strict = await startCafe({ warnings: false, profile: 'strict' });
  expect((await post(strict.url + path, more)).status).toBe(422);
});
