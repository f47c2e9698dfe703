import { describe, expect, it, test } from 'vitest';
import type { ClientDefinition } from '../../../src/runtime/definition.ts';
import { createReceiver, deliveryOf, pingClient, secret, url } from './support.ts';

type Stated = ClientDefinition['delivery'];

function read(delivery: Stated, ...payloads: readonly object[]): Promise<unknown[]> {
  const receiver = createReceiver(pingClient({ delivery }), { secrets: secret, url });
  return Promise.all(
    payloads.map(async (payload) => receiver.verifyAndParse(deliveryOf({ type: 'ping', count: 1, ...payload }))),
  );
}

const stated: Stated = { order: { pointer: ['at'] }, orderKey: { pointer: ['thing', 'id'] } };

async function stale(...payloads: readonly object[]): Promise<unknown[]> {
  return (await read(stated, ...payloads)).map((outcome) => (outcome as { stale: unknown }).stale);
}

const state = (at: unknown, id: unknown = 'a'): object => ({ at, thing: { id } });

describe('late arrivals', () => {
  it('are those with an older state of the same thing', async () => {
    expect(await stale(state(1), state(3), state(2), state(3), state(4))).toEqual([false, false, true, false, false]);
    expect(await stale(state(2), state(1, 'b'), state(1), state(0, 'b'))).toEqual([false, false, true, true]);
  });

  test.each([
    ['times of different zones', '2024-05-01T12:00:00Z', '2024-05-01T13:30:00+01:00'],
    ['times with fractions', '2024-05-01T12:00:00Z', '2024-05-01T12:00:00.250Z'],
    ['numbers', 9, 10],
    ['numbers in texts', '9', '10'],
    ['texts', '01HV9', '01HVA'],
  ])('%s', async (_, older, newer) => {
    expect(await stale(state(newer), state(older), state(newer))).toEqual([false, true, false]);
    expect(await stale(state(older), state(newer))).toEqual([false, false]);
  });

  it('cannot be told without an order, or what it orders', async () => {
    expect(await stale({ at: 1 }, { thing: { id: 1 } }, state({}), state(null), state(1, []))).toEqual(
      Array(5).fill(undefined),
    );
    for (const missing of [{}, { order: stated.order }, { orderKey: stated.orderKey }] as Stated[]) {
      expect(await read(missing, state(2), state(1))).toEqual([
        expect.objectContaining({ stale: undefined }),
        expect.objectContaining({ stale: undefined }),
      ]);
    }
  });

  it('does not compare times with texts, or with numbers', async () => {
    expect(await stale(state('2024-05-01T12:00:00Z'), state('earlier'), state(1))).toEqual([false, false, false]);
  });

  it('may be stated in headers', async () => {
    const delivery: Stated = { order: { header: 'x-at' }, orderKey: { header: 'x-id' } };
    const receiver = createReceiver(pingClient({ delivery }), { secrets: secret, url });
    const seen = [];
    for (const at of ['2', '1']) {
      seen.push(
        await receiver.verifyAndParse(
          deliveryOf(
            { type: 'ping', count: 1 },
            {
              headers: [
                ['X-At', at],
                ['X-Id', 'a'],
              ],
            },
          ),
        ),
      );
    }
    expect(seen).toEqual([expect.objectContaining({ stale: false }), expect.objectContaining({ stale: true })]);
  });

  it('remembers a bounded number of things', async () => {
    const receiver = createReceiver(pingClient({ delivery: stated }), { secrets: secret, url });
    const send = (payload: object): Promise<unknown> =>
      receiver.verifyAndParse(deliveryOf({ type: 'ping', count: 1, ...payload }));
    await send(state(2, 'old'));
    for (let index = 0; index < 10_000; index += 1) await send(state(2, index));
    expect(await send(state(1, 9_999))).toMatchObject({ stale: true });
    expect(await send(state(1, 'old'))).toMatchObject({ stale: false });
  });
});

describe('the id of a delivery', () => {
  const idOf = async (delivery: Stated, payload: object): Promise<unknown> => {
    const [outcome] = await read(delivery, payload);
    return (outcome as { deliveryId: unknown }).deliveryId;
  };

  it('stands where the contract says', async () => {
    const delivery: Stated = { id: { pointer: ['meta', '0'] } };
    expect(await idOf(delivery, { meta: ['abc'] })).toBe('abc');
    expect(await idOf(delivery, { meta: [17] })).toBe('17');
  });

  it('is the hash of the body where it does not stand there', async () => {
    for (const meta of [undefined, [], [{}], [null]]) {
      expect(await idOf({ id: { pointer: ['meta', '0'] } }, { meta })).toMatch(/^[\da-f]{64}$/);
    }
  });

  it('is there for what is not accepted, and survives a copy', async () => {
    for (const payload of [{ count: 'no' }, { type: 'pang' }]) {
      const [outcome] = await read({}, payload);
      expect(JSON.parse(JSON.stringify(outcome))).toMatchObject({ deliveryId: expect.stringMatching(/^[\da-f]{64}$/) });
    }
  });
});
