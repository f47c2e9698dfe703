import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ci } from '../../src/api/ci.ts';
import { generate } from '../../src/api/generate.ts';
import { pull } from '../../src/api/pull.ts';
import type { CiResult } from '../../src/ci/result.ts';
import { ciReporters } from '../../src/reporters/ci/all.ts';
import { WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
});
afterEach(() => copy.remove());

const today = '2026-01-15';
const order = 'schemas/cafe/1.0.0/order.schema.json';
const plain = { colour: false, width: 80, unicode: true, rules: [] };

function write(file: string, text: string): void {
  writeFileSync(join(copy.folder, file), text);
}

function run(against?: string): Promise<CiResult> {
  return ci({ cwd: copy.folder, today, ...(against === undefined ? {} : { against }) });
}

const outcomes = ({ steps }: CiResult): string[] => steps.map(({ step, outcome }) => `${step} ${outcome}`);

describe('a change', () => {
  test('that touches nothing passes', async () => {
    copy.commitAll();
    const result = await run('main');
    expect(result.verdict).toBe('pass');
    expect(outcomes(result)).toEqual([
      'check pass',
      'compare pass',
      'generate skipped',
      'pull skipped',
      'drift skipped',
    ]);
    expect(result.against?.files).toBe(0);
  });

  test('that breaks receivers fails, with the payload and the line to approve it by', async () => {
    copy.commitAll();
    copy.edit(order, '"type": "integer"', '"type": "string"');
    const result = await run('main');
    expect(result.verdict).toBe('fail');
    expect(outcomes(result)).toContain('compare fail');
    const [first] = result.findings;
    expect(first).toMatchObject({ step: 'compare', concerned: true, severity: 'error', place: { file: order } });
    const text = ciReporters.markdown(result, plain);
    const [fingerprint] = /\b[0-9a-f]{16}\b/.exec(text) ?? [];
    expect(text).toContain(`counterfoil approve ${fingerprint} --until 2026-04-15 --reason '...'`);
    expect(text).toContain('```jsonc');
    expect(text).toMatch(new RegExp(`${order}&#58;\\d+&#58;7 · in 2 events`));
    expect(ciReporters.pretty(result, plain)).toContain(`counterfoil approve ${fingerprint}`);
    expect(ciReporters.github(result, plain).split('\n')[0]).toContain(`file=${order},line=`);
    const sarif = JSON.parse(ciReporters.sarif(result, plain)) as { runs: { results: unknown[] }[] };
    expect(sarif.runs[0]?.results).toHaveLength(result.findings.length);
  });

  test('passes when the line of the report is pasted', async () => {
    copy.commitAll();
    copy.edit(order, '"type": "integer"', '"type": "string"');
    for (const event of ['order.placed', 'order.ready'])
      copy.edit(`asyncapi/cafe/1.0.0/messages/${event}.yaml`, 'id: 7', 'id: "7"');
    const [, line = ''] = /```sh\nnpx counterfoil (.*)\n```/.exec(ciReporters.markdown(await run('main'), plain)) ?? [];
    copy.git('config', 'user.name', 'Ada');
    const args = line.replaceAll("'", '').split(' ');
    expect(await copy.run(...args)).toMatchObject({ exit: 0, stderr: '' });
    expect(copy.read('counterfoil.approvals.yaml')).toContain('by: Ada');
    const after = await run('main');
    expect(outcomes(after)).toContain('compare pass');
    expect(after.verdict).toBe('pass');
  });

  test('whose comparison is stopped says by what, in every report', async () => {
    copy.commitAll();
    copy.edit(order, '"type": "integer"', '"type": "string"');
    write(
      'counterfoil.approvals.yaml',
      '- fingerprint: 0123456789abcdef\n  reason: ""\n  by: Ada\n  until: 2026-12-31\n',
    );
    const result = await run('main');
    expect(outcomes(result)).toContain('compare stopped');
    for (const report of [ciReporters.pretty, ciReporters.markdown, ciReporters.github])
      expect(report(result, plain)).toMatch(/reason.* must not be empty/);
  });

  test('is loud about itself, and quiet about what was wrong before', async () => {
    write('counterfoil.yaml', 'contracts: [asyncapi]\nseverities:\n  lint/*: warning\n');
    copy.edit(order, '"type": "object",', '"type": "object", "additionalProperties": false,');
    copy.commitAll();
    const before = await run('main');
    expect(before.findings.length).toBeGreaterThan(0);
    expect(before.findings.filter(({ concerned }) => concerned)).toEqual([]);
    expect(before.counts).toEqual({ error: 0, warning: 0, info: 0 });
    expect(ciReporters.pretty(before, plain)).toMatch(/Not about this change: .*warning/);
    expect(ciReporters.github(before, plain)).not.toContain('::warning');
    const all = await run();
    expect(all.findings.every(({ concerned }) => concerned)).toBe(true);
    expect(all.against).toBeUndefined();
  });

  test('that leaves a client as it was fails, and is told by client', async () => {
    write(
      'counterfoil.yaml',
      'contracts: [asyncapi]\nclients:\n  - out: clients\n    contracts: [asyncapi/cafe/2.0.0]\n',
    );
    mkdirSync(join(copy.folder, 'clients'));
    await generate(['asyncapi/cafe/2.0.0'], { out: 'clients', cwd: copy.folder });
    copy.commitAll();
    expect(outcomes(await run('main'))).toContain('generate pass');
    writeFileSync(join(copy.folder, 'clients/cafe-v2/types.d.ts'), '');
    const result = await run('main');
    expect(outcomes(result)).toContain('generate fail');
    expect(result.findings.map(({ rule, place }) => `${rule} ${place.file}`)).toEqual([
      'client/stale clients/cafe-v2/types.d.ts',
    ]);
  });

  test('a step that cannot be done does not keep the others from being done', async () => {
    write('counterfoil.yaml', 'contracts: [asyncapi]\nclients:\n  - out: clients\n    contracts: [nowhere]\n');
    copy.commitAll();
    const result = await run('main');
    expect(outcomes(result)).toEqual([
      'check pass',
      'compare pass',
      'generate stopped',
      'pull skipped',
      'drift skipped',
    ]);
    expect(result.verdict).toBe('fail');
    expect(ciReporters.github(result, plain)).toContain('::error title=counterfoil generate::');
  });
});

