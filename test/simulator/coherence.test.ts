import { describe, expect, it } from 'vitest';
import { at } from '../../src/json-schema/pointer.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { play } from '../../src/simulator/engine.ts';
import type { Occurrence } from '../../src/simulator/engine.ts';
import { breachOf, tryOut } from '../../src/simulator/try-out.ts';
import type { Json } from '../../src/util/json.ts';
import { shipped } from './support.ts';

const targets = ['qminder', 'waitwhile', 'ombori@2.0.0'];

describe.each(targets)('%s', async (target) => {
  const { plan, contract } = await shipped(target);
  const occurrences = [...play(plan, { seed: '1', visitors: 1000 })];

  it('sends what the strict profile lets through, for every event that its scenarios have', () => {
    const validator = createValidator(contract.schemas);
    const breaches = occurrences.map((one) => breachOf(validator, one)).filter((breach) => breach !== undefined);
    expect(breaches).toEqual([]);
    const seen = new Set(occurrences.map(({ event }) => event.name));
    expect([...seen].toSorted()).toEqual(Object.keys(plan.scenarios.events).toSorted());
    expect(tryOut(contract, plan.scenarios)).toEqual([]);
  });

  it('says the same for the same seed, and something else for another', () => {
    const text = (seed: string): string => JSON.stringify([...play(plan, { seed, visitors: 40 })]);
    expect(text('a')).toBe(text('a'));
    expect(text('a')).not.toBe(text('b'));
  });

  it('never goes back in time, and plays every visitor and life cycle', () => {
    expect(occurrences.every(({ at: time }, index) => time >= (occurrences[index - 1]?.at ?? 0))).toBe(true);
    expect(new Set(occurrences.flatMap(({ visitor }) => visitor ?? [])).size).toBe(1000);
    expect(new Set(occurrences.flatMap(({ lifecycle }) => lifecycle ?? []))).toEqual(
      new Set(Object.keys(plan.scenarios.lifecycles)),
    );
  });
});

describe('qminder', async () => {
  const { plan } = await shipped('qminder');
  const occurrences = [...play(plan, { seed: '2', visitors: 400 })];

  it('keeps what does not change over the events of one ticket', () => {
    for (const events of byVisitor(occurrences).values()) {
      for (const pointer of ['/data/id', '/data/line', '/data/created/date', '/data/source']) {
        expect(new Set(events.map(({ payload }) => at(payload, pointer))).size).toBe(1);
      }
      expect(events[0]?.event.name).toBe('ticket_created');
      expect(events.filter(({ event }) => event.name === 'ticket_created')).toHaveLength(1);
    }
    expect(new Set(occurrences.map(({ payload }) => at(payload, '/data/id'))).size).toBeGreaterThan(400);
  });

  it('calls one ticket at a desk at a time', () => {
    const desks = new Map<unknown, number>();
    const double: Occurrence[] = [];
    for (const occurrence of occurrences) {
      const { event, visitor, payload } = occurrence;
      if (event.name === 'ticket_called') {
        const desk = at(payload, '/data/called/desk');
        if (desks.has(desk)) double.push(occurrence);
        desks.set(desk, visitor ?? 0);
      }
      const isOver = ['SERVED', 'NOSHOW'].includes(text(payload, '/data/status'));
      if (isOver) for (const [desk, who] of desks) if (who === visitor) desks.delete(desk);
    }
    expect(double).toEqual([]);
  });

  it('calls at the time that the virtual clock shows', () => {
    for (const { event, at: time, payload } of occurrences) {
      if (event.name !== 'ticket_called') continue;
      expect(at(payload, '/data/called/date')).toBe(new Date(time).toISOString());
      expect(Date.parse(text(payload, '/data/created/date'))).toBeLessThanOrEqual(time);
    }
  });
});

