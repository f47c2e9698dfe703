import { expect } from 'vitest';
import { testReceiver } from '../../src/api/test-receiver.ts';
import type { ReadinessResult } from '../../src/api/test-receiver.ts';
import { past, present, startKioskReceiver } from './receiver.ts';
import type { Defects } from './receiver.ts';
import { kiosk } from './servers.ts';

/** Each defect with the cases that find it. */
export const planted: readonly { readonly defect: keyof Defects; readonly cases: readonly string[] }[] = [
  {
    defect: 'acceptsWrongSignature',
    cases: ['signature-wrong', 'signature-malformed', 'signature-other-body', 'signature-other-url'],
  },
  { defect: 'acceptsMissingSignature', cases: ['signature-missing'] },
  { defect: 'signsAgain', cases: ['other-spelling', 'signature-other-body'] },
  { defect: 'forgetsUrl', cases: ['signature-other-url'] },
  { defect: 'forgetsOldSecret', cases: ['old-secret'] },
  { defect: 'refusesUnknownEvents', cases: ['unknown-event'] },
  { defect: 'refusesUnknownProperties', cases: ['unknown-property'] },
  { defect: 'refusesUnknownValues', cases: ['unknown-value'] },
  { defect: 'crashesOnNull', cases: ['null-value'] },
  { defect: 'crashesOnMalformedJson', cases: ['malformed-json'] },
  { defect: 'crashesOnNonObjects', cases: ['not-object'] },
  { defect: 'refusesDuplicates', cases: ['duplicate'] },
  { defect: 'refusesOlderStates', cases: ['out-of-order'] },
  { defect: 'refusesLateOnes', cases: ['late'] },
  { defect: 'hangsOnSlowBodies', cases: ['slow-body'] },
  { defect: 'failsInBursts', cases: ['burst'] },
  { defect: 'takesLittle', cases: ['large-body'] },
  { defect: 'closesOnMuch', cases: ['large-body'] },
  { defect: 'takesAnything', cases: ['large-body-over'] },
  { defect: 'comparesContentTypes', cases: ['content-type-parameter'] },
  { defect: 'ignoresContentTypes', cases: ['other-content-type'] },
  { defect: 'diesInTheEnd', cases: ['still-alive'] },
  { defect: 'needsOptionalFields', cases: ['optional-absent'] },
];

/** Asks a receiver with these defects everything. */
export async function ask(defects: Defects): Promise<ReadinessResult> {
  const server = await startKioskReceiver(defects);
  try {
    const secrets = { secret: present, oldSecret: past };
    return await testReceiver({ contract: kiosk, to: server.url, ...secrets, slow: 0.4, timeout: 1.5 });
  } finally {
    await server.stop();
  }
}

/** The cases that find a defect. */
export async function casesThatFind(defect: keyof Defects): Promise<readonly string[]> {
  const result = await ask({ [defect]: true });
  const failed = result.cases.filter(({ verdict }) => verdict === 'failed');
  expect(result.verdict).toBe('failed');
  for (const { failures } of failed) expect(failures[0]?.curl).toMatch(/curl -i -X POST/);
  expect(JSON.stringify(result)).not.toContain(present);
  return failed.map(({ id }) => id);
}
