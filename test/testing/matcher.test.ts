import { afterAll, describe, expect, test } from 'vitest';
import { example } from '../../src/testing/vitest.ts';
import { folderWithContract } from './own-contract.ts';

const folder = folderWithContract({ 'counterfoil.yaml': 'contracts: [asyncapi]\n' });
afterAll(() => folder.remove());
const options = { cwd: folder.path };

interface Order {
  type: string;
  order: Record<string, unknown>;
}

const payload = (change: object = {}): Order => {
  const made = example<Order>('cafe', 'order.ready', options);
  return { ...made, order: { ...made.order, ...change } };
};

/** What the runner gets to print. */
function failureOf(work: () => void): { message: string; actual?: unknown; expected?: unknown } {
  try {
    work();
  } catch (error) {
    return error as { message: string };
  }
  throw new Error('It did not fail.');
}

describe('toBeEvent', () => {
  test('accepts payloads of the event, and with not the others', () => {
    expect(payload()).toBeEvent('cafe', 'order.ready', options);
    expect(payload({ id: 'seven' })).not.toBeEvent('cafe', 'order.ready', options);
    expect(payload()).not.toBeEvent('cafe', 'order.placed', options);
    expect({ ...payload(), more: 1 }).toBeEvent('cafe', 'order.ready', options);
    expect({ ...payload(), more: 1 }).not.toBeEvent('cafe', 'order.ready', { ...options, profile: 'strict' });
  });

  test('stands within other matchers', () => {
    expect({ body: payload() }).toEqual({ body: expect.toBeEvent('cafe', 'order.ready', options) });
    expect({ body: {} }).not.toEqual({ body: expect.toBeEvent('cafe', 'order.ready', options) });
  });

  test('fails with what is wrong, and with a payload to compare', () => {
    const wrong = { ...payload({ id: 'seven', placedAt: undefined }), 'a/b': [1] };
    const failure = failureOf(() => expect(wrong).toBeEvent('cafe', 'order.ready', options));
    expect(failure.message).toMatch(/^The payload is no valid order\.ready of cafe@1\.0\.0: 2 things are wrong\.\n/);
    expect(String((failure.expected as Order).order['id'])).toBe('<an integer>');
    expect(String((failure.expected as Order).order['placedAt'])).toBe('<required>');
    expect((failure.actual as Order).order).toEqual({ id: 'seven', status: 'ready' });
  });

  test('fails when not is wrong', () => {
    expect(failureOf(() => expect(payload()).not.toBeEvent('cafe', 'order.ready', options)).message).toBe(
      'The payload is a valid order.ready of cafe@1.0.0.',
    );
  });

  test('fails for an event that does not exist, with not, too', () => {
    expect(failureOf(() => expect({}).not.toBeEvent('cafe', 'order.raedy', options)).message).toMatch(
      /^cafe@1\.0\.0 has no event "order\.raedy"\. Did you mean "order\.ready"\?/,
    );
  });

  test('takes any value', () => {
    for (const value of [undefined, null, 1n, Symbol('s'), () => 1, 'text', [], new Date(), Object.create(null)]) {
      expect(value).not.toBeEvent('cafe', 'order.ready', options);
    }
  });

  test('compares in the strict profile without what is not described', () => {
    const failure = failureOf(() =>
      expect({ ...payload({ status: 'lost' }), more: 1 }).toBeEvent('cafe', 'order.ready', {
        ...options,
        profile: 'strict',
      }),
    );
    expect(failure.expected).not.toHaveProperty('more');
    expect(String((failure.expected as Order).order['status'])).toBe('<a known value>');
  });
});