describe('waitwhile', async () => {
  const { plan } = await shipped('waitwhile');
  const occurrences = [...play(plan, { seed: '3', visitors: 400 })];

  it('says before an update what it said last', () => {
    const last = new Map<number, string>();
    const wrong = occurrences.filter(({ visitor = 0, payload }) => {
      const before = at(payload, '/before');
      const isWrong = before !== undefined && JSON.stringify(before) !== last.get(visitor);
      const now = at(payload, '/after') ?? (before === undefined ? at(payload, '/data') : undefined);
      if (now !== undefined && at(now, '/locationId') !== undefined && at(now, '/channel') === undefined) {
        last.set(visitor, JSON.stringify(now));
      }
      return isWrong;
    });
    expect(wrong).toEqual([]);
  });

  it('has a different position for everyone who waits at a location, without gaps', () => {
    const positions = new Map<unknown, Map<number, unknown>>();
    const wrong: unknown[] = [];
    for (const [index, { visitor = 0, payload, at: time }] of occurrences.entries()) {
      const visit = at(payload, '/after') ?? at(payload, '/data') ?? null;
      const location = positions.get(at(visit, '/locationId')) ?? new Map<number, unknown>();
      positions.set(at(visit, '/locationId'), location);
      const isWaiting = at(visit, '/state') === 'WAITING' && at(payload, '/type') !== 'visit.removed';
      if (at(visit, '/channel') === undefined && isWaiting) location.set(visitor, at(visit, '/position'));
      else if (at(visit, '/channel') === undefined) location.delete(visitor);
      // Moving up takes several events, all of one moment.
      if (occurrences[index + 1]?.at === time) continue;
      const sorted = [...location.values()].map(Number).toSorted((a, b) => a - b);
      if (sorted.some((position, place) => position !== place + 1)) wrong.push([time, sorted]);
    }
    expect(wrong).toEqual([]);
    expect([...positions.values()].length).toBeGreaterThanOrEqual(3);
  });

  it('writes its times in order', () => {
    const order = ['/created', '/waitlistTime', '/serveTime', '/completedTime'];
    const wrong = occurrences.filter(({ payload }) => !isInOrder(at(payload, '/after') ?? {}, order));
    expect(wrong).toEqual([]);
  });
});

describe('ombori', async () => {
  const { plan } = await shipped('ombori@2.0.0');
  const occurrences = [...play(plan, { seed: '4', visitors: 400 })];

  it('writes its times in order', () => {
    const order = ['/createdAt', '/calledAt', '/fulfilledAt', '/completedAt'];
    const wrong = occurrences.filter(({ payload }) => !isInOrder(at(payload, '/data/position') ?? {}, order));
    expect(wrong).toEqual([]);
  });

  it('counts how often someone was called again', () => {
    for (const events of byVisitor(occurrences).values()) {
      const retries = events.filter(({ event }) => event.name === 'positionRetry');
      const counts = retries.map(({ payload }) => at(payload, '/data/position/retryCount'));
      expect(counts).toEqual(retries.map((_, index) => index + 1));
    }
  });

  it('calls one position at a station at a time', () => {
    const stations = new Map<unknown, number>();
    const double: Occurrence[] = [];
    for (const occurrence of occurrences) {
      const { event, visitor = 0, payload } = occurrence;
      const isOver = ['positionRetry', 'positionRemoved', 'positionCompleted'].includes(event.name);
      if (isOver) for (const [station, who] of stations) if (who === visitor) stations.delete(station);
      if (event.name !== 'positionCalled') continue;
      const station = at(payload, '/data/position/station/id');
      if (stations.has(station)) double.push(occurrence);
      stations.set(station, visitor);
    }
    expect(double).toEqual([]);
  });
});

/** Whether those of the times that are there follow one another. */
function isInOrder(value: Json, pointers: readonly string[]): boolean {
  const times = pointers.map((pointer) => at(value, pointer)).filter((time) => typeof time === 'string');
  return times.every((time, index) => index === 0 || Date.parse(times[index - 1] ?? '') <= Date.parse(time));
}

function text(payload: Json, pointer: string): string {
  const value = at(payload, pointer);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function byVisitor(occurrences: readonly Occurrence[]): Map<number, Occurrence[]> {
  const found = new Map<number, Occurrence[]>();
  for (const occurrence of occurrences) {
    if (occurrence.visitor === undefined) continue;
    found.set(occurrence.visitor, [...(found.get(occurrence.visitor) ?? []), occurrence]);
  }
  return found;
}
