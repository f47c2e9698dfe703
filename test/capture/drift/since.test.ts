import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listCaptures } from '../../../src/api/captures-find.ts';
import { exportCaptures, importCaptures } from '../../../src/api/captures.ts';
import { drift } from '../../../src/api/drift.ts';
import type { DriftSettings } from '../../../src/api/drift.ts';
import { inFolder } from '../exchange/captures.ts';
import { postgresMissing, postgresPlace, sqlitePlace } from '../store/stores.ts';
import { cafe } from './support.ts';

const places = [
  ['SQLite', sqlitePlace, undefined],
  ['PostgreSQL', postgresPlace, postgresMissing],
] as const;

const hour = 3_600_000;
const noon = Date.UTC(2026, 0, 10, 12);

/** A capture every hour for four days, and here and there one that states no time. */
function lines(prefix: string): string {
  return Array.from({ length: 96 }, (_, n) => {
    const at = n % 8 === 0 ? {} : { at: new Date(noon + (n - 72) * hour).toISOString() };
    const order = { id: `${prefix}${n}`, ...(n % 5 === 0 ? { table: 4 } : {}) };
    return JSON.stringify({ ...at, origin: 'live', body: JSON.stringify({ type: 'order.ready', order }) });
  }).join('\n');
}

/** What a report says of captures, whatever they were read from. */
async function counted(source: string[], cwd: string, more: DriftSettings): Promise<unknown> {
  const { contracts, captures, leftOut } = await drift(source, {
    contracts: [cafe],
    cwd,
    today: '2026-01-11',
    ...more,
  });
  return JSON.parse(
    JSON.stringify({ contracts, captures, leftOut }, (key, value: unknown) =>
      ['place', 'capture'].includes(key) ? '' : value,
    ),
  );
}

for (const [kind, makePlace, missing] of places) {
  describe.skipIf(missing !== undefined)(`${kind}${missing === undefined ? '' : ` (${missing})`}`, () => {
    test('counts since a time what the files count that were imported into it', () =>
      inFolder(async (cwd) => {
        const place = await makePlace();
        const files = ['old.ndjson', 'new.ndjson'];
        for (const file of files) writeFileSync(join(cwd, file), lines(file));
        // What states no time came before its file was written, and nobody knows how long before.
        utimesSync(join(cwd, 'old.ndjson'), new Date(noon - 60 * hour), new Date(noon - 60 * hour));
        utimesSync(join(cwd, 'new.ndjson'), new Date(noon + 30 * hour), new Date(noon + 30 * hour));
        await importCaptures(files, { cwd, store: place.location });
        const settings: DriftSettings[] = [
          {},
          { since: '2026-01-10T12:00:00Z' },
          { since: '2026-01-10T12:00:00Z', workers: 2 },
          { since: '2026-01-10' },
          { since: '1d', baseline: '1d' },
          { since: '1d', baseline: '2d', workers: 2 },
          { since: '2020-01-01' },
          { since: '2027-01-01' },
        ];
        for (const one of settings) {
          expect(await counted([place.location], cwd, one), JSON.stringify(one)).toEqual(
            await counted(files, cwd, one),
          );
        }
        expect(await counted(files, cwd, { since: '2026-01-10T12:00:00Z' })).toMatchObject({
          captures: 192,
          leftOut: { older: 138, withoutTime: 12 },
        });
        const list = async (from: object): Promise<string[]> => {
          const { captures } = await listCaptures({ cwd, since: '2026-01-10T12:00:00Z', limit: 500, ...from });
          return captures.map(({ receivedAt }) => receivedAt).toSorted();
        };
        expect(await list({ store: place.location })).toEqual(await list({ files }));
        // The way back keeps what is not known unknown, and the second import finds everything there.
        await exportCaptures({ cwd, store: place.location, to: 'ndjson', out: 'back.ndjson' });
        for (const one of settings.slice(0, 1))
          expect(await counted(['back.ndjson'], cwd, one)).toEqual(await counted(files, cwd, one));
        const again = await importCaptures(['back.ndjson'], { cwd, store: place.location });
        expect(again.files).toMatchObject([{ entries: 192, imported: 0, known: 192 }]);
        await place.remove();
      }));
  });
}
