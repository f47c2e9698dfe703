import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { findContracts } from '../../src/asyncapi/load.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { isFinding } from '../../src/deliveries/capture-finding.ts';
import { formatHttp } from '../../src/deliveries/http-message.ts';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import { identify } from '../../src/deliveries/identify.ts';
import { readCaptures } from '../../src/deliveries/read-captures.ts';
import { validators } from './small-contracts.ts';

const documented = 'captures/qminder/ticket_created.documented.http';
const contracts: Contract[] = [];

beforeAll(async () => {
  for (const file of findContracts('asyncapi').files) {
    const { contract } = await loadContract(file);
    if (contract !== undefined) contracts.push(contract);
  }
});

describe('the contracts that ship', () => {
  test('every example is identified as its event by its selector', () => {
    expect(contracts).toHaveLength(4);
    for (const contract of contracts) {
      for (const event of contract.events) {
        for (const { payload } of event.examples) {
          expect(identifyEvent(contract, payload, [])).toMatchObject({
            event: { name: event.name },
            reason: 'identified',
          });
        }
      }
    }
  });

  test('every example, pasted, is accepted by the contract that documents it', async () => {
    const validatorOf = validators();
    for (const contract of contracts) {
      for (const event of contract.events) {
        for (const { payload } of event.examples) {
          const { deliveries } = await identify(JSON.stringify(payload, null, 2), contracts, validatorOf);
          expect(deliveries[0]?.verdict).toBe('accepted');
          expect(deliveries[0]?.matches).toContainEqual(
            expect.objectContaining({ contract: contract.id, event: event.name, status: 'accepted' }),
          );
        }
      }
    }
  });

  test('the capture that ships is read, written back to the same bytes, and identified', async () => {
    const bytes = readFileSync(documented);
    for await (const item of readCaptures([documented])) {
      if (isFinding(item)) throw new Error(item.message);
      expect(item).toMatchObject({ origin: 'documented', delivery: { url: 'https://example.com/webhooks' } });
      expect(Buffer.compare(formatHttp(item.delivery), bytes)).toBe(0);
    }
    const { deliveries } = await identify(bytes, contracts, validators());
    expect(deliveries).toMatchObject([
      { verdict: 'accepted', best: { event: 'ticket_created', proof: { present: true } } },
    ]);
  });
});
