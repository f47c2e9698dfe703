import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkContracts } from '../../src/api/check-contracts.ts';
import { compare } from '../../src/api/compare.ts';
import { generate } from '../../src/api/generate.ts';
import { infer } from '../../src/api/infer.ts';
import { startMock } from '../../src/api/mock.ts';
import { call } from '../mock/server/support.ts';
import { draw } from './vendors.ts';
import type { MadeVendor } from './vendors.ts';
import type { Language } from '../../src/codegen/languages.ts';
import type { Sent } from './measure.ts';

function drawFrom(vendor: MadeVendor): [Sent, ...Sent[]] {
  return draw(vendor, 120, 3) as [Sent, ...Sent[]];
}

function lineOf({ payload, headers = [['Content-Type', 'application/json']] }: Sent): string {
  return `${JSON.stringify({ origin: 'live', method: 'POST', headers, body: JSON.stringify(payload) })}\n`;
}

/** Tests that everything else of counterfoil takes the contracts inferred for these vendors as they are. */
export function describeWorksAtOnce(
  vendors: Readonly<Record<string, MadeVendor>>,
  languages: readonly Language[],
): void {
  const cwd = mkdtempSync(join(tmpdir(), 'counterfoil-infer-'));
  const contractOf = (name: string): string => `asyncapi/${name}/1.0.0`;

  beforeAll(async () => {
    for (const [name, vendor] of Object.entries(vendors)) {
      writeFileSync(join(cwd, `${name}.ndjson`), drawFrom(vendor).map(lineOf).join(''));
      await infer([`${name}.ndjson`], { vendor: name, out: '.', cwd });
    }
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  describe.each(Object.keys(vendors))('the contract inferred for %s works at once', (name) => {
    test('check finds nothing wrong with it, and its captures pass in the strict profile', async () => {
      const result = await checkContracts(contractOf(name), { cwd, profile: 'strict', captures: [`${name}.ndjson`] });
      // That the captures themselves hold personal data is true, and not the contract's doing.
      const about = result.findings.filter(
        ({ rule, severity }) => severity !== 'info' && rule !== 'capture/unredacted',
      );
      expect(about).toEqual([]);
      expect(result.verdict).toBe('pass');
    });

    test.each(languages)('generate makes a client of it: %s', async (language) => {
      const { clients } = await generate([contractOf(name)], { out: `clients-${language}`, language, cwd });
      expect(clients.map(({ contract }) => contract)).toEqual([`${name}@1.0.0`]);
      expect(clients.flatMap(({ problems }) => problems)).toEqual([]);
    });

    test('mock answers a delivery of it, and refuses one that is none', async () => {
      const mock = await startMock({ contracts: [contractOf(name)], cwd });
      try {
        const [sent] = drawFrom(vendors[name] as MadeVendor);
        const headers = sent.headers ?? [['Content-Type', 'application/json']];
        const send = async (body: string): Promise<number> =>
          (await call(`${mock.url}/${name}/1`, { method: 'POST', headers, body })).status;
        expect(await send(JSON.stringify(sent.payload))).toBeLessThan(300);
        expect(await send('{"nothing":"of the kind"}')).toBeGreaterThanOrEqual(400);
      } finally {
        await mock.close();
      }
    });

    test('compare finds no change against itself', async () => {
      const result = await compare(contractOf(name), contractOf(name), { cwd, mode: 'full' });
      expect(result.verdict).toBe('pass');
    });
  });
}
