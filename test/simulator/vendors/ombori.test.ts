import { describe, expect, it } from 'vitest';
import { at } from '../../../src/json-schema/pointer.ts';
import { play } from '../../../src/simulator/engine.ts';
import { byVisitor, doublyTaken, isInOrder, shipped, story, textAt } from '../support.ts';

const waiting =
  '( positionCalled positionRetry)*( positionCancelled| positionRemoved| positionCalled( positionRemoved| positionFulfilled positionCompleted( feedbackReceived)?))';
const lives = {
  'walk-in': new RegExp(`^positionCreated${waiting}$`),
  booking: new RegExp(
    `^bookingConfirmation( bookingUpdated)*( positionCancelled| positionCancelledByStaff| bookingActivated${waiting})$`,
  ),
};
const statuses: Readonly<Record<string, string>> = {
  positionCreated: 'pending',
  bookingConfirmation: 'draft',
  bookingUpdated: 'draft',
  bookingActivated: 'pending',
  positionCalled: 'notified',
  positionRetry: 'pending',
  positionFulfilled: 'fulfilled',
  positionCompleted: 'completed',
  feedbackReceived: 'completed',
  positionCancelled: 'rejected',
  positionCancelledByStaff: 'rejected',
  positionRemoved: 'rejected',
};
const stamps: Readonly<Record<string, string>> = {
  positionCreated: 'createdAt',
  bookingConfirmation: 'createdAt',
  positionCalled: 'calledAt',
  positionFulfilled: 'fulfilledAt',
  positionCompleted: 'completedAt',
  positionCancelled: 'rejectedAt',
  positionCancelledByStaff: 'rejectedAt',
  positionRemoved: 'rejectedAt',
};

