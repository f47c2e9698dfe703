import { describe, expect, test } from 'vitest';
import type { Contract } from '../../src/asyncapi/model.ts';
import { compareContracts } from '../../src/compatibility/compare-contracts.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';
import { contract, payload } from './contracts/small-contract.ts';

type Settings = Pick<Partial<Contract>, 'selector' | 'authentication' | 'delivery' | 'endpointUrl'>;

const text: JsonSchema = { type: 'string' };
const whole: JsonSchema = { type: 'integer' };
const base = contract('1.0.0', { paid: payload('paid', { amount: text }), sent: payload('sent') });

const outline = (older: Contract, newer: Contract): readonly string[] => {
  const { forward, backward, bump, changes } = compareContracts(older, newer);
  return [
    `${forward} ${backward} ${bump}`,
    ...changes.map(({ rule, hurts, events, pointer }) => [rule, hurts.join('+'), events.join('+'), pointer].join(' ')),
  ];
};

describe('verdict and step', () => {
  test('a contract and itself', () => {
    expect(outline(base, base)).toEqual(['compatible compatible none']);
  });

  test('words only', () => {
    const described = payload('paid', { amount: { type: 'string', description: 'How much.' } });
    expect(outline(base, contract('1.0.1', { paid: described, sent: payload('sent') }))).toEqual([
      'compatible compatible patch',
    ]);
  });

  test('the order of events', () => {
    const turned = contract('1.0.0', { sent: payload('sent'), paid: payload('paid', { amount: text }) });
    expect(compareContracts(base, turned)).toMatchObject({ forward: 'compatible', backward: 'compatible' });
    expect(compareContracts(base, turned).changes).toEqual([]);
  });

  test('a type that changes breaks both sides, each with a payload and its place', () => {
    const comparison = compareContracts(
      base,
      contract('2.0.0', { paid: payload('paid', { amount: whole }), sent: payload('sent') }),
    );
    expect(comparison).toMatchObject({ forward: 'incompatible', backward: 'incompatible', bump: 'major' });
    const [forward] = comparison.changes;
    expect(forward).toMatchObject({
      rule: 'compatibility/payload-breaks',
      events: ['paid'],
      owner: 'paid',
      pointer: '/definitions/events.paid/properties/amount/type',
      side: 'older',
      hurts: ['forward'],
      older: { type: 'string' },
      newer: { type: 'integer' },
      witnesses: [
        { event: 'paid', part: 'payload', payload: { type: 'paid', amount: 0 }, refusals: [{ pointer: '/amount' }] },
      ],
    });
  });

  test('a property that is added, required, leaves old receivers alone: minor', () => {
    const more = contract('1.1.0', { paid: payload('paid', { amount: text, tip: text }), sent: payload('sent') });
    expect(outline(base, more)[0]).toBe('compatible incompatible minor');
  });

  test('a required property that goes breaks old receivers', () => {
    const less = contract('2.0.0', { paid: payload('paid'), sent: payload('sent') });
    expect(outline(base, less)).toEqual([
      'incompatible compatible major',
      'compatibility/payload-breaks forward paid /definitions/events.paid/required',
    ]);
  });

  test('a place in a shared model is one change for all events', () => {
    const order = (amount: JsonSchema): Contract =>
      contract(
        '1.0.0',
        { paid: { allOf: [{ $ref: '#/definitions/order' }] }, sent: { allOf: [{ $ref: '#/definitions/order' }] } },
        { models: { order: payload('order', { amount }) } },
      );
    expect(outline(order(text), order(whole))).toEqual([
      'incompatible incompatible major',
      'compatibility/payload-breaks forward paid+sent /definitions/order/properties/amount/type',
      'compatibility/payload-breaks backward paid+sent /definitions/order/properties/amount/type',
    ]);
  });

  test('what is undecided counts as major', () => {
    const hard = { type: 'string', pattern: '^(?=a)b' } as const;
    const newer = contract('1.1.0', { paid: payload('paid', { amount: hard }), sent: payload('sent') });
    const comparison = compareContracts(newer, base);
    expect(comparison).toMatchObject({ forward: 'undecided', bump: 'major' });
    expect(comparison.changes[0]).toMatchObject({ rule: 'compatibility/payload-undecided', witnesses: [] });
  });
});

