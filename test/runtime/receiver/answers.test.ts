import { describe, expect, it, test, vi } from 'vitest';
import type { Delivery, Receiver, Refusal } from '../../../src/runtime/api.ts';
import { clientOf, createReceiver, deliveryOf, pingClient, read, requestOf, secret, shipped, url } from './support.ts';
import type { Signed } from './support.ts';

const options = { secrets: secret, url };
const ping = { type: 'ping', count: 1 };
const problemType = 'application/problem+json';

function receiverOf(more: object = {}): Receiver<Signed> {
  return createReceiver(pingClient(), { ...options, ...more });
}

async function answerTo(delivery: Delivery, receiver = receiverOf()): ReturnType<typeof read> {
  return read(await receiver.fetch(requestOf(delivery)));
}

describe('handled', () => {
  it('answers 204 and hands each handler the event', async () => {
    const seen: unknown[] = [];
    const receiver = receiverOf()
      .on('ping', (event) => seen.push(['ping', event]))
      .on(['ping', 'pong'], async (event) => seen.push(['either', event.name]))
      .onAny(({ name }) => seen.push(['any', name]))
      .on('pong', () => seen.push('never'));
    const delivery = deliveryOf(ping);
    expect(await answerTo(delivery, receiver)).toMatchObject({ status: 204, text: '' });
    expect(seen).toEqual([
      [
        'ping',
        {
          kind: 'event',
          contract: 'acme@1.0.0',
          name: 'ping',
          payload: ping,
          stale: undefined,
          secretId: undefined,
          deliveryId: expect.stringMatching(/^[\da-f]{64}$/),
          later: expect.any(Function),
          delivery: {
            method: 'POST',
            url,
            body: delivery.body,
            headers: expect.arrayContaining([['content-type', 'application/json']]),
          },
        },
      ],
      ['either', 'ping'],
      ['any', 'ping'],
    ]);
  });

  it('calls handlers one after the other, and waits for them', async () => {
    const seen: string[] = [];
    const receiver = receiverOf()
      .on('ping', async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push('first');
      })
      .onAny(() => seen.push('second'));
    await answerTo(deliveryOf(ping), receiver);
    expect(seen).toEqual(['first', 'second']);
  });

  it('answers 204 where nobody handles the event', async () => {
    expect(await answerTo(deliveryOf(ping))).toMatchObject({ status: 204 });
  });

  test.each([
    [['200'], 200, 200],
    [['201', '200'], 201, 201],
    [['2xx'], 204, 202],
    [['200', '204'], 204, 200],
    [['200', '202'], 200, 202],
    [['3xx'], 200, 200],
  ])('a vendor that takes %j for success gets %i, and %i when work goes on', async (success, handled, goesOn) => {
    const receiver = createReceiver(pingClient({ delivery: { success } }), options);
    expect(await answerTo(deliveryOf(ping), receiver)).toMatchObject({ status: handled, text: '' });
    receiver.onAny((event) => event.later(Promise.resolve()));
    expect(await answerTo(deliveryOf(ping), receiver)).toMatchObject({ status: goesOn, text: '' });
  });

  it('gives every documented example of the shipped contracts to the handler of its event', async () => {
    for (const vendor of ['qminder', 'waitwhile'] as const) {
      const client = await clientOf(vendor);
      const receiver = createReceiver(client, options);
      const { contract, scheme } = await shipped(vendor);
      for (const event of contract.events) {
        for (const { payload } of event.examples) {
          const outcome = await receiver.verifyAndParse(deliveryOf(payload, { scheme }));
          expect(outcome).toMatchObject({ kind: 'event', name: event.name, payload, contract: contract.id });
        }
      }
    }
  });
});