describe('positions of 2.0.0', async () => {
  const { plan } = await shipped('ombori@2.0.0');
  const occurrences = [...play(plan, { seed: '4', visitors: 600 })];
  const visitors = byVisitor(occurrences);

  it('live as the documentation says', () => {
    const stories = [...visitors.values()].map((events) => [events[0]?.lifecycle, story(events)] as const);
    expect(stories.filter(([life, told]) => !lives[life as keyof typeof lives].test(told))).toEqual([]);
    expect(stories.map(([, told]) => told)).toEqual(
      expect.arrayContaining([
        'positionCreated positionCalled positionRetry positionCalled positionFulfilled positionCompleted feedbackReceived',
        'positionCreated positionCancelled',
        'positionCreated positionRemoved',
        'positionCreated positionCalled positionRemoved',
        'bookingConfirmation bookingUpdated bookingActivated positionCalled positionFulfilled positionCompleted',
        'bookingConfirmation positionCancelled',
        'bookingConfirmation positionCancelledByStaff',
      ]),
    );
  });

  it('keep what does not change over their events', () => {
    for (const events of visitors.values()) {
      for (const name of ['id', 'queue', 'location', 'createdAt', 'type', 'priority', 'numberOfPeople', 'locale']) {
        expect(new Set(events.map(({ payload }) => textAt(payload, `/data/position/${name}`))).size, name).toBe(1);
      }
      expect(new Set(events.map(({ payload }) => textAt(payload, '/organization'))).size).toBe(1);
    }
    expect(new Set(occurrences.map(({ payload }) => textAt(payload, '/data/position/id'))).size).toBe(600);
  });

  it('have the status that the event says, and its time', () => {
    for (const { event, payload } of occurrences) {
      expect(textAt(payload, '/data/position/status'), event.name).toBe(statuses[event.name]);
    }
    for (const [name, stamp] of Object.entries(stamps)) {
      const stamped = occurrences.filter(({ event }) => event.name === name);
      const times = stamped.map(({ payload }) => textAt(payload, `/data/position/${stamp}`));
      expect(times, name).toEqual(stamped.map(({ at: time }) => new Date(time).toISOString()));
    }
  });

  it('have their times in order', () => {
    const order = ['/createdAt', '/calledAt', '/fulfilledAt', '/completedAt'];
    const wrong = occurrences.filter(({ payload }) => !isInOrder(at(payload, '/data/position') ?? {}, order));
    expect(wrong).toEqual([]);
  });

  it('have a booking that begins when they are activated, and lies ahead until then', () => {
    const bookings = occurrences.filter(({ lifecycle }) => lifecycle === 'booking');
    const wrong = bookings.filter(({ event: { name }, payload, at: time }) => {
      const start = Date.parse(textAt(payload, '/data/position/booking/start'));
      const end = Date.parse(textAt(payload, '/data/position/booking/end'));
      const isAhead =
        name === 'bookingConfirmation' || name === 'bookingUpdated' || name === 'positionCancelledByStaff';
      return !(start < end) || (name === 'bookingActivated' && start !== time) || (isAhead && start <= time);
    });
    expect(bookings.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  it('name themselves in the code to check in, and in what the customer is told', () => {
    const codes = occurrences.flatMap(({ payload }) => {
      const code = at(payload, '/data/position/QRCodeCheckInPositionId');
      return typeof code === 'string' ? [[JSON.parse(code), textAt(payload, '/data/position/id')] as const] : [];
    });
    expect(codes.length).toBeGreaterThan(100);
    for (const [code, positionId] of codes) expect(code).toEqual({ type: 'check-in-position', positionId });
    const removed = occurrences.filter(({ event }) => event.name === 'positionRemoved');
    for (const { payload } of removed) {
      expect(textAt(payload, '/message')).toContain(` ${textAt(payload, '/data/position/label')} `);
    }
  });

  it('count how often they were called again', () => {
    for (const events of visitors.values()) {
      const retries = events.filter(({ event }) => event.name === 'positionRetry');
      const counts = retries.map(({ payload }) => at(payload, '/data/position/retryCount'));
      expect(counts).toEqual(retries.map((_, index) => index + 1));
    }
  });

  it('are called one at a station at a time', () => {
    const over = new Set(['positionRetry', 'positionRemoved', 'positionCompleted']);
    const double = doublyTaken(
      occurrences,
      ({ event, payload }) =>
        event.name === 'positionCalled' ? textAt(payload, '/data/position/station/id') : undefined,
      ({ event }) => over.has(event.name),
    );
    expect(double).toEqual([]);
  });

  it('have different labels', () => {
    const labelled = occurrences.filter(({ payload }) => textAt(payload, '/data/position/label') !== '');
    const labels = labelled.map(({ payload }) => textAt(payload, '/data/position/label'));
    const ids = labelled.map(({ payload }) => textAt(payload, '/data/position/id'));
    expect(new Set(labels).size).toBe(new Set(ids).size);
    expect(new Set(labels.map((label, index) => `${label} ${ids[index]}`)).size).toBe(new Set(ids).size);
    expect(new Set(labels).size).toBeGreaterThan(400);
  });
});

describe('bookings of 1.0.0', async () => {
  const { plan } = await shipped('ombori@1.0.0');
  const occurrences = [...play(plan, { seed: '4', visitors: 300 })];
  const visitors = byVisitor(occurrences);

  it('end in every way that is documented', () => {
    const told = new Set([...visitors.values()].map(story));
    expect([...told].toSorted()).toEqual([
      'bookingRemoved',
      'positionCancelled',
      'positionCancelledByStaff',
      'positionCompleted',
      'positionCompleted feedbackReceived',
    ]);
  });

  it('have known statuses, and times in order', () => {
    for (const { event, payload, at: time } of occurrences) {
      const isServed = ['positionCompleted', 'feedbackReceived'].includes(event.name);
      expect(textAt(payload, '/data/position/status')).toBe(isServed ? 'completed' : 'rejected');
      expect(
        isInOrder(at(payload, '/data/position') ?? {}, ['/createdAt', '/bookingReminderAt', '/booking/start']),
      ).toBe(true);
      const start = Date.parse(textAt(payload, '/data/position/booking/start'));
      const isAhead = event.name.startsWith('positionCancelled');
      expect(start > time).toBe(isAhead);
      expect(Date.parse(textAt(payload, '/data/position/fulfilledAt')) > start).toBe(isServed);
    }
  });

  it('keep what does not change over their events', () => {
    for (const events of visitors.values()) {
      for (const name of ['id', 'queue', 'location', 'createdAt', 'label', 'station', 'fulfilledAt', 'booking']) {
        expect(new Set(events.map(({ payload }) => textAt(payload, `/data/position/${name}`))).size, name).toBe(1);
      }
    }
  });
});
