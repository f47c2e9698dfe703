import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { compare, compareAgainst } from '../../src/api/compare.ts';
import type { CompareResult } from '../../src/checks/compare/result.ts';
import { WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
});
afterEach(() => {
  vi.unstubAllEnvs();
  copy.remove();
});

const today = '2026-01-15';
const order = 'schemas/cafe/1.0.0/order.schema.json';
const breakOrder = (): void => copy.edit(order, '"type": "integer"', '"type": "string"');

const outline = ({ verdict, comparisons, contractChanges }: CompareResult): readonly string[] => [
  verdict,
  ...comparisons.map(({ older, newer, forward, backward }) => `${older.id} ${newer.id} ${forward} ${backward}`),
  ...contractChanges.map(({ message, outcome }) => `${message} ${outcome}`),
];

describe('against a state in git', () => {
  test('nothing changed', async () => {
    copy.commitAll();
    expect(outline(await compareAgainst('main', [], { cwd: copy.folder, today }))).toEqual([
      'pass',
      'cafe@1.0.0 cafe@1.0.0 compatible compatible',
      'cafe@1.1.0 cafe@1.1.0 compatible compatible',
      'cafe@2.0.0 cafe@2.0.0 compatible compatible',
    ]);
  });

  test('a change that is not committed yet, one contract that goes, one that comes', async () => {
    copy.commitAll();
    breakOrder();
    copy.removeVersion('1.1.0');
    copy.copyVersion('2.0.0', '2.1.0');
    copy.copyVersion('2.0.0', '2.2.0');
    const temporary = copy.path('temporary');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const result = await compareAgainst('HEAD', [], { cwd: copy.folder, today });
    expect(outline(result)).toEqual([
      'fail',
      'cafe@1.0.0 cafe@1.0.0 incompatible incompatible',
      'cafe@2.0.0 cafe@2.0.0 compatible compatible',
      'The contract cafe@2.1.0 is new. allowed',
      'The contract cafe@2.2.0 is new. allowed',
      'The contract cafe@1.1.0 is gone. fails',
    ]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('a version that takes the place of another is compared with it', async () => {
    copy.removeVersion('2.0.0');
    copy.removeVersion('1.1.0');
    copy.commitAll();
    copy.copyVersion('1.0.0', '1.0.1');
    copy.removeVersion('1.0.0');
    expect(outline(await compareAgainst('main', [], { cwd: copy.folder, today }))).toEqual([
      'pass',
      'cafe@1.0.0 cafe@1.0.1 compatible compatible',
    ]);
  });

  test('transitive: each also with the earlier ones of its major version', async () => {
    copy.commitAll();
    const result = await compareAgainst('main', [], { cwd: copy.folder, today, mode: 'full-transitive' });
    expect(outline(result).slice(1)).toEqual([
      'cafe@1.0.0 cafe@1.0.0 compatible compatible',
      'cafe@1.0.0 cafe@1.1.0 compatible compatible',
      'cafe@1.1.0 cafe@1.1.0 compatible compatible',
      'cafe@2.0.0 cafe@2.0.0 compatible compatible',
    ]);
  });

  test('from a folder within the repository', async () => {
    execFileSync('mkdir', ['-p', copy.path('packages')]);
    execFileSync('mv', [copy.path('asyncapi'), copy.path('schemas'), copy.path('packages')]);
    copy.commitAll();
    const cwd = copy.path('packages');
    expect((await compareAgainst('main', [], { cwd, today })).comparisons).toHaveLength(3);
    const one = await compare('git:main:asyncapi/cafe/1.0.0', 'asyncapi/cafe/1.1.0', { cwd, today });
    expect(outline(one)).toEqual(['pass', 'cafe@1.0.0 cafe@1.1.0 compatible compatible']);
  });

  test('a state without contracts: all of them are new', async () => {
    copy.git('init', '--quiet', '--initial-branch=main');
    copy.git('commit', '--quiet', '--allow-empty', '--message', 'empty');
    const result = await compareAgainst('main', [], { cwd: copy.folder, today });
    expect(result).toMatchObject({ verdict: 'pass', comparisons: [], counts: { error: 0, info: 3 } });
  });
});

describe('git:<ref>:<path>', () => {
  test('a document, a folder, an event, a schema with what it refers to', async () => {
    copy.commitAll();
    breakOrder();
    const verdicts = async (path: string): Promise<string> =>
      (await compare(`git:HEAD:${path}`, path, { cwd: copy.folder, today })).verdict;
    expect(await verdicts('asyncapi/cafe/1.0.0/asyncapi.yaml')).toBe('fail');
    expect(await verdicts('asyncapi/cafe/1.0.0')).toBe('fail');
    expect(await verdicts('asyncapi/cafe/1.0.0#order.ready')).toBe('fail');
    expect(await verdicts('schemas/cafe/1.0.0/events/order.ready.schema.json')).toBe('fail');
    expect(await verdicts('asyncapi/cafe/1.1.0')).toBe('pass');
  });

  test('places of the older side name the state', async () => {
    copy.edit(order, '"type": "integer"', '"type": "whole"');
    copy.commitAll();
    await expect(
      compare('git:main:asyncapi/cafe/1.0.0', 'asyncapi/cafe/1.1.0', { cwd: copy.folder }),
    ).rejects.toMatchObject({
      name: 'RunError',
      findings: [{ place: { file: `git:main:${order}` } }],
    });
  });

  test.each([
    ['git:nope:asyncapi', 'git knows no commit "nope".'],
    ['git:--all:asyncapi', 'git knows no commit "--all".'],
    ['git:main:nowhere', 'There is no nowhere at main (or no JSON or YAML file in it).'],
    ['git:main', '"git:main" does not name a state in git.'],
  ])('%s is refused', async (name, message) => {
    copy.commitAll();
    await expect(compare(name, 'asyncapi/cafe/1.0.0', { cwd: copy.folder })).rejects.toMatchObject({ message });
  });

  test('where there is no repository', async () => {
    await expect(compareAgainst('main', [], { cwd: copy.folder })).rejects.toMatchObject({
      name: 'RunError',
      kind: 'usage',
      message: `${copy.folder} is not in a git repository, or git cannot be run.`,
    });
  });
});

describe('against a folder', () => {
  test('with the same layout, or the contracts themselves', async () => {
    const other = new WorkingCopy();
    try {
      breakOrder();
      for (const against of [other.folder, other.path('asyncapi')]) {
        const result = await compareAgainst(against, [], { cwd: copy.folder, today });
        expect(outline(result).slice(0, 2)).toEqual(['fail', 'cafe@1.0.0 cafe@1.0.0 incompatible incompatible']);
      }
    } finally {
      other.remove();
    }
  });

  test('contracts from elsewhere have no place in the other state', async () => {
    await expect(compareAgainst(copy.folder, ['/'], { cwd: copy.folder })).rejects.toMatchObject({ kind: 'usage' });
  });
});

test('an approved break passes until its last day, at the command line', async () => {
  copy.commitAll();
  breakOrder();
  const failed = await copy.run('compare', '--against', 'main');
  expect(failed.exit).toBe(1);
  const [command] = /approve [0-9a-f]{16} --until \S+/.exec(failed.stdout) ?? [];
  const approved = await copy.run(...(command ?? '').split(' '), '--reason', 'Nobody minds.', '--by', 'team-cafe');
  expect(approved).toMatchObject({ exit: 0, stderr: '' });
  expect(copy.read('counterfoil.approvals.yaml')).toContain('reason: Nobody minds.\n  by: team-cafe\n');
  expect(await copy.run('compare', '--against', 'main')).toMatchObject({ exit: 0 });
  const later = await compareAgainst('main', [], { cwd: copy.folder, today: '2027-01-01' });
  expect(later.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
    'config/approval-expired',
    'compatibility/payload-breaks',
  ]);
  // A further change that could hurt the same receivers is another break.
  copy.edit(order, '"format": "date-time"', '"minLength": 1');
  expect((await copy.run('compare', '--against', 'main')).exit).toBe(1);
});

test('a result is the same each time, and plain data', async () => {
  const run = (): Promise<CompareResult> =>
    compare('asyncapi/cafe/1.1.0', 'asyncapi/cafe/2.0.0', { cwd: copy.folder, today });
  const first = await run();
  expect(JSON.parse(JSON.stringify(await run()))).toEqual(JSON.parse(JSON.stringify(first)));
});

test('live captures weigh a change; others do not', async () => {
  breakOrder();
  const line = (id: number, origin: string): string =>
    JSON.stringify({
      origin,
      method: 'POST',
      url: 'https://example.com/hooks',
      headers: [['content-type', 'application/json']],
      body: JSON.stringify({ type: 'order.ready', order: { id, status: 'ready', placedAt: '2025-03-01T09:30:00Z' } }),
    });
  copy.write('live.ndjson', `${[line(1, 'live'), line(2, 'live'), line(3, 'simulated')].join('\n')}\n`);
  const result = await compare('asyncapi/cafe/1.1.0', 'asyncapi/cafe/2.0.0', {
    cwd: copy.folder,
    today,
    captures: ['live.ndjson'],
  });
  expect(result.comparisons[0]?.changes.map(({ weight }) => weight)).toContain('2 live captures of "order.ready"');
});
