import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock } from '../../src/api/mock.ts';
import { testReceiver } from '../../src/api/test-receiver.ts';
import type { ReadinessResult } from '../../src/api/test-receiver.ts';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { serveClient } from '../readiness/clients.ts';
import { casesThatFind, planted } from '../readiness/planted.ts';
import { past, present } from '../readiness/receiver.ts';
import { root } from '../readiness/servers.ts';
import { loadShipped } from '../support/client-folder.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-readiness-'));
});
afterAll(() => {
  closeConnections();
  rmSync(folder, { recursive: true });
});

const settings = { cwd: root, secret: present, oldSecret: past, slow: 0.4 };

function failures({ cases }: ReadinessResult): unknown[] {
  return cases.flatMap((one) => one.failures.map(({ delivery, got }) => `${one.id}: ${delivery}: ${got}`));
}

test.each(planted)('$defect is found by the cases that are meant, and by no other', async ({ defect, cases }) => {
  expect(await casesThatFind(defect)).toEqual(cases);
});

describe.each(loadShipped().map((contract) => [contract.id, contract] as const))('%s', (id, contract) => {
  test.each([false, true])('the generated receiver is ready, with duplicates left out: %s', async (dedupes) => {
    const server = await serveClient(contract, folder, dedupes);
    try {
      const result = await testReceiver({ ...settings, contract: id, to: server.url });
      expect(failures(result)).toEqual([]);
      expect(result).toMatchObject({ verdict: 'passed', unsent: [] });
    } finally {
      await server.stop();
    }
  });

  test.each(['fast', 'prism'] as const)(
    'the mock refuses what nobody knows, and is ready but for that: %s',
    async (engine) => {
      const secrets = { [contract.vendor]: [present, past] };
      const mock = await startMock({ contracts: [id], cwd: root, engine, secrets });
      try {
        const [endpoint] = mock.endpoints;
        const result = await testReceiver({
          ...settings,
          contract: id,
          to: `${mock.url}${endpoint?.path}`,
          // By design: the mock tells a developer of an event that nobody knows.
          overrides: { 'unknown-event': [422] },
        });
        expect(failures(result)).toEqual([]);
      } finally {
        await mock.close();
      }
    },
  );
});
