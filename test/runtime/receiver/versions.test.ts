import { describe, expect, it } from 'vitest';
import { createReceiver, deliveryOf, pingClient, secret } from './support.ts';
import type { ClientDefinition } from '../../../src/runtime/definition.ts';

type Event = ClientDefinition['events'][string];

const event = (isValid: Event['isValid'], match: Event['match'] = [['ping']]): Event => ({
  method: 'POST',
  match,
  isValid,
  schema: '',
});
const has =
  (name: string): Event['isValid'] =>
  (value) =>
    Object.hasOwn(value as object, name);

const first = pingClient({
  version: '1.0.0',
  events: { ping: event(has('one')) },
  delivery: { id: { pointer: ['one'] } },
});
const second = pingClient({
  version: '2.0.0',
  events: { ping: event(has('two')), pong: event(has('two'), [['pong']]) },
});
const receiver = createReceiver([second, first], { secrets: secret, url: undefined });
const read = (payload: object): ReturnType<typeof receiver.verifyAndParse> =>
  receiver.verifyAndParse(deliveryOf(payload));

describe('several versions at one endpoint', () => {
  it('are told apart by what they accept', async () => {
    expect(await read({ type: 'ping', one: 1 })).toMatchObject({
      kind: 'event',
      contract: 'acme@1.0.0',
      deliveryId: '1',
    });
    expect(await read({ type: 'ping', two: 1 })).toMatchObject({ kind: 'event', contract: 'acme@2.0.0' });
    expect(await read({ type: 'pong', two: 1 })).toMatchObject({ kind: 'event', contract: 'acme@2.0.0', name: 'pong' });
  });

  it('win in the order of the list', async () => {
    expect(await read({ type: 'ping', one: 1, two: 1 })).toMatchObject({ contract: 'acme@2.0.0' });
    const turned = createReceiver([first, second], { secrets: secret, url: undefined });
    expect(await turned.verifyAndParse(deliveryOf({ type: 'ping', one: 1, two: 1 }))).toMatchObject({
      contract: 'acme@1.0.0',
    });
  });

  it('explain what none of them accepts by one that knows the event', async () => {
    expect(await read({ type: 'ping' })).toMatchObject({ kind: 'invalid', contract: 'acme@2.0.0' });
    const turned = createReceiver([first, second], { secrets: secret, url: undefined });
    expect(await turned.verifyAndParse(deliveryOf({ type: 'pong' }))).toMatchObject({
      kind: 'invalid',
      contract: 'acme@2.0.0',
    });
    expect(await read({ type: 'pang' })).toMatchObject({ kind: 'unknown-event', selector: ['pang'] });
  });
});

describe('events', () => {
  const named = (...match: Event['match'][]): ReturnType<typeof createReceiver<typeof first>> =>
    createReceiver(
      pingClient({
        selector: [{ header: 'x-event' }, { pointer: ['action'] }],
        events: Object.fromEntries(match.map((one, index) => [`event ${index}`, event(() => true, one)])),
      }),
      { secrets: secret, url: undefined },
    );
  const send = (receiver: ReturnType<typeof named>, header: string | undefined, payload: object): unknown =>
    receiver.verifyAndParse(deliveryOf(payload, { headers: header === undefined ? [] : [['X-Event', header]] }));

  it('are found by several parts, the one that names more of them first', async () => {
    const receiver = named([['push'], null], [['push'], ['closed', 'merged']], [['issue'], ['opened']]);
    expect(await send(receiver, 'push', { action: 'merged' })).toMatchObject({ name: 'event 1' });
    expect(await send(receiver, 'push', { action: 'other' })).toMatchObject({ name: 'event 0' });
    expect(await send(receiver, 'push', {})).toMatchObject({ name: 'event 0' });
    expect(await send(receiver, 'issue', {})).toMatchObject({ kind: 'unknown-event', selector: ['issue', undefined] });
    expect(await send(receiver, undefined, { action: 'opened' })).toMatchObject({ kind: 'unknown-event' });
  });

  it('are told apart by their schemas where the selector does not', async () => {
    const events = { one: event(has('one'), []), two: event(has('two'), []) };
    const receiver = createReceiver(pingClient({ selector: [], events }), { secrets: secret, url: undefined });
    expect(await receiver.verifyAndParse(deliveryOf({ two: 2 }))).toMatchObject({ kind: 'event', name: 'two' });
    expect(await receiver.verifyAndParse(deliveryOf({}))).toMatchObject({ kind: 'unknown-event', selector: [] });
  });

  it('called like parts of every object are events like others', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'length'];
    const events = Object.fromEntries(names.map((name) => [name, event(() => true, [[name]])]));
    const receiver = createReceiver(pingClient({ events }), { secrets: secret, url: undefined });
    const seen: string[] = [];
    for (const name of names) {
      receiver.on(name, () => seen.push(name));
      const request = deliveryOf(`{"type":${JSON.stringify(name)}}`);
      expect(await receiver.verifyAndParse(request)).toMatchObject({ kind: 'event', name });
      const { url, method, headers, body } = request;
      await receiver.fetch(
        new Request(url, { method, headers: headers.map((pair) => [...pair]), body: new Uint8Array(body) }),
      );
    }
    expect(seen).toEqual(names);
    expect(await receiver.verifyAndParse(deliveryOf('[]'))).toMatchObject({
      kind: 'unknown-event',
      selector: [undefined],
    });
  });
});

describe('parse', () => {
  const client = pingClient({
    selector: [{ header: 'x-event' }],
    events: { ping: event(has('one')), pong: event(has('two'), [['pong']]) },
  });

  it('recognises what was verified elsewhere', () => {
    expect(client.parse({ one: 1 }, [['X-Event', 'ping']])).toEqual({
      kind: 'event',
      name: 'ping',
      payload: { one: 1 },
    });
    expect(client.parse({}, [['X-Event', 'ping']])).toMatchObject({ kind: 'invalid', name: 'ping' });
    expect(client.parse({}, [['X-Event', 'pang']])).toEqual({ kind: 'unknown-event', selector: ['pang'] });
  });

  it('goes by the schemas where headers are not known', () => {
    expect(client.parse({ two: 1 })).toMatchObject({ kind: 'event', name: 'pong' });
    expect(client.parse({})).toEqual({ kind: 'unknown-event', selector: [undefined] });
  });
});
