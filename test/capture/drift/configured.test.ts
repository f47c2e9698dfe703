import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ci } from '../../../src/api/ci.ts';
import { drift } from '../../../src/api/drift.ts';
import { attest, createAttestationKey, writeAttestationKey } from '../../../src/capture/attest.ts';
import { openWriter } from '../../../src/capture/exchange/export.ts';
import { captureOfRecord } from '../../../src/capture/exchange/records.ts';
import { newRecordId } from '../../../src/capture/record.ts';
import type { CaptureRecord } from '../../../src/capture/record.ts';
import { RunError } from '../../../src/findings/run-error.ts';
import { WorkingCopy } from '../../api/working-copy.ts';

let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
  mkdirSync(join(copy.folder, 'captures'));
});
afterEach(() => copy.remove());

const today = '2026-01-15';
const body = (more: object): string =>
  JSON.stringify({
    type: 'order.placed',
    order: { id: 7, status: 'open', placedAt: '2026-03-01T09:30:00Z', ...more },
  });

function write(file: string, ...lines: readonly object[]): void {
  writeFileSync(join(copy.folder, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function configure(...captures: readonly object[]): void {
  write('counterfoil.yaml', { contracts: ['asyncapi'], captures });
}

const run = (): ReturnType<typeof drift> => drift([], { cwd: copy.folder, today });

describe('captures of the configuration', () => {
  test('are what is read when none is named, as each entry states it', async () => {
    write('captures/a.ndjson', { body: body({ tip: 1 }) });
    write('captures/b.ndjson', { body: body({ madeUp: 1 }) });
    configure(
      { files: 'captures/a.ndjson', contract: 'cafe@1.0.0', origin: 'live' },
      {
        files: 'captures/*.ndjson',
        contract: 'cafe@2.0.0',
        origin: 'simulated',
        url: 'https://receiver.example/hooks',
      },
    );
    const result = await run();
    expect(result.captures).toBe(2);
    const [first, , second] = result.contracts;
    expect(first).toMatchObject({ id: 'cafe@1.0.0', basis: 'live' });
    expect(first?.drifts.find(({ path }) => path === '/order/tip')?.place).toEqual({
      file: 'captures/a.ndjson',
      line: 1,
    });
    expect(second).toMatchObject({ id: 'cafe@2.0.0', basis: 'other' });
    // What is named takes the place of what is configured.
    expect((await drift(['captures/b.ndjson'], { cwd: copy.folder, today })).captures).toBe(1);
  });

  test('that a trusted key of the configuration has signed are attested', async () => {
    const key = createAttestationKey();
    writeFileSync(join(copy.folder, 'gateway.pub'), writeAttestationKey(key).public);
    const receivedAt = '2026-01-10T10:00:00.000Z';
    const bare: CaptureRecord = {
      id: newRecordId(Date.parse(receivedAt)),
      receivedAt,
      origin: 'live',
      method: 'POST',
      url: 'https://receiver.example/',
      headers: [],
      body: Buffer.from(body({})),
      verdict: 'accepted',
      signature: { state: 'valid' },
    };
    const writer = openWriter('ndjson', 'captures/signed.ndjson', copy.folder);
    writer.write(captureOfRecord({ ...bare, attestation: attest(bare, key) }, 'store.db'));
    writer.finish();
    const captures = [{ files: 'captures/*.ndjson', contract: 'cafe@1.0.0' }];
    const attested = async (more: object): Promise<unknown> => {
      write('counterfoil.yaml', { contracts: ['asyncapi'], captures, ...more });
      return (await run()).contracts[0]?.events.find(({ captures: count }) => count > 0)?.conformance;
    };
    expect(await attested({ trustedKeys: ['gateway.pub'] })).toMatchObject({
      liveAttested: { total: 1 },
      liveClaimed: { total: 0 },
    });
    expect(await attested({})).toMatchObject({ liveAttested: { total: 0 }, liveClaimed: { total: 1 } });
  });

  test('that are not there are told, and do not keep the others from being read', async () => {
    write('captures/a.ndjson', { body: body({}), origin: 'live' });
    configure({ files: 'captures/a.ndjson' }, { files: 'captures/*.http' });
    const result = await run();
    expect(result.findings.find(({ rule }) => rule === 'config/captures-missing')).toMatchObject({
      severity: 'warning',
      place: { file: 'counterfoil.yaml' },
    });
    expect(result.captures).toBe(1);
    configure({ files: 'captures/*.http' });
    expect(await run()).toMatchObject({ captures: 0, verdict: 'fail' });
  });

  test('without any of them nothing is read', async () => {
    configure();
    await expect(run()).rejects.toThrow(RunError);
    await expect(run()).rejects.toThrow('No captures are named.');
  });

  test('go through ci, and their drifts fail it', async () => {
    write('captures/a.ndjson', { body: body({}), origin: 'live' }, { body: body({ id: 'x' }), origin: 'live' });
    configure({ files: 'captures/*.ndjson', contract: 'cafe@1.0.0' });
    const result = await ci({ cwd: copy.folder, today });
    const step = result.steps.find((one) => one.step === 'drift');
    expect(step).toMatchObject({ outcome: 'fail' });
    expect(step).toHaveProperty('message', expect.stringMatching(/^2 captures, \d+ drifts?\.$/));
    expect(
      result.findings.filter(({ step: name, severity }) => name === 'drift' && severity === 'error'),
    ).toMatchObject([{ rule: 'drift/wrong-type', concerned: true, place: { file: 'captures/a.ndjson', line: 2 } }]);
  });
});