describe('events', () => {
  test('one that is added demands minor, one that goes major', () => {
    const one = contract('1.0.0', { paid: payload('paid', { amount: text }) });
    expect(outline(one, base)).toEqual([
      'compatible compatible minor',
      'compatibility/event-added  sent /definitions/events.sent',
    ]);
    expect(outline(base, one)).toEqual([
      'incompatible incompatible major',
      'compatibility/event-removed forward+backward sent /definitions/events.sent',
    ]);
  });

  test('the same shape under another name is a hint', () => {
    const newer = contract('2.0.0', {
      paid: payload('paid', { amount: text }),
      shipped: payload('shipped'),
      opened: payload('opened', { at: text }),
    });
    const comparison = compareContracts(base, newer);
    expect(comparison.changes[0]?.message).toBe(
      'sent is gone. Its likely new name is shipped: that event has the same shape.',
    );
    expect(comparison.events).toMatchObject([
      { event: 'paid', status: 'same' },
      { event: 'shipped', status: 'added', likely: 'sent' },
      { event: 'opened', status: 'added' },
      { event: 'sent', status: 'removed', likely: 'shipped' },
    ]);
  });
});

describe('settings', () => {
  const payloads = { paid: payload('paid') };
  const scheme = { header: 'X-Signature', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{body}' } as const;
  const handshake = { method: 'POST', challenge: '/challenge', answer: { property: 'challenge' } } as const;
  const compared = (older: Settings, newer: Settings): readonly string[] =>
    outline(contract('1.0.0', payloads, older), contract('1.0.0', payloads, newer));

  test.each<[string, Settings, Settings, readonly string[]]>([
    [
      'another selector',
      {},
      { selector: [{ kind: 'header', header: 'X-Event' }] },
      ['incompatible incompatible major', 'compatibility/selector-changed forward+backward  /selector'],
    ],
    [
      'a signature where there was none',
      {},
      { authentication: { kind: 'signature', scheme } },
      ['compatible incompatible minor', 'compatibility/authentication-changed backward  /authentication'],
    ],
    [
      'a signature that goes',
      { authentication: { kind: 'signature', scheme } },
      {},
      ['incompatible compatible major', 'compatibility/authentication-changed forward  /authentication'],
    ],
    [
      'another algorithm',
      { authentication: { kind: 'signature', scheme } },
      { authentication: { kind: 'signature', scheme: { ...scheme, algorithm: 'hmac-sha512' } } },
      ['incompatible incompatible major', 'compatibility/authentication-changed forward+backward  /authentication'],
    ],
    [
      'another tolerance, which is the receiver’s own choice',
      { authentication: { kind: 'signature', scheme } },
      { authentication: { kind: 'signature', scheme: { ...scheme, tolerance: 60 } } },
      ['compatible compatible minor', 'compatibility/authentication-changed   /authentication'],
    ],
    [
      'less time to answer',
      { delivery: { timeout: 10 } },
      { delivery: { timeout: 5 } },
      ['incompatible compatible major', 'compatibility/delivery-changed forward  /delivery/timeout'],
    ],
    [
      'more time to answer',
      { delivery: { timeout: 5 } },
      { delivery: { timeout: 10 } },
      ['compatible compatible minor', 'compatibility/delivery-changed   /delivery/timeout'],
    ],
    [
      'a class of codes instead of one',
      { delivery: { success: ['200'] } },
      { delivery: { success: ['2xx'] } },
      ['compatible compatible minor', 'compatibility/delivery-changed   /delivery/success'],
    ],
    [
      'one code instead of a class',
      { delivery: { success: ['2xx'] } },
      { delivery: { success: ['200'] } },
      ['incompatible compatible major', 'compatibility/delivery-changed forward  /delivery/success'],
    ],
    [
      'a code that is a failure from now on',
      { delivery: { failure: ['5xx'] } },
      { delivery: { failure: ['4xx', '5xx'] } },
      ['incompatible compatible major', 'compatibility/delivery-changed forward  /delivery/failure'],
    ],
    [
      'behaviour that is documented for the first time',
      {},
      { delivery: { retries: { max: 3 } } },
      ['compatible compatible minor', 'compatibility/delivery-changed   /delivery/retries'],
    ],
    [
      'an id in another place',
      { delivery: { id: '/id' } },
      { delivery: { id: 'header:X-Id' } },
      ['incompatible incompatible major', 'compatibility/delivery-changed forward+backward  /delivery/id'],
    ],
    [
      'another thing that is ordered',
      { delivery: { order: '/at', orderKey: '/data/id' } },
      { delivery: { order: '/at', orderKey: '/data/visit' } },
      ['incompatible incompatible major', 'compatibility/delivery-changed forward+backward  /delivery/orderKey'],
    ],
    [
      'a thing that is ordered, said for the first time',
      { delivery: { order: '/at' } },
      { delivery: { order: '/at', orderKey: '/data/id' } },
      ['compatible compatible minor', 'compatibility/delivery-changed   /delivery/orderKey'],
    ],
    [
      'a handshake that is answered in another way',
      { delivery: { handshake: { ...handshake, answer: 'body' } } },
      { delivery: { handshake } },
      ['incompatible compatible major', 'compatibility/delivery-changed forward  /delivery/handshake'],
    ],
    [
      'the same, the other way round',
      { delivery: { handshake } },
      { delivery: { handshake: { ...handshake, answer: 'body' } } },
      ['incompatible compatible major', 'compatibility/delivery-changed forward  /delivery/handshake'],
    ],
    [
      'a handshake that is no longer documented',
      { delivery: { handshake } },
      {},
      ['compatible compatible minor', 'compatibility/delivery-changed   /delivery/handshake'],
    ],
    [
      'fewer URLs that can be registered',
      { endpointUrl: { type: 'string' } },
      { endpointUrl: { type: 'string', maxLength: 512 } },
      ['incompatible compatible major', 'compatibility/endpoint-url-changed forward  /endpointUrl'],
    ],
    [
      'more URLs that can be registered',
      { endpointUrl: { type: 'string', maxLength: 512 } },
      { endpointUrl: { type: 'string' } },
      ['compatible compatible minor', 'compatibility/endpoint-url-changed   /endpointUrl'],
    ],
  ])('%s', (_, older, newer, expected) => {
    expect(compared(older, newer)).toEqual(expected);
  });

  test('method, content type and selector value of an event', () => {
    const [event] = base.events;
    if (event === undefined) throw new Error('the base has events');
    const changed = { ...event, method: 'PUT', contentType: 'text/json', match: [['payment']] };
    expect(outline({ ...base, events: [event] }, { ...base, events: [changed] })).toEqual([
      'incompatible incompatible major',
      'compatibility/method-changed forward+backward paid /events/paid/method',
      'compatibility/content-type-changed forward+backward paid /events/paid/contentType',
      'compatibility/selector-value-changed forward+backward paid /events/paid/match',
    ]);
  });
});

describe('headers', () => {
  const headed = (headers: JsonSchema): Contract => contract('1.0.0', { paid: payload('paid') }, { headers });
  const header = (name: string): JsonSchema => ({ type: 'object', required: [name], properties: { [name]: text } });

  test('a header that goes breaks old receivers', () => {
    const comparison = compareContracts(headed(header('X-Id')), headed({ type: 'object' }));
    expect(comparison).toMatchObject({ forward: 'incompatible', backward: 'compatible' });
    expect(comparison.changes[0]?.witnesses).toMatchObject([{ part: 'headers', payload: {} }]);
  });

  test('names are compared without case', () => {
    expect(compareContracts(headed(header('X-Id')), headed(header('x-id')))).toMatchObject({
      forward: 'compatible',
      backward: 'compatible',
    });
  });
});

describe('corrections of our own reading', () => {
  const newer = (corrections: Contract['corrections']): Contract =>
    contract('2.0.0', { paid: payload('paid', { amount: whole }) }, { corrections });
  const reasons = (corrections: Contract['corrections']): readonly (string | undefined)[] =>
    compareContracts(base, newer(corrections)).changes.map(({ correction }) => correction);

  test('are told apart by event and place, and hurt all the same', () => {
    expect(reasons([])).toEqual([undefined, undefined, undefined]);
    expect(reasons([{ event: 'paid', pointer: '/amount', reason: 'Misread.' }])).toEqual([
      undefined,
      'Misread.',
      'Misread.',
    ]);
    expect(reasons([{ event: 'paid', pointer: '/am', reason: 'Misread.' }])).toEqual([undefined, undefined, undefined]);
    expect(reasons([{ event: 'sent', reason: 'It never was.' }])).toEqual(['It never was.', undefined, undefined]);
    expect(compareContracts(base, newer([{ reason: 'All of it.' }]))).toMatchObject({
      forward: 'incompatible',
      bump: 'major',
    });
  });
});
