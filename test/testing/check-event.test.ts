import { afterAll, describe, expect, test } from 'vitest';
import { checkEvent, example } from '../../src/testing/index.ts';
import { folderWithContract } from './own-contract.ts';

const folder = folderWithContract({ 'counterfoil.yaml': 'contracts: [asyncapi]\n' });
afterAll(() => folder.remove());
const cwd = folder.path;

interface Order {
  type: string;
  order: Record<string, unknown>;
}

const order = (change: Record<string, unknown> = {}): Order => {
  const payload = example<Order>('cafe', 'order.ready', { cwd });
  return { ...payload, order: { ...payload.order, ...change } };
};
const messageOf = (payload: unknown, options: { profile?: 'strict' } = {}): string =>
  checkEvent('cafe', 'order.ready', payload, { cwd, ...options }).message;

describe('a payload that is right', () => {
  test('is said to be so', () => {
    expect(checkEvent('cafe', 'order.ready', order(), { cwd })).toEqual({
      ok: true,
      contract: 'cafe@1.0.0',
      event: 'order.ready',
      profile: 'tolerant',
      message: 'The payload is a valid order.ready of cafe@1.0.0.',
      violations: [],
      undocumented: [],
      payload: order(),
    });
  });

  test('may have what the contract does not describe, which is noted', () => {
    const payload = { ...order({ status: 'lost' }), colour: 'red' };
    expect(checkEvent('cafe', 'order.ready', payload, { cwd }).ok).toBe(true);
    expect(messageOf(payload)).toBe(
      [
        'The payload is a valid order.ready of cafe@1.0.0.',
        '',
        'Not described by the contract (receivers ignore it; the strict profile does not):',
        '  /colour',
        '  /order/status has the value "lost"; known are "open" or "ready"',
      ].join('\n'),
    );
  });

  test('may have properties that are undefined', () => {
    expect(checkEvent('cafe', 'order.ready', order({ table: undefined }), { cwd }).ok).toBe(true);
  });
});

describe('a payload that is wrong', () => {
  test('is told place by place', () => {
    expect(messageOf(order({ id: '7', placedAt: undefined, placedat: '2025-03-01T09:30:00Z' }))).toBe(
      [
        'The payload is no valid order.ready of cafe@1.0.0: 2 things are wrong.',
        '',
        '  /order/placedAt',
        '    is required, and missing',
        '    Did you misspell it? There is "placedat".',
        '',
        '  /order/id',
        '    expected  an integer',
        '    got       string "7"',
        '',
        'Not described by the contract (receivers ignore it; the strict profile does not):',
        '  /order/placedat',
      ].join('\n'),
    );
  });

  test('of another event is recognised', () => {
    expect(messageOf({ ...order(), type: 'order.placed' })).toBe(
      [
        'The payload is no valid order.ready of cafe@1.0.0: one thing is wrong.',
        'It is a valid order.placed.',
        '',
        '  /type',
        '    expected  "order.ready"',
        '    got       string "order.placed"',
      ].join('\n'),
    );
  });

  test('in the strict profile alone', () => {
    const payload = { ...order({ status: 'lost' }), colour: 'red' };
    expect(checkEvent('cafe', 'order.ready', payload, { cwd, profile: 'strict' }).ok).toBe(false);
    expect(messageOf(payload, { profile: 'strict' })).toBe(
      [
        'The payload is no valid order.ready of cafe@1.0.0 in the strict profile: 2 things are wrong.',
        '',
        '  /colour',
        '    expected  no such property',
        '    got       "red"',
        '',
        '  /order/status',
        '    expected  one of the known values: "open" or "ready"',
        '    got       "lost"',
      ].join('\n'),
    );
  });

  test('that is still a text', () => {
    expect(messageOf(JSON.stringify(order()))).toContain(
      'It is a text that holds JSON: parse it first, with JSON.parse.',
    );
  });

  test('that is no JSON', () => {
    expect(messageOf(order({ placedAt: new Date(0) }))).toBe(
      [
        'The payload is no valid order.ready of cafe@1.0.0: one thing is wrong.',
        '',
        '  /order/placedAt',
        '    expected  a value of JSON',
        '    got       an object of the class Date',
      ].join('\n'),
    );
  });

  test('in more places than anybody reads', () => {
    const payload = { ...order(), ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x${index}`, 1])) };
    expect(messageOf(payload, { profile: 'strict' })).toMatch(/: 100 things are wrong\.[^]*\n {2}\.\.\. and 80 more$/);
  });

  test.each([[undefined], [null], [7], [[]], ['']])('being %j', (payload) => {
    expect(checkEvent('cafe', 'order.ready', payload, { cwd }).ok).toBe(false);
  });

  test('in JSON within a text', () => {
    const payload = example<{ data: { position: Record<string, unknown> } }>('ombori', 'positionCalled', { cwd });
    payload.data.position['QRCodeCheckInPositionId'] = '{"type":7}';
    expect(checkEvent('ombori', 'positionCalled', payload, { cwd }).message).toBe(
      [
        'The payload is no valid positionCalled of ombori@2.0.0: 2 things are wrong.',
        '',
        '  /data/position/QRCodeCheckInPositionId (JSON text) /positionId',
        '    is required, and missing',
        '',
        '  /data/position/QRCodeCheckInPositionId (JSON text) /type',
        '    expected  "check-in-position"',
        '    got       number 7',
      ].join('\n'),
    );
  });
});

test('an unknown event or contract is an error, not a refusal', () => {
  expect(() => checkEvent('cafe', 'order.raedy', {}, { cwd })).toThrow('Did you mean "order.ready"?');
  expect(() => checkEvent('coffee', 'order.ready', {}, { cwd })).toThrow('There is no contract "coffee".');
});
