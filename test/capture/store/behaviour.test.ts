import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAttestationKey, attest, trustOf, verifyAttestation } from '../../../src/capture/attest.ts';
import { leastIdAt, newRecordId, timeOfId } from '../../../src/capture/record.ts';
import type { CaptureRecord } from '../../../src/capture/record.ts';
import { openStore } from '../../../src/capture/store/open-store.ts';
import type { CaptureStore, RecordQuery } from '../../../src/capture/store/store.ts';
import { toCapture } from '../../../src/capture/store/to-capture.ts';
import { postgresMissing, postgresPlace, recordAt, sqlitePlace, start } from './stores.ts';
import type { StorePlace } from './stores.ts';

const kinds = [
  { kind: 'SQLite', place: sqlitePlace, missing: undefined, sealed: false },
  { kind: 'SQLite, sealed', place: sqlitePlace, missing: undefined, sealed: true },
  { kind: 'PostgreSQL', place: postgresPlace, missing: postgresMissing, sealed: false },
];
const key = new Uint8Array(32).fill(7);

for (const { kind, place, missing, sealed } of kinds) {
  describe.skipIf(missing !== undefined)(missing === undefined ? kind : `${kind}: ${missing}`, () => {
    let where: StorePlace;
    let store: CaptureStore;
    const open = (): Promise<CaptureStore> =>
      // What a commit waits for changes nothing of what is told here.
      openStore(where.location, { create: true, fsync: 'off', ...(sealed ? { key } : {}) });

    beforeEach(async () => {
      where = await place();
      store = await open();
    });
    afterEach(async () => {
      await store.close();
      await where.remove();
    });

    async function ids(query: RecordQuery = {}): Promise<string[]> {
      const found: string[] = [];
      for await (const page of store.read(query)) found.push(...page.map(({ id }) => id));
      return found;
    }
    const append = (records: readonly CaptureRecord[]): Promise<void> =>
      store.append(records.map((record) => ({ record })));

    test('gives back what was put in, byte for byte, after it was opened anew', async () => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      const records = [
        recordAt(0, {
          body: everyByte,
          reasons: ['/a: type'],
          withheld: ['cookie'],
          answer: { status: 204, by: 'gateway', duration: 0.01 },
        }),
        recordAt(1, { body: new Uint8Array(), headers: [['x', '\u{e9}"\\']], url: '/p?__proto__=1' }),
        { ...recordAt(2), origin: undefined, missing: ['headers'] as const },
      ];
      await append(records);
      await store.close();
      store = await open();
      for (const record of records) {
        const found = await store.get(record.id);
        expect(found).toEqual({ ...record, origin: record.origin, body: Uint8Array.from(record.body) });
      }
      expect(await store.get('nobody')).toBeUndefined();
    });

    test('reads by every part of a query, in both orders, and goes on after a record', async () => {
      const records = [
        recordAt(0),
        recordAt(10, { event: 'order.paid', verdict: 'deviates' }),
        recordAt(20, { vendor: 'shop', contract: 'shop@2.0.0', body: Buffer.from('{"who":"Ünal"}') }),
        recordAt(30, { contract: 'cafe@2.0.0', redactions: [{ at: 'x', places: ['/a'] }] }),
      ];
      const [first, second, third, fourth] = records.map(({ id }) => id);
      await append(records);
      expect(await ids()).toEqual([first, second, third, fourth]);
      expect(await ids({ first: 'newest' })).toEqual([fourth, third, second, first]);
      expect(await ids({ vendor: 'cafe' })).toEqual([first, second, fourth]);
      expect(await ids({ event: 'order.paid' })).toEqual([second]);
      expect(await ids({ contract: 'cafe@1.0.0' })).toEqual([first, second]);
      expect(await ids({ verdict: 'deviates' })).toEqual([second]);
      expect(await ids({ since: start + 10_000, until: start + 30_000 })).toEqual([second, third]);
      expect(await ids({ text: 'ÜNAL' })).toEqual([third]);
      expect(await ids({ text: 'X-a', limit: 2 })).toEqual([first, second]);
      expect(await ids({ unredacted: true, vendor: 'cafe' })).toEqual([first, second]);
      expect(await ids({ after: second ?? '' })).toEqual([third, fourth]);
      expect(await ids({ after: second ?? '', first: 'newest' })).toEqual([first]);
      expect(await ids({ vendor: "cafe' OR 1=1 --" })).toEqual([]);
    });

    test('reads in pages that are bounded by number and by bytes', async () => {
      const small = Array.from({ length: 1200 }, (_, index) => recordAt(index));
      await append(small);
      const sizes: number[] = [];
      for await (const page of store.read()) sizes.push(page.length);
      expect(sizes).toEqual([500, 500, 200]);
      expect(await ids({ limit: 700 })).toEqual(small.slice(0, 700).map(({ id }) => id));
      await append(
        Array.from({ length: 3 }, (_, index) => recordAt(5000 + index, { body: new Uint8Array(9_000_000) })),
      );
      const large: number[] = [];
      for await (const page of store.read({ since: start + 5_000_000 })) large.push(page.length);
      expect(large).toEqual([1, 1, 1]);
    });

    test('writes all of a call or nothing', async () => {
      const [one, other] = [recordAt(0), recordAt(1)];
      await append([one]);
      await expect(append([other, one])).rejects.toThrow(/unique/i);
      expect(await ids()).toEqual([one.id]);
    });

    test('amends the answer, and keeps the attestation true', async () => {
      const signer = createAttestationKey();
      const record = recordAt(0);
      await append([{ ...record, attestation: attest(record, signer) }]);
      const answer = { status: 200, by: 'receiver', duration: 0.02 } as const;
      const attestation = attest({ ...record, answer }, signer);
      await store.amend([
        { id: record.id, answer, attestation },
        { id: 'gone', answer },
      ]);
      const found = await store.get(record.id);
      expect(found?.answer).toEqual(answer);
      expect(found && verifyAttestation(found, trustOf(signer))).toBe('attested');
      expect(found && verifyAttestation({ ...found, url: '/' }, trustOf(signer))).toBe('wrong');
      expect(found && verifyAttestation(found, trustOf(createAttestationKey()))).toBe('untrusted');
      expect(verifyAttestation(record, trustOf(signer))).toBe('none');
    });

    test('finds the first of several equal deliveries, and whether one of them succeeded', async () => {
      const [a, b, c] = [recordAt(0), recordAt(1), recordAt(2)];
      await store.append([
        { record: a, sameness: 'one' },
        { record: b, sameness: 'one' },
        { record: c, sameness: 'two' },
      ]);
      expect(await store.findSame(['one', 'none'], start)).toEqual(new Map([['one', { id: a.id, succeeded: false }]]));
      await store.amend([{ id: b.id, answer: { status: 200, by: 'receiver', duration: 0 } }]);
      expect((await store.findSame(['one'], start)).get('one')).toEqual({ id: a.id, succeeded: true });
      expect((await store.findSame(['one'], start + 500)).get('one')).toEqual({ id: b.id, succeeded: true });
      await store.retain({}, start + 1500);
      expect([...(await store.findSame(['one', 'two'], start)).keys()]).toEqual(['two']);
    });

    test('keeps held deliveries in order with their parcels, until they are delivered', async () => {
      const records = [recordAt(0), recordAt(1), recordAt(2)];
      const [a, b, c] = records.map(({ id }) => id);
      const parcel = (text: string) => ({ bytes: Buffer.from(text), owner: 'me' });
      await store.append([
        { record: { ...(records[0] ?? recordAt(0)), delivery: 'held' }, parcel: parcel('a') },
        { record: records[1] ?? recordAt(1) },
        {
          record: { ...(records[2] ?? recordAt(2)), delivery: 'held' },
          parcel: { bytes: Buffer.from('c'), owner: 'you' },
        },
      ]);
      await store.amend([{ id: b ?? '', delivery: 'held', parcel: parcel('b') }]);
      const held = await store.listHeld('me', 10);
      expect(held.map(({ id, parcel: bytes }) => [id, Buffer.from(bytes).toString()])).toEqual([
        [a, 'a'],
        [b, 'b'],
      ]);
      expect(await store.countHeld('me')).toBe(2);
      expect((await store.stats()).held).toBe(3);
      // What waits is not removed for its age.
      expect(await store.retain({ before: start + 100_000 })).toBe(0);
      await store.amend([{ id: a ?? '', delivery: 'delivered', answer: { status: 200, by: 'receiver', duration: 1 } }]);
      expect(await store.countHeld('me')).toBe(1);
      expect((await store.get(a ?? ''))?.delivery).toBe('delivered');
      expect(await store.retain({ before: start + 100_000 })).toBe(1);
      expect(await ids()).toEqual([b, c]);
    });

    test('gives a task to one holder at a time', async () => {
      expect(await store.claim('deliver', 'one', 60)).toBe(true);
      expect(await store.claim('deliver', 'other', 60)).toBe(false);
      expect(await store.claim('deliver', 'one', 60)).toBe(true);
      await store.release('deliver', 'other');
      expect(await store.claim('deliver', 'other', 60)).toBe(false);
      await store.release('deliver', 'one');
      expect(await store.claim('deliver', 'other', -1)).toBe(true);
      expect(await store.claim('deliver', 'one', 60)).toBe(true);
    });

    test('replaces records and ends their links by content', async () => {
      const record = recordAt(0, { body: Buffer.from('{"name":"Mia"}') });
      await store.append([{ record, sameness: 'same' }]);
      const redacted = { ...record, body: Buffer.from('{"name":"***"}'), redactions: [{ at: 'x', places: ['/name'] }] };
      expect(await store.replace([redacted, { ...redacted, id: 'nobody' }])).toBe(1);
      expect(Buffer.from((await store.get(record.id))?.body ?? []).toString()).toBe('{"name":"***"}');
      expect((await store.findSame(['same'], 0)).size).toBe(0);
      expect(await ids({ unredacted: true })).toEqual([]);
    });

    test('erases, and keeps no more than it may by age and by size', async () => {
      const records = Array.from({ length: 20 }, (_, index) => recordAt(index, { body: new Uint8Array(10_000) }));
      await append(records);
      expect(await store.erase([records[3]?.id ?? '', 'nobody'])).toBe(1);
      expect(await store.retain({ before: start + 5_000 })).toBe(4);
      const { bytes } = await store.stats();
      const removed = await store.retain({ bytes: bytes / 2 });
      expect(removed).toBe(8);
      const stats = await store.stats();
      expect(stats).toMatchObject({ records: 7, held: 0, oldest: records[13]?.id, newest: records[19]?.id });
      expect(stats.bytes).toBeLessThanOrEqual(bytes / 2);
    });

    test('is read by two at the same time', async () => {
      const reader = await openStore(where.location, sealed ? { key } : {});
      await append([recordAt(0)]);
      expect((await reader.stats()).records).toBe(1);
      await Promise.all([append([recordAt(1)]), reader.append([{ record: recordAt(2) }])]);
      expect((await store.stats()).records).toBe(3);
      await reader.close();
    });

    test('gives captures, with places in their bodies', async () => {
      const record = recordAt(0, { body: Buffer.from('{\n  "a": 1}') });
      const capture = toCapture(record, store.location, () => true);
      expect(capture).toMatchObject({ id: record.id, attested: true, origin: 'live', event: 'order.created' });
      expect(capture.locate('/a')).toEqual({ line: 2, column: 8 });
      expect(toCapture({ ...record, origin: 'simulated' }, '', () => true).attested).toBe(false);
    });
  });
}

test('ids sort by time, count up within a millisecond, and tell their time', () => {
  const many = Array.from({ length: 2000 }, () => newRecordId(start));
  expect(many.toSorted()).toEqual(many);
  expect(new Set(many).size).toBe(2000);
  expect(timeOfId(many[0] ?? '')).toBe(start);
  expect(leastIdAt(start) <= (many[0] ?? '')).toBe(true);
  expect((many.at(-1) ?? '') < newRecordId(start + 1)).toBe(true);
  expect(timeOfId('no id')).toBeUndefined();
});