test('a branch is held against where it left, not against what came after', async () => {
  copy.commitAll();
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: copy.folder, stdio: 'ignore' });
  git('checkout', '-b', 'change');
  git('checkout', 'main');
  copy.edit(order, '"type": "integer"', '"type": "string"');
  copy.commitAll();
  git('checkout', 'change');
  const result = await run('main');
  expect(outcomes(result)).toContain('compare pass');
});

test('a state that git does not know, and a folder without git, are refused with advice', async () => {
  await expect(run('main')).rejects.toThrow(/not in a git repository/);
  copy.commitAll();
  await expect(run('nowhere')).rejects.toThrow(/git knows no commit "nowhere"/);
});

test('pulled contracts that were changed by hand fail the run', async () => {
  const source = new WorkingCopy();
  try {
    await pull(['cafe@1.0.0'], { cwd: copy.folder, registry: source.folder, out: 'vendored' });
    copy.commitAll();
    expect(outcomes(await run('main'))).toContain('pull pass');
    const file = 'vendored/cafe/1.0.0/asyncapi.yaml';
    copy.edit(file, 'title:', 'title: Other than it was #');
    const result = await run('main');
    expect(outcomes(result)).toContain('pull fail');
    expect(result.findings.filter(({ step }) => step === 'pull')).toMatchObject([
      { rule: 'contract/pulled-changed', place: { file }, concerned: true },
    ]);
  } finally {
    source.remove();
  }
});
