import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { startMock } from '../../src/api/mock.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import { endpointOf } from '../../src/mock/openapi/endpoints.ts';
import { buildDelivery } from '../../src/sending/build-delivery.ts';
import { sendDelivery } from '../../src/sending/send-delivery.ts';

test.for(['fast', 'prism'] as const)('%s: every documented example is accepted over HTTP, signed', async (engine) => {
  const files = shippedContracts().map(({ file }) => file);
  const loaded = await Promise.all(files.map((file) => loadContract(file)));
  const contracts = loaded.flatMap(({ contract }) => (contract === undefined ? [] : [contract]));
  const signing = contracts.filter(({ authentication }) => authentication.kind !== 'none');
  const secrets = Object.fromEntries(signing.map(({ vendor }) => [vendor, [`test-secret-${vendor}`]]));
  const mock = await startMock({ contracts: files, engine, secrets });
  for (const contract of contracts) {
    const { path, events } = endpointOf(contract);
    for (const { event, path: own } of events) {
      for (const { payload } of event.examples) {
        for (const url of [mock.url + path, mock.url + own]) {
          const secret = secrets[contract.vendor]?.[0];
          const delivery = buildDelivery(contract, event, payload, {
            url,
            ...(secret === undefined ? {} : { secret }),
          });
          expect(await sendDelivery(delivery)).toMatchObject({ status: 200 });
        }
      }
    }
  }
  expect(mock.deliveries.filter(({ disagreement }) => disagreement !== undefined)).toEqual([]);
  await mock.close();
});

test.for([
  ['fast', '30000'],
  ['prism', '5000'],
] as const)('%s: the memory does not grow with deliveries', ([engine, count]) => {
  const script = join(import.meta.dirname, '../../scripts/soak-mock.ts');
  const { status, stdout } = spawnSync(process.execPath, ['--expose-gc', script, count, engine], { encoding: 'utf8' });
  expect({ status, stdout }).toMatchObject({ status: 0 });
});
