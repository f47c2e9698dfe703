import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { send } from '../../src/api/send.ts';
import { RunError } from '../../src/findings/run-error.ts';
import { readSetting } from '../../src/readiness/set-values.ts';
import { describeSend, sendAsJson } from '../../src/reporters/send.ts';
import { verify } from '../../src/signatures/verify.ts';
import { bytesOf, kiosk, root, serve } from './servers.ts';
import type { TestServer } from './servers.ts';

interface Received {
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function listen(answer: (count: number) => number = () => 204) {
  const received: Received[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(request);
    const { rawHeaders, method = '' } = request;
    const headers = rawHeaders.flatMap((name, index): [string, string][] =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
    );
    received.push({ method, headers, body: body.toString() });
    response.writeHead(answer(received.length)).end();
  };
  const server = await serve((request, response) => void receive(request, response));
  servers.push(server);
  return { url: server.url, received };
}

const secret = 'a secret of the tests';
const plain = { colour: false, unicode: true, width: 80 };

describe('a delivery', () => {
  test('is the documented example, signed for the URL', async () => {
    const { url, received } = await listen();
    const result = await send(kiosk, { event: 'order.placed', to: url, secret });
    expect(result).toMatchObject({ isAccepted: true, origin: 'documented example "placed"', problems: [], notes: [] });
    expect(result.answer?.status).toBe(204);
    const { contract } = await loadContract(kiosk);
    if (contract?.authentication.kind !== 'signature') throw new Error('the contract signs');
    const [first] = received;
    expect(JSON.parse(first?.body ?? '')).toEqual(contract.events[0]?.examples[0]?.payload);
    const headers = first?.headers ?? [];
    const delivery = { method: 'POST', url, headers, body: Buffer.from(first?.body ?? '') };
    expect(verify(contract.authentication.scheme, { ...delivery, secrets: [{ value: secret }] }).valid).toBe(true);
  });

  test('is signed for the registered URL when that is another one', async () => {
    const { url, received } = await listen();
    const registered = 'https://hooks.example.com/kiosk';
    await send(kiosk, { event: 'order.placed', to: url, url: registered, secret });
    await send(kiosk, { event: 'order.placed', to: url, secret });
    const [one, other] = received.map(({ headers }) => headers.find(([name]) => name === 'X-Kiosk-Signature')?.[1]);
    expect(one).toMatch(/^[\da-f]{64}$/);
    expect(one).not.toBe(other);
  });

  test('is a sample where no example is documented, the same for the same seed', async () => {
    const { url, received } = await listen();
    const result = await send(kiosk, { event: 'order.closed', to: url, secret });
    await send(kiosk, { event: 'order.closed', to: url, secret, seed: 1 });
    await send(kiosk, { event: 'order.closed', to: url, secret, seed: 2 });
    expect(result.origin).toBe('no example is documented: sample of seed 1');
    const bodies = received.map(({ body }) => body);
    expect(bodies[0]).toBe(bodies[1]);
    expect(bodies[0]).not.toBe(bodies[2]);
  });

  test("is a body of one's own, byte for byte, whose event finds itself", async () => {
    const { url, received } = await listen();
    const text =
      '{ "type": "order.closed", "id":"1", "sent":"2025-03-01T09:30:00Z", "data":{"number":1.0,"status":"open"} }\n';
    const result = await send(kiosk, { to: url, secret, data: Buffer.from(text) });
    expect(result.event).toBe('order.closed');
    expect(received[0]?.body).toBe(text);
  });

  test('has further headers, and shows no secret', async () => {
    const { url, received } = await listen();
    const headers = [
      { name: 'X-Tenant', value: '7' },
      { name: 'X-Key', value: 'never shown', variable: 'KIOSK_KEY' },
    ];
    const result = await send(kiosk, { event: 'order.placed', to: url, secret, headers });
    expect(received[0]?.headers).toContainEqual(['X-Key', 'never shown']);
    for (const text of [describeSend(result, plain), sendAsJson(result)]) {
      expect(text).not.toContain('never shown');
      expect(text).not.toContain(secret);
      expect(text).toContain('$KIOSK_KEY');
      expect(text).toMatch(/X-Tenant.*7/s);
    }
  });

  test('shows a header that is the secret by the name of its variable', async () => {
    const { url, received } = await listen();
    const to = { event: 'positionCalled', to: url, secret: 'never shown', secretName: 'DESK_KEY', cwd: root };
    const result = await send('ombori@2.0.0', to);
    expect(received[0]?.headers).toContainEqual(['Authorization', 'never shown']);
    expect(describeSend(result, plain)).toContain('> Authorization: $DESK_KEY\n');
  });
});

describe('values that are set', () => {
  const sent = async (...settings: string[]) => {
    const { url, received } = await listen();
    await send(kiosk, { event: 'order.placed', to: url, secret, force: true, set: settings.map(readSetting) });
    return (JSON.parse(received[0]?.body ?? '') as { data: Record<string, unknown> }).data;
  };

  test.each([
    ['data.status=lost', 'status', 'lost'],
    ['data.number=12', 'number', 12],
    ['/data/guest/name="7"', 'guest', { name: '7', phone: null }],
    ['data.items.0.count=3', 'items', [{ title: 'Tea', count: 3 }]],
    ['data.items.-={"title":"Cake"}', 'items', [{ title: 'Tea', count: 2 }, { title: 'Cake' }]],
    ['data.new.thing=true', 'new', { thing: true }],
    ['data.note=a=b', 'note', 'a=b'],
    ['data.context.page=bill', 'context', '{"page":"bill","depth":1}'],
    ['data.context.more.deep=[1]', 'context', '{"page":"menu","depth":1,"more":{"deep":[1]}}'],
    ['data.context="{}"', 'context', '{}'],
  ])('%s', async (setting, name, expected) => {
    expect((await sent(setting))[name]).toEqual(expected);
  });

  test('one after the other', async () => {
    expect(await sent('data.guest={}', 'data.guest.name=A')).toMatchObject({ guest: { name: 'A' } });
  });

  test.each([
    ['data.number.x=1', /data\.number\.x cannot be set: \/data\/number has no members/],
    ['data.note.x=1', /\/data\/note has no members/],
    ['data.items.4=1', /is a list of 1, and has no place "4"/],
    ['/data/~x=1', /"~" must be followed by 0 or 1/],
  ])('%s leads nowhere', async (setting, message) => {
    await expect(sent(setting)).rejects.toThrow(message);
  });

  test('need a path', () => {
    expect(() => readSetting('status')).toThrow(RunError);
  });
});

describe('what is not sent', () => {
  const refused = async (options: object): Promise<RunError> => {
    const { url, received } = await listen();
    const base = { event: 'order.placed', to: url, secret };
    const error: unknown = await send(kiosk, { ...base, ...options }).catch((reason: unknown) => reason);
    expect(received).toEqual([]);
    if (!(error instanceof RunError)) throw error;
    return error;
  };

  test('a body that breaks the contract, unless by force', async () => {
    const set = [{ path: 'data.number', value: 'seven' }];
    const error = await refused({ set });
    expect(error.findings.map(({ message }) => message)).toEqual([
      '/data/number must be an integer, got string "seven".',
    ]);
    expect(error.help).toContain('--force');
    const { url, received } = await listen(() => 422);
    const result = await send(kiosk, { event: 'order.placed', to: url, secret, set, force: true });
    expect(result).toMatchObject({ isAccepted: false, problems: [expect.stringContaining('/data/number')] });
    expect(received).toHaveLength(1);
  });

  test('a body of another event', async () => {
    const error = await refused({ event: 'order.closed', data: { type: 'order.placed' } });
    expect(error.findings[0]?.message).toBe('/type says "order.placed": that is order.placed, not order.closed.');
  });

  test('a body that is no JSON', async () => {
    expect((await refused({ data: Buffer.from('{"type":') })).findings[0]?.message).toContain('not JSON');
    expect((await refused({ event: undefined, data: Buffer.from('{') })).message).toContain('names no event');
  });

  test('anything without the secret of a vendor that signs', async () => {
    expect((await refused({ secret: undefined })).help).toContain('--secret-env');
  });

  test('anything to another machine, unasked', async () => {
    expect((await refused({ to: 'https://hooks.example.com/' })).message).toContain('not this machine');
  });

  test('an event or example that nobody documents', async () => {
    expect((await refused({ event: 'order.place' })).help).toContain('Did you mean order.placed?');
    expect((await refused({ example: 'place' })).help).toContain('Did you mean "placed"?');
    expect((await refused({ event: 'order.closed', example: 'x' })).help).toContain('--from sample');
  });

  test('a header that no message can hold', async () => {
    expect((await refused({ headers: [{ name: 'a b', value: '' }] })).message).toContain('"a b"');
    const { message } = await refused({ headers: [{ name: 'a', value: 'x\r\ny: z' }] });
    expect(message).not.toContain('z');
  });
});

describe('the same delivery many times', () => {
  test('is summed up', async () => {
    const { url, received } = await listen((count) => (count % 10 === 0 ? 503 : 204));
    const seen: number[] = [];
    const onAnswer = (_: unknown, done: number): number => seen.push(done);
    const result = await send(kiosk, { event: 'order.placed', to: url, secret, repeat: 100, parallel: 5, onAnswer });
    expect(received).toHaveLength(100);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(result.isAccepted).toBe(false);
    const { answers, latency, sent, accepted } = result.summary;
    expect({ answers, sent, accepted }).toEqual({
      sent: 100,
      accepted: 90,
      answers: [
        { answer: '204', count: 90 },
        { answer: '503', count: 10 },
      ],
    });
    const { median, p90, p95, p99, greatest } = latency;
    const times = [median, p90, p95, p99, greatest];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(describeSend(result, plain)).toMatch(/Not accepted: 90 of 100 deliveries/);
  });

  test('can be ended', async () => {
    const stop = new AbortController();
    const { url, received } = await listen((count) => {
      if (count === 20) stop.abort();
      return 204;
    });
    const result = await send(kiosk, { event: 'order.placed', to: url, secret, repeat: 5000, signal: stop.signal });
    expect(received.length).toBeLessThan(60);
    expect(result).toMatchObject({ isAccepted: false, summary: { isInterrupted: true, planned: 5000 } });
    const { sent } = result.summary;
    const text = describeSend(result, plain);
    expect(text).toContain(`\nInterrupted: ${sent} of 5000 deliveries sent, ${sent} accepted in `);
    expect(text).not.toContain('Not accepted');
  });

  test('can be ended before the first, or after the last', async () => {
    const { url } = await listen();
    const options = { event: 'order.placed', to: url, secret };
    const before = await send(kiosk, { ...options, signal: AbortSignal.abort() });
    expect(before).toMatchObject({ isAccepted: false, summary: { isInterrupted: true, sent: 0 } });
    expect(describeSend(before, plain)).toMatch(/\n\nInterrupted: 0 of 1 deliveries sent\.\n$/);
    const stop = new AbortController();
    const after = await send(kiosk, { ...options, signal: stop.signal, onAnswer: () => stop.abort() });
    expect(after).toMatchObject({ isAccepted: true, summary: { isInterrupted: false, sent: 1 } });
  });

  test('tells what happened in place of an answer', async () => {
    const server = await serve((request) => void request.socket.destroy());
    servers.push(server);
    const result = await send(kiosk, { event: 'order.placed', to: server.url, secret, repeat: 3 });
    expect(result.summary.answers).toEqual([{ answer: 'connection ended', count: 3 }]);
  });
});
