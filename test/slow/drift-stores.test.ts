import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importCaptures } from '../../src/api/captures.ts';
import { drift } from '../../src/api/drift.ts';
import type { DriftSettings } from '../../src/api/drift.ts';
import { infer } from '../../src/api/infer.ts';
import { Undertaking } from '../../src/capture/exchange/undertaking.ts';
import { openStore } from '../../src/capture/store/open-store.ts';
import { inFolder } from '../capture/exchange/captures.ts';
import { postgresMissing, postgresPlace, recordAt, sqlitePlace } from '../capture/store/stores.ts';
import { cafe } from '../capture/drift/support.ts';

const places = [
  ['SQLite', sqlitePlace, undefined],
  ['PostgreSQL', postgresPlace, postgresMissing],
] as const;

/** Captures of two hours: events that are known and one that is not, with a field that is new in some. */
function lines(): string {
  const one = (n: number): string =>
    JSON.stringify({
      at: new Date(Date.UTC(2026, 0, 10, 12) + n * 3000).toISOString(),
      origin: 'live',
      body: JSON.stringify(
        n % 7 === 0
          ? { type: 'order.lost', at: n }
          : { type: 'order.ready', order: { id: String(n), ...(n % 5 === 0 ? { table: `T${n % 3}` } : {}) } },
      ),
    });
  return Array.from({ length: 600 }, (_, n) => one(n)).join('\n');
}

for (const [kind, makePlace, missing] of places) {
  test.skipIf(missing !== undefined)(
    `drift in ${kind} is that of the files, with one worker and with two${missing === undefined ? '' : ` (${missing})`}`,
    () =>
      inFolder(async (cwd) => {
        const place = await makePlace();
        try {
          writeFileSync(join(cwd, 'a.ndjson'), lines());
          await importCaptures(['a.ndjson'], { cwd, store: place.location });
          const store = await openStore(place.location);
          const begun = recordAt(1, { origin: 'live', body: Buffer.from('{"type":"order.half"}') });
          const undertaking = new Undertaking(store);
          await undertaking.announce([begun.id]);
          await store.append([{ record: begun }]);
          const run = async (source: string, more: DriftSettings = {}): Promise<object> => {
            const { contracts, captures } = await drift([source], {
              contracts: [cafe],
              cwd,
              today: '2026-02-01',
              ...more,
            });
            return JSON.parse(
              JSON.stringify({ contracts, captures }, (key, value: unknown) =>
                ['place', 'capture'].includes(key) ? '' : value,
              ),
            ) as object;
          };
          const expected = await run('a.ndjson');
          expect(JSON.stringify(expected)).toMatch(/order\.lost/);
          expect(await run(place.location)).toEqual(expected);
          expect(await run(place.location, { workers: 2 })).toEqual(expected);
          const whole = async (workers: number): Promise<unknown> =>
            drift([place.location], { contracts: [cafe], cwd, today: '2026-02-01', workers });
          expect(await whole(2)).toEqual(await whole(1));
          const since = { since: '2026-01-10T12:10:00Z' };
          const later = await run(place.location, { workers: 2, ...since });
          expect(later).toEqual(await run('a.ndjson', since));
          const inferred = await infer([place.location], { vendor: 'cafe', cwd });
          expect(inferred).toMatchObject({ captures: 600, events: [{ name: 'order.lost' }, { name: 'order.ready' }] });
          await undertaking.undo();
          await store.close();
        } finally {
          await place.remove();
        }
      }),
    180_000,
  );
}
