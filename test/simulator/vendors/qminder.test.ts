import { describe, expect, it } from 'vitest';
import { at } from '../../../src/json-schema/pointer.ts';
import { play } from '../../../src/simulator/engine.ts';
import { byVisitor, doublyTaken, shipped, story, textAt } from '../support.ts';

const lives = {
  visit:
    /^ticket_created( ticket_changed)*( ticket_cancelled| ticket_called( ticket_recalled)*( ticket_served| ticket_changed))$/,
  appointment:
    /^ticket_created( ticket_changed)*( ticket_cancelled| ticket_called( ticket_recalled)*( ticket_served| ticket_changed))$/,
};

describe('tickets', async () => {
  const { plan } = await shipped('qminder@1.0.0');
  const occurrences = [...play(plan, { seed: '2', visitors: 400 })];
  const visitors = byVisitor(occurrences);

  it('live as the documentation says, through every event', () => {
    const stories = [...visitors.values()].map((events) => [events[0]?.lifecycle, story(events)] as const);
    expect(stories.filter(([life, told]) => !lives[life as keyof typeof lives].test(told))).toEqual([]);
    const told = stories.map(([, one]) => one);
    expect(told).toContain('ticket_created ticket_changed ticket_called ticket_recalled ticket_served');
    expect(told).toContain('ticket_created ticket_cancelled');
  });

  it('keep what does not change over their events', () => {
    for (const events of visitors.values()) {
      for (const pointer of ['/data/id', '/data/line', '/data/created/date', '/data/source', '/data/firstName']) {
        expect(new Set(events.map(({ payload }) => textAt(payload, pointer))).size).toBe(1);
      }
    }
    expect(new Set(occurrences.map(({ payload }) => at(payload, '/data/id'))).size).toBeGreaterThan(400);
  });

  it('have the status that the event says', () => {
    const statuses = new Map<string, Set<string>>();
    for (const { event, payload, visitor } of occurrences) {
      if (visitor === undefined) continue;
      const known = statuses.get(event.name) ?? new Set();
      statuses.set(event.name, known.add(textAt(payload, '/data/status')));
    }
    expect(Object.fromEntries([...statuses].map(([name, known]) => [name, [...known].toSorted()]))).toEqual({
      ticket_created: ['NEW', 'SCHEDULED'],
      ticket_changed: ['NEW', 'NOSHOW'],
      ticket_called: ['CALLED'],
      ticket_recalled: ['CALLED'],
      ticket_served: ['SERVED'],
      ticket_cancelled: ['CANCELLED', 'CANCELLED_BY_CLERK', 'SCHEDULING_CANCELLED', 'SCHEDULING_CANCELLED_BY_VISITOR'],
    });
  });

  it('are called one at a desk at a time', () => {
    const double = doublyTaken(
      occurrences,
      ({ event, payload }) => (event.name === 'ticket_called' ? at(payload, '/data/called/desk') : undefined),
      ({ payload }) => ['SERVED', 'NOSHOW'].includes(textAt(payload, '/data/status')),
    );
    expect(double).toEqual([]);
  });

  it('stand in a line of those that there are', () => {
    const lines = new Set(
      occurrences.flatMap(({ event, payload }) =>
        event.name === 'line_changed' ? (at(payload, '/data/id') ?? []) : [],
      ),
    );
    expect(lines.size).toBe(4);
    const wrong = occurrences.filter(
      ({ visitor, payload }) => visitor !== undefined && !lines.has(at(payload, '/data/line') ?? null),
    );
    expect(wrong).toEqual([]);
  });

  it('are called at the time that the virtual clock shows', () => {
    for (const { event, at: time, payload } of occurrences) {
      if (event.name !== 'ticket_called') continue;
      expect(at(payload, '/data/called/date')).toBe(new Date(time).toISOString());
      expect(Date.parse(textAt(payload, '/data/created/date'))).toBeLessThanOrEqual(time);
    }
  });
});