describe('what the contract does not accept', () => {
  const invalid = { type: 'ping', count: 'many' };

  it('is answered 204, so that the vendor goes on, and handed to onInvalid', async () => {
    const seen: unknown[] = [];
    const receiver = receiverOf()
      .onInvalid((event) => seen.push(event))
      .onAny(() => seen.push('any'))
      .onUnknownEvent(() => seen.push('unknown'));
    expect(await answerTo(deliveryOf(invalid), receiver)).toMatchObject({ status: 204, text: '' });
    expect(seen).toEqual([
      expect.objectContaining({
        kind: 'invalid',
        contract: 'acme@1.0.0',
        name: 'ping',
        payload: invalid,
        violations: [expect.objectContaining({ pointer: '/count' })],
      }),
    ]);
  });

  it('is answered 422 with onInvalid: reject, without values', async () => {
    const seen: unknown[] = [];
    const receiver = receiverOf({ onInvalid: 'reject' }).onInvalid((event) => seen.push(event.name));
    const { status, json, headers } = await answerTo(deliveryOf(invalid), receiver);
    expect(status).toBe(422);
    expect(new Map(headers).get('content-type')).toBe(problemType);
    expect(json).toEqual({
      status: 422,
      violations: [{ pointer: '/count', keyword: 'type' }],
    });
    expect(seen).toEqual(['ping']);
  });

  it('is answered 422 even when onInvalid throws', async () => {
    const errors: unknown[] = [];
    const receiver = receiverOf({ onInvalid: 'reject', onError: (error: unknown) => errors.push(error) }).onInvalid(
      () => {
        throw new Error('broken');
      },
    );
    expect(await answerTo(deliveryOf(invalid), receiver)).toMatchObject({ status: 422 });
    expect(errors).toEqual([new Error('broken')]);
  });

  it('is handed to onUnknownEvent when no event of the contract fits, and answered 204', async () => {
    const seen: unknown[] = [];
    const receiver = receiverOf({ onInvalid: 'reject' })
      .onUnknownEvent((event) => seen.push(event))
      .onInvalid(() => seen.push('invalid'));
    for (const payload of [{ type: 'pang' }, {}, [], null, 1, 'text', { type: { type: 'ping' } }]) {
      expect(await answerTo(deliveryOf(JSON.stringify(payload)), receiver)).toMatchObject({ status: 204 });
    }
    expect(seen).toHaveLength(7);
    expect(seen[0]).toMatchObject({ kind: 'unknown-event', selector: ['pang'], payload: { type: 'pang' } });
    expect(seen[1]).toMatchObject({ selector: [undefined] });
  });
});

describe("what is not the vendor's", () => {
  function refusing(more: object = {}): { receiver: ReturnType<typeof receiverOf>; refusals: Refusal[] } {
    const refusals: Refusal[] = [];
    const receiver = receiverOf(more)
      .onAny(() => expect.unreachable())
      .onRefused((refusal) => refusals.push(refusal));
    return { receiver, refusals };
  }

  it('is answered 401, and whoever sent it is not told why', async () => {
    const { receiver, refusals } = refusing();
    const unsigned = { ...deliveryOf(ping), headers: [] };
    const forged = deliveryOf(ping, { secret: 'another' });
    const malformed: Delivery = { ...deliveryOf(ping), headers: [['X-Acme-Signature', 'abc']] };
    const answers = [];
    for (const delivery of [unsigned, forged, malformed]) answers.push(await answerTo(delivery, receiver));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"status":401}']));
    expect(new Map(answers[0]?.headers).get('www-authenticate')).toBe('Webhook');
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'signature-missing',
      'signature-mismatch',
      'signature-malformed',
    ]);
    expect(refusals[0]?.message).toContain('X-Acme-Signature');
  });

  it('is answered 401 before anything is said about its content', async () => {
    const { receiver } = refusing();
    const strange = { headers: [['Content-Type', 'text/plain']] } as const;
    for (const body of ['', 'no JSON', '{"type":"pang"}']) {
      const { headers, ...rest } = deliveryOf(body, { secret: 'another' });
      expect(await answerTo({ ...rest, headers: [...headers.slice(1), ...strange.headers] }, receiver)).toMatchObject({
        status: 401,
      });
    }
  });

  it('answers 405 with Allow to other methods', async () => {
    const { receiver, refusals } = refusing();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await answerTo(deliveryOf(ping, { method }), receiver);
      expect([method, status, new Map(headers).get('allow')]).toEqual([method, 405, 'POST']);
    }
    expect(refusals.every(({ reason }) => reason === 'method')).toBe(true);
  });

  it('accepts the methods of the contract', async () => {
    const { ping: event } = { ping: { method: 'PUT', match: [['ping']], isValid: () => true, schema: '' } };
    const receiver = createReceiver(pingClient({ events: { ping: event } }), options);
    expect(await answerTo(deliveryOf(ping, { method: 'PUT' }), receiver)).toMatchObject({ status: 204 });
    expect(await answerTo(deliveryOf(ping), receiver)).toMatchObject({ status: 405 });
  });

  it('answers 413 over the limit, by the header before a byte is read', async () => {
    const { receiver, refusals } = refusing({ limit: 40 });
    const large = deliveryOf({ ...ping, text: 'x'.repeat(40) });
    expect(await answerTo(large, receiver)).toMatchObject({ status: 413 });
    const declared = { ...large, headers: [...large.headers, ['Content-Length', '41'] as const] };
    const body = new ReadableStream({ pull: () => expect.unreachable() }, { highWaterMark: 0 });
    const request = new Request(url, {
      method: 'POST',
      headers: declared.headers.map((pair) => [...pair]),
      body,
      duplex: 'half',
    });
    expect(await read(await receiver.fetch(request))).toMatchObject({ status: 413 });
    expect(refusals.map(({ reason }) => reason)).toEqual(['too-large', 'too-large']);
    expect(await answerTo(deliveryOf(ping), receiverOf({ limit: 25 }))).toMatchObject({ status: 204 });
  });

  it('has a limit of 1 MiB', async () => {
    const pad = (size: number): Delivery => deliveryOf(JSON.stringify(ping).padEnd(size));
    expect(await answerTo(pad(1_048_576))).toMatchObject({ status: 204 });
    expect(await answerTo(pad(1_048_577))).toMatchObject({ status: 413 });
  });

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/jsonp', 415],
    ['text/json', 415],
    ['', 204],
    ['application/json', 204],
    ['APPLICATION/JSON; charset=utf-8', 204],
    ['application/json ; charset="utf-8"', 204],
    ['application/vnd.acme.v1+json', 204],
    ['application/cloudevents+json;charset=utf-8', 204],
  ])('content type "%s": %i', async (type, status) => {
    const { headers, ...rest } = deliveryOf(ping);
    const delivery = { ...rest, headers: [...headers.slice(1), ['Content-Type', type] as const] };
    expect(await answerTo(delivery)).toMatchObject({ status });
  });

  it('accepts a delivery without a content type', async () => {
    const { headers, ...rest } = deliveryOf(ping);
    const outcome = await receiverOf().verifyAndParse({ ...rest, headers: headers.slice(1) });
    expect(outcome).toMatchObject({ kind: 'event' });
  });

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a part of JSON', '{"type":"ping"'],
    ['JSON and more', '{"type":"ping"} {}'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['UTF-16', new Uint8Array(Buffer.from('{"type":"ping"}', 'utf16le'))],
    ['two byte order marks', '\u{feff}\u{feff}{}'],
  ])('answers 400 to %s', async (_, body) => {
    const { receiver, refusals } = refusing();
    expect(await answerTo(deliveryOf(body), receiver)).toMatchObject({
      status: 400,
      json: { status: 400, reason: 'not-json' },
    });
    expect(refusals).toEqual([expect.objectContaining({ status: 400, reason: 'not-json' })]);
    expect(refusals[0]?.message).not.toContain('hello');
  });

  it('reads past a byte order mark', async () => {
    expect(await answerTo(deliveryOf(`\u{feff}${JSON.stringify(ping)}`))).toMatchObject({ status: 204 });
  });
});

