import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { runCli } from '../../support/run-cli.ts';

const cwd = join(import.meta.dirname, '../bases/cafe-versions');

async function complete(...words: readonly string[]): Promise<string[]> {
  const { stdout, stderr, exit } = await runCli(['complete', '--', ...words], { cwd });
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0] ?? '');
}

describe('what can come next', () => {
  test('commands, by their beginning', async () => {
    expect(await complete('che')).toEqual(['check']);
    const all = await complete('');
    expect(all).toContain('simulate');
    expect(all).not.toContain('complete');
    expect(all).not.toContain('help');
  });

  test('commands below commands', async () => {
    expect(await complete('captures', 're')).toEqual(['redact', 'replay']);
  });

  test('options of the command, and the values that they choose from', async () => {
    expect(await complete('check', '--fo')).toEqual(['--format']);
    expect(await complete('check', '--fail-on', '')).toEqual(['error', 'warning']);
    expect(await complete('check', '--fail-on=w')).toEqual(['--fail-on=warning']);
    expect(await complete('compare', '-f', 'm')).toEqual(['markdown']);
  });

  test('contracts: those that come along and those of the folder', async () => {
    const contracts = await complete('check', '');
    expect(contracts).toContain('ombori@2.0.0');
    expect(contracts).toContain('asyncapi/cafe/1.0.0');
    expect(await complete('check', '--profile', 'strict', 'wait')).toEqual(['waitwhile@1.0.0']);
    expect(await complete('compare', 'ombori@1.0.0', 'ombori@2')).toEqual(['ombori@2.0.0']);
  });

  test('events of the contract that was named', async () => {
    expect(await complete('send', 'qminder', 'ticket_c')).toEqual(
      expect.arrayContaining(['ticket_created', 'ticket_called']),
    );
    expect(await complete('send', 'no-such-contract', '')).toEqual([]);
  });

  test('rules', async () => {
    expect(await complete('explain', 'lint/closed-s')).toEqual(['lint/closed-set']);
  });

  test('nothing, where any file may be named: the shell knows those', async () => {
    expect(await complete('check', '--output', '')).toEqual([]);
    expect(await complete('identify', '')).toEqual([]);
    expect(await complete('no-such-command', '')).toEqual([]);
  });
});
