import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { DedupeStore, Delivery } from '../../../src/runtime/api.ts';
import { memoryStore } from '../../../src/runtime/memory-store.ts';
import { createReceiver, deliveryOf, pingClient, read, requestOf, secret, url } from './support.ts';

const ping = { type: 'ping', count: 1 };
const client = pingClient({ delivery: { id: { header: 'x-id' } } });

function withId(id: string, payload: object = ping): Delivery {
  return deliveryOf(payload, { headers: [['X-Id', id]] });
}

interface Set {
  readonly dedupe: DedupeStore;
  readonly onError?: (error: unknown) => unknown;
  readonly onInvalid?: 'reject';
}

function receiverOf(options: Set, handler: () => unknown = () => {}) {
  const receiver = createReceiver(client, { secrets: secret, url, ...options });
  receiver.onAny(handler).onInvalid(handler).onUnknownEvent(handler);
  return async (delivery: Delivery): Promise<number> => (await read(await receiver.fetch(requestOf(delivery)))).status;
}

/** A promise, and the function that fulfils it. */
function gate(): { readonly wait: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}

describe('each delivery', () => {
  it('is handled once', async () => {
    const handler = vi.fn<() => void>();
    const send = receiverOf({ dedupe: memoryStore() }, handler);
    expect([await send(withId('a')), await send(withId('a')), await send(withId('b'))]).toEqual([204, 204, 204]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('is known by the hash of its body where the vendor gives no id', async () => {
    const handler = vi.fn<() => void>();
    const receiver = createReceiver(pingClient(), { secrets: secret, url, dedupe: memoryStore() }).onAny(handler);
    for (const count of [1, 1, 2]) await receiver.fetch(requestOf(deliveryOf({ ...ping, count })));
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('is asked for again while it is handled', async () => {
    const { wait, open } = gate();
    const send = receiverOf({ dedupe: memoryStore() }, () => wait);
    const first = send(withId('a'));
    await vi.waitFor(async () => expect(await send(withId('a'))).toBe(503));
    open();
    expect(await first).toBe(204);
    expect(await send(withId('a'))).toBe(204);
  });

  it('says when to come again', async () => {
    const receiver = createReceiver(client, {
      secrets: secret,
      url,
      dedupe: { claim: () => 'pending', done: () => {}, release: () => {} },
    });
    const { status, json, headers } = await read(await receiver.fetch(requestOf(withId('a'))));
    expect([status, json, new Map(headers).get('retry-after')]).toEqual([503, { status: 503 }, '10']);
  });

  it('is handled again when its handler failed', async () => {
    let fails = true;
    const handler = vi.fn<() => void>(() => {
      if (fails) throw new Error('not yet');
    });
    const send = receiverOf({ dedupe: memoryStore(), onError: () => {} }, handler);
    expect(await send(withId('a'))).toBe(500);
    fails = false;
    expect([await send(withId('a')), await send(withId('a'))]).toEqual([204, 204]);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('is handled once although it is not accepted, but each time it is rejected', async () => {
    const handler = vi.fn<() => void>();
    const invalid = { type: 'ping' };
    const accepting = receiverOf({ dedupe: memoryStore() }, handler);
    for (const payload of [invalid, invalid, { type: 'pang' }, { type: 'pang' }])
      await accepting(withId(payload.type, payload));
    expect(handler).toHaveBeenCalledTimes(2);
    const rejecting = receiverOf({ dedupe: memoryStore(), onInvalid: 'reject' }, handler);
    expect([
      await rejecting(withId('a', invalid)),
      await rejecting(withId('a', invalid)),
      await rejecting(withId('a')),
    ]).toEqual([422, 422, 204]);
  });

  it('is not claimed by whoever is not the vendor', async () => {
    const claim = vi.fn<DedupeStore['claim']>(() => 'new');
    const send = receiverOf({ dedupe: { claim, done: () => {}, release: () => {} } });
    const { headers, ...rest } = withId('a');
    expect(await send({ ...rest, headers: headers.slice(0, 1) })).toBe(401);
    expect(claim).not.toHaveBeenCalled();
    await send(withId('a'));
    expect(claim.mock.calls).toEqual([['acme:a']]);
  });

  it('is handled even when the store fails', async () => {
    const fail = async (): Promise<never> => {
      throw new Error('store');
    };
    const errors: unknown[] = [];
    const handler = vi.fn<() => void>();
    const dedupe = { claim: fail, done: fail, release: fail };
    const send = receiverOf({ dedupe, onError: (error) => errors.push(error) }, handler);
    expect(await send(withId('a'))).toBe(204);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(errors).toEqual([new Error('store'), new Error('store')]);
  });
});

describe('work that goes on', () => {
  const never = (): void => expect.unreachable();

  it('is answered 202 at once, and done when it ends', async () => {
    const { wait, open } = gate();
    const dedupe = memoryStore();
    const handler = vi.fn<(event: { later(work: Promise<unknown>): void }) => void>((event) => event.later(wait));
    const receiver = createReceiver(client, { secrets: secret, url, dedupe, onError: never }).onAny(handler);
    const send = async (): Promise<number> => (await receiver.fetch(requestOf(withId('a')))).status;
    expect([await send(), await send()]).toEqual([202, 503]);
    open();
    await vi.waitFor(async () => expect(await send()).toBe(204));
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('tells onError when it fails, and lets the delivery come again', async () => {
    const errors: unknown[] = [];
    const broken = new Error('broken');
    let fails = true;
    const receiver = createReceiver(client, {
      secrets: secret,
      url,
      dedupe: memoryStore(),
      onError: (error) => errors.push(error),
    });
    receiver.onAny((event) => {
      event.later(Promise.resolve('first'));
      event.later(fails ? Promise.reject(broken) : Promise.resolve());
    });
    const send = async (): Promise<number> => (await receiver.fetch(requestOf(withId('a')))).status;
    expect(await send()).toBe(202);
    await vi.waitFor(() => expect(errors).toEqual([broken]));
    fails = false;
    expect(await send()).toBe(202);
    await vi.waitFor(async () => expect(await send()).toBe(204));
  });

  it('is handed to the platform', async () => {
    const kept: Promise<unknown>[] = [];
    const context = {
      kept,
      waitUntil(work: Promise<unknown>) {
        this.kept.push(work);
      },
    };
    const receiver = createReceiver(client, { secrets: secret, url, onError: () => {} });
    receiver.onAny((event) => event.later(Promise.reject(new Error('broken'))));
    const response = await receiver.fetch(requestOf(withId('a')), { env: 1 }, context);
    expect(response.status).toBe(202);
    expect(kept.length).toBeGreaterThan(0);
    await expect(Promise.all(kept)).resolves.toBeDefined();
  });

  test.each([
    ['throws', { waitUntil: never }],
    ['is something else', { waitUntil: 1 }],
    ['is not there', undefined],
    ['is null', null],
  ])('goes on where waitUntil %s', async (_, context) => {
    const errors: unknown[] = [];
    const receiver = createReceiver(client, { secrets: secret, url, onError: (error) => errors.push(error) });
    receiver.onAny((event) => event.later(Promise.reject(new Error('broken'))));
    expect((await receiver.fetch(requestOf(withId('a')), context)).status).toBe(202);
    await vi.waitFor(() => expect(errors).toContainEqual(new Error('broken')));
  });

  it('may begin after the answer, and of a delivery that nobody answers', async () => {
    const errors: unknown[] = [];
    const receiver = createReceiver(client, { secrets: secret, url, onError: (error) => errors.push(error) });
    let late: { later(work: Promise<unknown>): void } | undefined;
    receiver.onAny((event) => {
      late = event;
    });
    await receiver.fetch(requestOf(withId('a')));
    late?.later(Promise.reject(new Error('after the answer')));
    const outcome = await receiver.verifyAndParse(withId('a'));
    if (outcome.kind === 'event') outcome.later(Promise.reject(new Error('without an answer')));
    await vi.waitFor(() => expect(errors).toHaveLength(2));
  });
});

describe('the store in memory', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('knows what is pending and what is done', async () => {
    const store = memoryStore();
    expect([store.claim('a'), store.claim('a')]).toEqual(['new', 'pending']);
    await store.done('a');
    expect(store.claim('a')).toBe('done');
    await store.release('a');
    expect(store.claim('a')).toBe('new');
  });

  it('forgets after its time', async () => {
    const store = memoryStore({ ttl: 60, lease: 10 });
    await store.claim('a');
    vi.advanceTimersByTime(9_999);
    expect(store.claim('a')).toBe('pending');
    vi.advanceTimersByTime(1);
    expect(store.claim('a')).toBe('new');
    await store.done('a');
    vi.advanceTimersByTime(59_999);
    expect(store.claim('a')).toBe('done');
    vi.advanceTimersByTime(1);
    expect(store.claim('a')).toBe('new');
  });

  it('is bounded, and forgets the oldest first', async () => {
    const store = memoryStore({ most: 3 });
    for (const id of ['a', 'b', 'c']) await store.claim(id);
    await store.done('a');
    await store.claim('d');
    expect(['a', 'c', 'd'].map((id) => store.claim(id))).toEqual(['done', 'pending', 'pending']);
    expect(store.claim('b')).toBe('new');
  });
});
