import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sendSimulation } from '../../src/api/simulate.ts';
import type { Outcome, SimulationSummary } from '../../src/api/simulate.ts';
import { simulationProgress } from '../../src/cli/simulation-progress.ts';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { runCli } from '../support/run-cli.ts';
import { startReceiver } from './receiver.ts';
import { root } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-simulate-'));
const stops: (() => void)[] = [];
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  closeConnections();
  for (const stop of stops.splice(0)) stop();
});

const env = { NEW_SECRET: 'present', OLD_SECRET: 'past' };
const secrets = ['--secret-env', 'NEW_SECRET', '--old-secret-env', 'OLD_SECRET'];
const run = (args: readonly string[], tty = false) => runCli(['simulate', ...args], { cwd: folder, env, tty });

async function receiver(accepted: readonly string[], answer?: () => number | undefined) {
  const started = await startReceiver('qminder@1.0.0', accepted, answer);
  stops.push(started.stop);
  return started;
}

describe('--out', () => {
  const faults = 'duplicates=5%,reorder=5%,late=3%,old-secret=3%,bad-signature=3%,no-signature=3%,malformed=3%';
  const write = async (name: string, seed: string): Promise<Buffer> => {
    const args = ['waitwhile', '--out', name, '--seed', seed, '--visitors', '25', '--faults', faults, ...secrets];
    expect(await run(args)).toMatchObject({ exit: 0 });
    return readFileSync(join(folder, name));
  };

  it('writes the same bytes for the same seed, and others for another', async () => {
    const first = await write('a.ndjson', '7');
    expect(first.equals(await write('b.ndjson', '7'))).toBe(true);
    expect(first.equals(await write('c.ndjson', '8'))).toBe(false);
    expect(first.byteLength).toBeGreaterThan(30_000);
  });

  it('ends in peace when the reader of a pipe has seen enough', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('head', ['-c', '100', pipe], { stdio: 'ignore' });
    const over = once(reader, 'exit');
    const { exit, stderr } = await run(['qminder', '--out', 'pipe', '--visitors', '400', '--secret-env', 'NEW_SECRET']);
    await over;
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.stringMatching(/^\d+ deliveries in pipe\n$/) });
    expect(Number.parseInt(stderr, 10)).toBeLessThan(400);
  });

  it('writes captures that are read as simulated, and verify', async () => {
    const url = 'https://hooks.example.com/waitwhile';
    const args = [
      'waitwhile',
      '--out',
      'd.simulated.ndjson',
      '--url',
      url,
      '--visitors',
      '20',
      '--secret-env',
      'NEW_SECRET',
    ];
    const { stderr } = await run(args);
    const count = Number(/^\d+/.exec(stderr)?.[0]);
    const checked = await runCli(
      [
        'check',
        'waitwhile',
        '--captures',
        'd.simulated.ndjson',
        '--secret',
        'waitwhile=NEW_SECRET',
        '--format',
        'json',
      ],
      { cwd: folder, env },
    );
    const report = JSON.parse(checked.stdout) as {
      findings: readonly unknown[];
      contracts: readonly { captures: object; signatures: object }[];
    };
    expect(count).toBeGreaterThan(60);
    expect(report.findings).toEqual([]);
    expect(report.contracts[0]).toMatchObject({
      captures: { simulated: { total: count, passed: count } },
      signatures: { verified: count, failed: 0, notChecked: 0 },
    });
  });
});

