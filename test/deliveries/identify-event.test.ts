import { describe, expect, test } from 'vitest';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import { contract } from './small-contracts.ts';

const one = contract('acme@1.0.0', ['/type'], {
  'ticket.created': { match: [['ticket.created']], schema: true },
  'ticket.gone': { match: [['ticket.removed', 'ticket.lost']], schema: true },
  number: { match: [['5']], schema: true },
});

const two = contract('hub@1.0.0', ['header:X-Event', '/action'], {
  push: { match: [['push'], undefined], schema: true },
  'issue.any': { match: [['issue'], undefined], schema: true },
  'issue.opened': { match: [['issue'], ['opened']], schema: true },
});

describe('a selector with one part', () => {
  test.each([
    [{ type: 'ticket.created' }, 'ticket.created'],
    [{ type: 'ticket.lost' }, 'ticket.gone'],
    [{ type: 5 }, 'number'],
  ])('%j', (payload, event) => {
    expect(identifyEvent(one, payload, [])).toMatchObject({ event: { name: event }, reason: 'identified' });
  });

  test.each([
    [{ type: 'ticket.create' }, 'unknown', 'ticket.create'],
    [{ type: null }, 'missing', undefined],
    [{ type: {} }, 'missing', undefined],
    [{}, 'missing', undefined],
    [[], 'missing', undefined],
    [null, 'missing', undefined],
    ['type', 'missing', undefined],
    [JSON.parse('{"__proto__": {"type": "ticket.created"}}') as object, 'missing', undefined],
  ])('%j is no event', (payload, reason, value) => {
    expect(identifyEvent(one, payload as never, [])).toEqual({
      event: undefined,
      reason,
      values: [value],
      candidates: [],
    });
  });

  test('inherited names are no values', () => {
    const constructor = contract('acme@1.0.0', ['/constructor/name'], {
      a: { match: [['Object']], schema: true },
      b: { match: [['b']], schema: true },
    });
    expect(identifyEvent(constructor, {}, []).event).toBeUndefined();
  });
});

describe('a selector with several parts', () => {
  test.each([
    ['push', {}, 'push'],
    ['issue', { action: 'opened' }, 'issue.opened'],
    ['issue', { action: 'closed' }, 'issue.any'],
    ['issue', {}, 'issue.any'],
  ])('header %s with %j', (header, payload, event) => {
    expect(identifyEvent(two, payload, [['x-event', header]])).toMatchObject({
      event: { name: event },
      reason: 'identified',
    });
  });

  test('a header that is missing is not one that is unknown', () => {
    expect(identifyEvent(two, {}, [])).toMatchObject({ event: undefined, reason: 'missing', candidates: [] });
    const open = identifyEvent(two, { action: 'opened' }, undefined);
    expect(open.candidates.map(({ name }) => name)).toEqual(['issue.opened']);
    expect(identifyEvent(two, {}, undefined)).toMatchObject({
      event: undefined,
      reason: 'ambiguous',
      candidates: [{ name: 'push' }, { name: 'issue.any' }],
    });
  });
});

describe('no selector', () => {
  test('one event is the event', () => {
    const single = contract('acme@1.0.0', [], { a: { match: [], schema: true } });
    expect(identifyEvent(single, {}, [])).toMatchObject({ event: { name: 'a' }, reason: 'only-event' });
  });

  test('several are all possible', () => {
    const several = contract('acme@1.0.0', [], { a: { match: [], schema: true }, b: { match: [], schema: true } });
    expect(identifyEvent(several, {}, [])).toMatchObject({
      event: undefined,
      reason: 'no-selector',
      candidates: [{ name: 'a' }, { name: 'b' }],
    });
  });
});

test('two events with the same values are ambiguous', () => {
  const twins = contract('acme@1.0.0', ['/type'], {
    a: { match: [['x']], schema: true },
    b: { match: [['x']], schema: true },
  });
  expect(identifyEvent(twins, { type: 'x' }, [])).toMatchObject({ event: undefined, reason: 'ambiguous' });
});
