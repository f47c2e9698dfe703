import { afterAll, expect, test } from 'vitest';
import { closeConnections } from '../../src/sending/send-delivery.ts';
import { ask, casesThatFind, planted } from './planted.ts';

afterAll(closeConnections);

test('a receiver that does all as it should passes every case', async () => {
  const result = await ask({});
  const failed = result.cases.flatMap(({ failures }) => failures);
  expect(failed).toEqual([]);
  expect(result.verdict).toBe('passed');
  const skipped = result.cases.filter(({ verdict }) => verdict === 'skipped').map(({ id }) => id);
  // The kiosk signs no time.
  expect(skipped).toEqual(['signature-too-old']);
});

// The others are planted in test/slow/readiness.test.ts: each is a run of its own.
const some = planted.filter(({ defect }) => ['signsAgain', 'refusesUnknownEvents', 'crashesOnNull'].includes(defect));

test.each(some)('$defect is found by the cases that are meant, and by no other', async ({ defect, cases }) => {
  expect(await casesThatFind(defect)).toEqual(cases);
});