describe('--to', () => {
  const faults = ['--faults', 'duplicates=5%,old-secret=5%,bad-signature=10%'];

  it('sums up what was answered', async () => {
    const { url, received } = await receiver(['present', 'past']);
    const { exit, stdout } = await run([
      'qminder',
      '--to',
      url,
      '--visitors',
      '40',
      ...faults,
      ...secrets,
      '-f',
      'json',
    ]);
    const summary = JSON.parse(stdout) as SimulationSummary;
    expect(exit).toBe(0);
    expect(summary).toMatchObject({ contract: 'qminder@1.0.0', verdict: 'passed', retries: 0, surprises: [] });
    expect(summary.all.sent).toBe(received.length);
    for (const part of ['sent', 'accepted', 'refused', 'failed', 'unexpected'] as const) {
      expect(summary.events.reduce((sum, tally) => sum + tally[part], 0)).toBe(summary.all[part]);
    }
    for (const { latency } of [summary.all, ...summary.events, ...summary.faults]) {
      expect(latency.median).toBeGreaterThan(0);
      expect(latency.p95).toBeGreaterThanOrEqual(latency.median);
      expect(latency.greatest).toBeGreaterThanOrEqual(latency.p95);
    }
    expect(summary.faults.map(({ name }) => name).toSorted()).toEqual(['bad-signature', 'duplicates', 'old-secret']);
  });

  it('names what was not answered as a good receiver does, and fails', async () => {
    const { url } = await receiver(['present']);
    const args = [
      'qminder',
      '--to',
      url,
      '--visitors',
      '40',
      ...faults,
      ...secrets,
      '--speed',
      '1000000x',
      '--rate',
      '5000',
    ];
    const { exit, stdout } = await run(args);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/^ +sent +accepted +refused +failed +unexpected +median +95 % +most$/m);
    expect(stdout).toMatch(/^ticket_created +\d+ +\d+ +\d+ +0 +\d+ +[\d.]+ ms +[\d.]+ ms +[\d.]+ ms$/m);
    const answers = [...stdout.matchAll(/^ {2}delivery \d+ \((\w+), ([a-z-]+)\): (\d+), and should be (\w+)$/gm)];
    expect(answers.length).toBeGreaterThan(1);
    for (const [, , fault, status, expected] of answers) {
      expect([fault, status, expected]).toEqual(['old-secret', '401', 'accepted']);
    }
    expect(stdout).toMatch(/^qminder@1\.0\.0: failed, \d+ deliveries in [\d.]+ s$/m);
  });

  it('signs for the URL that is registered', async () => {
    const { url } = await receiver(['present']);
    const args = ['qminder', '--visitors', '2', '--secret-env', 'NEW_SECRET', '-f', 'json'];
    // The same port by another name: the signature covers the text of the URL.
    const to = url.replace('127.0.0.1', 'localhost');
    const registered = await run([...args, '--to', to, '--url', url]);
    const { all } = JSON.parse((await run([...args, '--to', to])).stdout) as SimulationSummary;
    expect(registered.exit).toBe(0);
    expect(all.refused).toBe(all.sent);
  });

  it('says that attempts were repeated', async () => {
    let count = 0;
    const { url } = await startReceiver('waitwhile@1.0.0', ['present'], () =>
      count++ % 4 === 0 ? 503 : undefined,
    ).then((started) => (stops.push(started.stop), started));
    const { exit, stdout } = await run(['waitwhile', '--to', url, '--visitors', '10', '--secret-env', 'NEW_SECRET']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^\d+ further attempts after failures\.$/m);
  });

  it('ends when it is asked to, however long it would wait', async () => {
    const { url } = await receiver(['present']);
    for (const pace of [{ speed: 1 }, { rate: 0.001 }]) {
      const stop = new AbortController();
      const summary = await sendSimulation('qminder', {
        cwd: root,
        url,
        secret: 'present',
        visitors: 50,
        ...pace,
        signal: stop.signal,
        onOutcome: () => stop.abort(),
      });
      expect(summary.isInterrupted).toBe(true);
      expect(summary.all.sent).toBeLessThan(50);
    }
  });
});

describe('the live table', () => {
  const outcome = (event: string, verdict: Outcome['verdict']): Outcome =>
    ({ delivery: { event, at: Date.UTC(2026, 2, 2, 8, 0, 7, 900) }, verdict }) as Outcome;

  it('is drawn over itself, and goes', () => {
    let written = '';
    const table = simulationProgress({ write: (text) => (written += text), isTTY: true }, 0);
    table.show(outcome('ticket_created', 'accepted'));
    table.show(outcome('ticket_called', 'refused'));
    table.clear();
    table.clear();
    expect(written.split('\u001B[').map((part) => part.replaceAll(/ +/g, ' '))).toEqual([
      'Virtual time 2026-03-02T08:00:07Z\n ticket_created 1 accepted, 0 refused, 0 failed\n',
      '2A',
      'JVirtual time 2026-03-02T08:00:07Z\n ticket_created 1 accepted, 0 refused, 0 failed\n ticket_called 0 accepted, 1 refused, 0 failed\n',
      '3A',
      'J',
    ]);
  });

  it('lets no event write to the terminal', () => {
    let written = '';
    simulationProgress({ write: (text) => (written += text), isTTY: true }, 0).show(outcome('a\u001B[2Jb', 'failed'));
    expect(written).not.toContain('\u001B');
  });

  it('is no part of what goes into a file', async () => {
    const { url } = await receiver(['present']);
    const { stdout, stderr } = await run(['qminder', '--to', url, '--visitors', '5', '--secret-env', 'NEW_SECRET']);
    expect(stderr).toBe('');
    expect(stdout).not.toContain('\u001B');
  });
});
