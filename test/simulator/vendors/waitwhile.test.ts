import { describe, expect, it } from 'vitest';
import { at } from '../../../src/json-schema/pointer.ts';
import { play } from '../../../src/simulator/engine.ts';
import type { Occurrence } from '../../../src/simulator/engine.ts';
import type { Json } from '../../../src/util/json.ts';
import { byVisitor, doublyTaken, isInOrder, shipped, story, textAt } from '../support.ts';

const life =
  /^visit\.created( visit\.updated)*( visit\.removed|( visit\.updated message\.created)?( visit\.updated)?)$/;

describe('visits', async () => {
  const { plan } = await shipped('waitwhile@1.0.0');
  const occurrences = [...play(plan, { seed: '3', visitors: 400 })];
  const visitors = byVisitor(occurrences);
  const updates = occurrences.filter(({ event }) => event.name === 'visit.updated');

  it('are created once, first, and removed last', () => {
    const stories = [...visitors.values()].map((events) => [events[0]?.lifecycle, story(events)] as const);
    expect(stories.filter(([, told]) => !life.test(told))).toEqual([]);
    const served = 'visit.created visit.updated message.created visit.updated';
    expect(stories).toEqual(
      expect.arrayContaining([
        ['waitlist', served],
        ['waitlist', 'visit.created visit.removed'],
        ['booking', 'visit.created visit.updated visit.updated message.created visit.updated'],
        ['booking', 'visit.created visit.removed'],
      ]),
    );
  });

  it('keep what does not change over their events', () => {
    const names = ['id', 'customerId', 'publicId', 'locationId', 'created', 'createdBy', 'ticket', 'name', 'partySize'];
    for (const events of visitors.values()) {
      const visits = events.flatMap((one) => visitIn(one) ?? []);
      for (const name of names) {
        expect(new Set(visits.map((visit) => textAt(visit, `/${name}`))).size, name).toBe(1);
      }
    }
    for (const pointer of ['/id', '/data/id']) {
      const created = occurrences.filter(({ event }) => event.name === 'visit.created');
      expect(new Set(created.map(({ payload }) => textAt(payload, pointer))).size).toBe(400);
    }
    expect(new Set(occurrences.map(({ payload }) => textAt(payload, '/accountId'))).size).toBe(1);
    expect(new Set(occurrences.map(({ payload }) => textAt(payload, '/id'))).size).toBe(occurrences.length);
  });

  it('say before an update what they said last', () => {
    for (const events of visitors.values()) {
      const visits = events.filter(({ event }) => /^visit\.(?:created|updated)$/.test(event.name));
      const before = visits.slice(1).map(({ payload }) => at(payload, '/before'));
      expect(JSON.stringify(before)).toBe(JSON.stringify(visits.slice(0, -1).map((one) => visitIn(one))));
    }
    expect(updates.length).toBeGreaterThan(800);
  });

  it('say what is new in an update, and when', () => {
    for (const { payload, at: time } of updates) {
      expect(at(payload, '/before')).not.toEqual(at(payload, '/after'));
      expect(textAt(payload, '/after/updated')).toBe(new Date(time).toISOString());
      expect(textAt(payload, '/created')).toBe(new Date(time).toISOString());
    }
  });

  it('are shown whole when they are removed', () => {
    for (const events of visitors.values()) {
      const removed = events.findIndex(({ event }) => event.name === 'visit.removed');
      const before = events[removed - 1];
      if (before === undefined) continue;
      expect(at(events[removed]?.payload ?? null, '/data')).toMatchObject(visitIn(before) as object);
    }
  });

  it('go from state to state', () => {
    const steps = new Set(
      updates.map(({ payload }) => `${textAt(payload, '/before/state')} ${textAt(payload, '/after/state')}`),
    );
    expect([...steps].toSorted()).toEqual([
      'BOOKED BOOKED',
      'BOOKED WAITING',
      'SERVING COMPLETE',
      'WAITING COMPLETE',
      'WAITING SERVING',
      'WAITING WAITING',
    ]);
  });

  it('move up by one as others leave, and are estimated anew', () => {
    const moves = updates.filter(
      ({ payload }) => at(payload, '/before/state') === 'WAITING' && at(payload, '/after/state') === 'WAITING',
    );
    expect(moves.length).toBeGreaterThan(50);
    for (const { payload } of moves) {
      expect(Number(at(payload, '/after/position'))).toBe(Number(at(payload, '/before/position')) - 1);
      expect(at(payload, '/after/prevEstWaitDuration')).toBe(at(payload, '/before/estWaitDuration'));
      expect(at(payload, '/after/originalPosition')).toBe(at(payload, '/before/originalPosition'));
    }
  });

  it('have a different position each at a location, without gaps', () => {
    const positions = new Map<string, Map<number, unknown>>();
    const wrong: unknown[] = [];
    for (const [index, occurrence] of occurrences.entries()) {
      const visit = visitIn(occurrence);
      if (visit !== undefined) {
        const name = textAt(visit, '/locationId');
        const location = positions.get(name) ?? new Map<number, unknown>();
        positions.set(name, location);
        const isWaiting = at(visit, '/state') === 'WAITING' && occurrence.event.name !== 'visit.removed';
        if (isWaiting) location.set(occurrence.visitor ?? 0, at(visit, '/position'));
        else location.delete(occurrence.visitor ?? 0);
      }
      // Moving up takes several events, all of one moment.
      if (occurrences[index + 1]?.at === occurrence.at) continue;
      for (const location of positions.values()) {
        const sorted = [...location.values()].map(Number).toSorted((a, b) => a - b);
        if (sorted.some((position, place) => position !== place + 1)) wrong.push([occurrence.at, sorted]);
      }
    }
    expect(wrong).toEqual([]);
    expect(positions.size).toBe(3);
  });

  it('are served one by a resource at a time', () => {
    const double = doublyTaken(
      updates,
      ({ payload }) =>
        at(payload, '/before/state') !== 'SERVING' && at(payload, '/after/state') === 'SERVING'
          ? textAt(payload, '/after/resourceIds/0')
          : undefined,
      ({ payload }) => at(payload, '/before/state') === 'SERVING',
    );
    expect(double).toEqual([]);
  });

  it('have their times in order, and the date of their booking ahead of them', () => {
    const order = ['/created', '/bookingTime', '/waitlistTime', '/serveTime', '/completedTime', '/updated'];
    for (const occurrence of occurrences) {
      const visit = visitIn(occurrence);
      if (visit === undefined) continue;
      expect(isInOrder(visit, order)).toBe(true);
    }
    const booked = occurrences.filter((one) => at(visitIn(one) ?? null, '/state') === 'BOOKED');
    expect(booked.length).toBeGreaterThan(100);
    for (const occurrence of booked) {
      const visit = visitIn(occurrence) ?? null;
      expect(Date.parse(`${textAt(visit, '/date')}Z`)).toBeGreaterThan(occurrence.at);
      expect(at(visit, '/position')).toBeUndefined();
    }
  });

  it('have messages of their own', () => {
    const messages = [...visitors.values()].flatMap((events) =>
      events.flatMap((one, index) =>
        one.event.name === 'message.created' ? [[one, visitIn(events[index - 1] ?? one)] as const] : [],
      ),
    );
    expect(messages.length).toBeGreaterThan(200);
    for (const [{ payload, lifecycle }, visit] of messages) {
      const told = ['visitId', 'customerId', 'locationId', 'recipientName'].map((name) => at(payload, `/data/${name}`));
      expect(told).toEqual(['id', 'customerId', 'locationId', 'name'].map((name) => at(visit ?? null, `/${name}`)));
      expect(at(payload, '/data/substitutions/isBooking')).toBe(lifecycle === 'booking');
    }
  });
});

/** The visit as it is after the event; undefined for events of something else. */
function visitIn({ event, payload }: Occurrence): Json | undefined {
  if (!event.name.startsWith('visit.')) return undefined;
  return at(payload, '/after') ?? at(payload, '/data');
}
