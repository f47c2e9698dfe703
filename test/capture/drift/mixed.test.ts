import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importCaptures } from '../../../src/api/captures.ts';
import { drift } from '../../../src/api/drift.ts';
import { driftReporters } from '../../../src/reporters/drift/all.ts';
import { inFolder } from '../exchange/captures.ts';
import { cafe } from './support.ts';

/** Captures of a vendor and of others, as a gateway records them: with what they were recognised as. */
function lines(): string {
  const one = (stated: object, type: string): string =>
    JSON.stringify({ origin: 'live', ...stated, body: JSON.stringify({ type, order: { id: '1' } }) });
  return [
    ...Array.from({ length: 30 }, () => one({ vendor: 'cafe' }, 'order.ready')),
    ...Array.from({ length: 20 }, () => one({ contract: 'bakery@2.0.0', event: 'bread.baked' }, 'bread.baked')),
    ...Array.from({ length: 10 }, () => one({ vendor: 'bakery' }, 'order.ready')),
    ...Array.from({ length: 7 }, (_, n) => one({ vendor: 'dairy', event: `milk.${'abcdefg'.charAt(n)}` }, 'milk')),
    one({ vendor: 'anna@corp.example' }, 'milk'),
    one({}, 'bread.unknown'),
  ].join('\n');
}

test('captures of vendors whose contracts are not in the run are left aside and counted, and are no drift', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'a.ndjson'), lines());
    await importCaptures(['a.ndjson'], { cwd, store: 's.db' });
    for (const source of ['a.ndjson', 's.db']) {
      const options = { contracts: [cafe], cwd, today: '2026-02-01' };
      const result = await drift([source], options);
      expect(result.leftOut, source).toMatchObject({
        noContract: 38,
        others: [
          { vendor: '*', captures: 1 },
          { vendor: 'bakery', event: 'bread.baked', captures: 20 },
          { vendor: 'bakery', captures: 10 },
          ...Array.from({ length: 7 }, (_, n) => ({
            vendor: 'dairy',
            event: `milk.${'abcdefg'.charAt(n)}`,
            captures: 1,
          })),
        ],
      });
      // What says nothing may be an event that the contract does not have.
      const [contract] = result.contracts;
      expect(contract?.captures).toBe(30);
      expect(contract?.drifts.filter(({ rule }) => rule === 'drift/unknown-event')).toMatchObject([{ captures: 1 }]);
      expect(result.findings.map(({ rule }) => rule)).not.toContain('capture/no-contract');
      const text = driftReporters.pretty(result, { colour: false, width: 200, unicode: true, rules: result.rules });
      expect(text).toContain(
        'Left out: 38 of no contract of this run (*: no known event 1; bakery: bread.baked 20, no known event 10; ' +
          'dairy: milk.a 1, milk.b 1, milk.c 1, milk.d 1, milk.e 1, others 2).',
      );
      expect(text).not.toContain('anna');
      expect(await drift([source], { ...options, workers: 2 })).toEqual(result);
    }
  }));
