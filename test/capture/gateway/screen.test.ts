import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createScreenLog } from '../../../src/capture/gateway/log/screen.ts';
import type { ScreenLog } from '../../../src/capture/gateway/log/screen.ts';
import type { LoggedDelivery } from '../../../src/capture/gateway/log/log.ts';
import { escapeControls } from '../../../src/reporters/escape.ts';
import { cafeFolder, post } from '../../mock/server/support.ts';
import { readRecords, temporaryFolder, until } from './support.ts';

/** As much of a terminal as the screen asks for: lines at their places. */
function terminal(size: { columns: number; rows: number }, filter = '') {
  let written = '';
  let ended = 0;
  const log: ScreenLog = createScreenLog({
    write: (text) => (written += text),
    size: () => size,
    colour: false,
    escape: escapeControls,
    filter,
    details: false,
    onQuit: () => (ended += 1),
  });
  const lines = (): string[] => {
    const shown: string[] = Array.from({ length: size.rows }, () => '');
    const last = written.split('\u001B[2J').at(-1) ?? '';
    for (const [, row, text = ''] of last.matchAll(/\u001B\[(\d+);1H(.*?)\u001B\[0m\u001B\[K/gs))
      shown[Number(row) - 1] = text.trimEnd();
    return shown;
  };
  return { log, lines, written: () => written, ended: () => ended };
}

function delivery(index: number, more: Partial<LoggedDelivery> = {}): LoggedDelivery {
  return {
    id: `ID${index}`,
    receivedAt: '2026-01-15T12:00:01.000Z',
    method: 'POST',
    path: `/in/${index}`,
    bytes: 12,
    verdict: index % 2 === 0 ? 'accepted' : 'deviates',
    signature: { state: 'valid' },
    answer: { status: 204, by: 'gateway', duration: 0.01 },
    added: 0.002,
    recorded: true,
    ...more,
  };
}

test('follows the newest, and shows what is chosen, its details and what a filter leaves, within 80 columns', () => {
  const { log, lines, written, ended } = terminal({ columns: 80, rows: 12 });
  log.notice('Listening on http://127.0.0.1:4020');
  for (let index = 0; index < 30; index += 1)
    log.delivery(delivery(index, { path: `/in/${index}/${'long'.repeat(30)}` }));
  log.trouble('no\u001B[31m space');
  log.resize();
  expect(lines()[0]).toBe('Listening on http://127.0.0.1:4020');
  expect(lines()[1]).toMatch(/^time UTC +verdict +signature +answer +delivery$/);
  expect(lines().at(-3)).toContain('/in/29/');
  expect(lines().at(-2)).toBe('trouble: no\\u001b[31m space');
  expect(Math.max(...lines().map(({ length }) => length))).toBe(80);
  const before = written().length;
  log.resize();
  log.type('k\u001B[A\r');
  expect(lines().join('\n')).toContain('ID27  POST /in/27/');
  log.type('\r/verdict=acc*\r');
  expect(lines().join('\n')).not.toContain('deviates');
  expect(lines().at(-1)).toContain('15 of 30 (verdict=acc*)');
  log.type('/ nonsense\r');
  expect(lines().at(-1)).toContain('"nonsense" is no condition of a filter.');
  log.type('\u001B');
  log.type('g');
  expect(lines()[2]).toContain('/in/0/');
  // The same picture again writes nothing.
  const after = written().length;
  log.type('g');
  expect(written().length).toBe(after);
  expect(after).toBeGreaterThan(before);
  log.type('q');
  log.type('\u0003');
  expect(ended()).toBe(2);
  log.close();
  expect(written()).toMatch(
    /\?25h\u001B\[\?1049lListening on http:\/\/127.0.0.1:4020\ntrouble: no\\u001b\[31m space\n$/,
  );
});

test('stays right in the smallest of windows, and with more deliveries than it keeps', () => {
  for (const size of [
    { columns: 10, rows: 1 },
    { columns: 1, rows: 3 },
    { columns: 20, rows: 6 },
  ]) {
    const { log, lines } = terminal(size);
    for (let index = 0; index < 1500; index += 1) log.delivery(delivery(index));
    log.type('\rkkkjjgG\u001B[5~\u001B[6~');
    expect(lines()).toHaveLength(size.rows);
    for (const line of lines()) expect(line.length).toBeLessThanOrEqual(size.columns);
    log.close();
  }
});

const hasScript = spawnSync('script', ['--version']).status === 0;

/** A gateway in a terminal of its own. */
function inTerminal(folder: string, commands: (gateway: string) => string) {
  const program = join(import.meta.dirname, '../../support/counterfoil.ts');
  const options = `--port 0 --admin-port off --contract '${cafeFolder}' --store a.db`;
  const gateway = `'${process.execPath}' '${program}' gateway ${options}`;
  const child = spawn('script', ['-qfec', commands(gateway), '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const closed = once(child, 'close');
  const listening = async (): Promise<string> => {
    await until(() => /Listening on http:\/\/127/.test(shown));
    return /Listening on (http:\/\/[^\s,]+)/.exec(shown)?.[1] ?? '';
  };
  return { child, shown: () => shown, closed, listening };
}

test.skipIf(!hasScript)('the program takes the terminal, obeys keys, and gives it back', async () => {
  using folder = temporaryFolder();
  const { child, shown, closed, listening } = inTerminal(
    folder.path,
    (gateway) => `stty cols 80 rows 24; ${gateway}; echo ended $?; stty -a`,
  );
  const url = await listening();
  await until(() => shown().includes('Records are signed with the key'));
  await post(url, { type: 'nobody' });
  await until(() => /unknown +none +204 \(own\)/.test(shown()));
  child.stdin.write('\r');
  await until(() => shown().includes('no contract knows it'));
  child.stdin.write('q');
  await closed;
  expect(shown()).toMatch(/\u001B\[\?1049l[\s\S]*Ending[\s\S]*Ended\.[\s\S]*ended 0/);
  expect(shown()).toMatch(/(?<!-)icanon[\s\S]*(?<!-)echo\b/);
});

test.skipIf(!hasScript)('a gateway whose terminal is closed ends, with what it has written down', async () => {
  using folder = temporaryFolder();
  const { child, listening } = inTerminal(folder.path, (gateway) => gateway);
  const url = await listening();
  expect((await post(url, { type: 'nobody' })).status).toBe(204);
  child.kill('SIGKILL');
  await until(async () => {
    const status = await post(url).then(
      (answer) => answer.status,
      () => 0,
    );
    return status === 0;
  });
  expect(await readRecords(join(folder.path, 'a.db'))).not.toEqual([]);
});