describe('when something throws', () => {
  it('answers 500 without a word of it, and tells onError', async () => {
    const errors: unknown[] = [];
    const broken = new Error('the database password is 1234');
    for (const handler of [
      (): never => {
        throw broken;
      },
      async (): Promise<never> => {
        throw broken;
      },
    ]) {
      const receiver = receiverOf({
        onError: (error: unknown, delivery: Delivery) => errors.push([error, delivery.url]),
      });
      const { status, json } = await answerTo(deliveryOf(ping), receiver.on('ping', handler));
      expect([status, json]).toEqual([500, { status: 500 }]);
    }
    expect(errors).toEqual([
      [broken, url],
      [broken, url],
    ]);
  });

  it('writes the error alone to the console by default', async () => {
    const write = vi.spyOn(console, 'error').mockReturnValue();
    const broken = new Error('broken');
    await answerTo(
      deliveryOf(ping),
      receiverOf().onAny(() => {
        throw broken;
      }),
    );
    expect(write.mock.calls).toEqual([[broken]]);
    write.mockRestore();
  });

  test.each([
    ['secrets', { secrets: (): never => expect.unreachable('no secrets') }],
    ['secrets, later', { secrets: async (): Promise<never> => expect.unreachable('no secrets') }],
    ['secrets that are empty', { secrets: () => ' ' }],
    ['secrets that are undefined', { secrets: async () => undefined }],
    ['verify', { secrets: undefined, url: undefined, verify: (): never => expect.unreachable('no verify') }],
  ])('answers 500 for %s', async (_, more) => {
    const errors: unknown[] = [];
    const receiver = receiverOf({ ...more, onError: (error: unknown) => errors.push(error) });
    expect(await answerTo(deliveryOf(ping), receiver)).toMatchObject({ status: 500, text: '{"status":500}' });
    expect(errors).toHaveLength(1);
    await expect(receiver.verifyAndParse(deliveryOf(ping))).rejects.toThrow(/no secrets|no verify|A secret is missing/);
  });

  it('survives an onError, an onRefused and a later that throw', async () => {
    const fail = async (): Promise<never> => {
      throw new Error('again');
    };
    const receiver = receiverOf({ onError: fail }).on('ping', fail).onRefused(fail);
    expect(await answerTo(deliveryOf(ping), receiver)).toMatchObject({ status: 500 });
    expect(await answerTo(deliveryOf(ping, { secret: 'x' }), receiver)).toMatchObject({ status: 401 });
  });
});

it('refuses handlers of events that do not exist', () => {
  expect(() => receiverOf().on('pang', () => {})).toThrow(new TypeError('There is no event "pang" in acme@1.0.0.'));
  expect(() => receiverOf().on('toString', () => {})).toThrow(TypeError);
});
