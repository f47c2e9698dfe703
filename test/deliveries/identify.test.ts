import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identify } from '../../src/deliveries/identify.ts';
import type { IdentifiedDelivery } from '../../src/deliveries/identify-result.ts';
import { contract, object, validators } from './small-contracts.ts';

const text = { type: 'string' } as const;
const ticket = (id: object): ReturnType<typeof object> =>
  object({ type: text, data: object({ id: id as never, name: text }) });

const acme1 = contract('acme@1.0.0', ['/type'], {
  'ticket.created': { match: [['ticket.created']], schema: ticket(text) },
  'ticket.called': { match: [['ticket.called']], schema: ticket(text) },
});
const acme2 = contract(
  'acme@2.0.0',
  ['/type'],
  {
    'ticket.created': { match: [['ticket.created']], schema: ticket({ type: 'integer' }) },
  },
  { kind: 'header', header: 'X-Acme' },
);
const broken = contract('broken@1.0.0', ['/kind'], { a: { match: [['a']], schema: { type: 'nonsense' } } });
const contracts = [acme1, acme2];

async function only(input: string, among = contracts): Promise<IdentifiedDelivery> {
  const { deliveries, problems } = await identify(input, among, validators());
  const [delivery] = deliveries;
  if (delivery === undefined || deliveries.length > 1) throw new Error(JSON.stringify(problems));
  return delivery;
}

describe('identify', () => {
  test('a payload that a version accepts', async () => {
    const delivery = await only('{"type": "ticket.created", "data": {"id": "x", "name": "y"}}');
    expect(delivery.verdict).toBe('accepted');
    expect(delivery.best).toMatchObject({ contract: 'acme@1.0.0', event: 'ticket.created', status: 'accepted' });
    expect(delivery.matches.map(({ contract: id, status }) => [id, status])).toEqual([
      ['acme@1.0.0', 'accepted'],
      ['acme@2.0.0', 'deviates'],
    ]);
    expect(delivery.matches[1]?.deviations).toEqual([
      {
        pointer: '/data/id',
        message: 'must be an integer, got string "x"',
        schemaPointer: expect.stringContaining('/id/type') as string,
        line: 1,
        column: 43,
      },
    ]);
    expect(delivery.next[0]).toContain('captures/acme/ticket.created.live.json');
  });

  test('the newest version when several accept', async () => {
    const twin = contract('acme@1.1.0', ['/type'], {
      'ticket.created': { match: [['ticket.created']], schema: ticket(text) },
    });
    expect(
      (await only('{"type": "ticket.created", "data": {"id": "x", "name": "y"}}', [acme1, twin])).best?.contract,
    ).toBe('acme@1.1.0');
  });

  test('what the contract does not describe', async () => {
    const delivery = await only('{"type": "ticket.called",\n "data": {"id": "x", "name": "y", "more": 1}}');
    expect(delivery.best?.undocumented).toEqual([
      { pointer: '/data/more', message: 'is not documented', line: 2, column: 43 },
    ]);
    expect(delivery.next.join(' ')).toContain('One thing is not described');
  });

  test('a whole message says whether its proof is there', async () => {
    const body = '{"type": "ticket.created", "data": {"id": 1, "name": "y"}}';
    const bare = await only(`POST / HTTP/1.1\nHost: example.com\n\n${body}`);
    expect(bare.best?.proof).toEqual({ header: 'X-Acme', present: false });
    expect(bare.next.join(' ')).toContain('X-Acme is missing');
    const signed = await only(`POST / HTTP/1.1\nx-acme: y\n\n${body}`);
    expect(signed.best?.proof).toEqual({ header: 'X-Acme', present: true });
  });

  test('a payload of a known event that breaks its schema', async () => {
    const delivery = await only('curl https://example.com -d \'{"type": "ticket.called"}\'');
    expect(delivery.verdict).toBe('deviates');
    expect(delivery.best).toMatchObject({
      event: 'ticket.called',
      deviations: [{ pointer: '', message: 'must have the property "data"', line: 1, column: 30 }],
    });
  });

  test('an event that nobody knows, and the nearest', async () => {
    const delivery = await only('{"type": "ticket.create", "data": {"id": "x", "name": "y"}}');
    expect(delivery).toMatchObject({ verdict: 'unknown', best: undefined });
    expect(delivery.nearest[0]).toMatchObject({
      contract: 'acme@1.0.0',
      event: 'ticket.created',
      deviations: [
        { pointer: '/type', message: 'is "ticket.create"; this event has "ticket.created"', line: 1, column: 10 },
      ],
    });
    expect(delivery.next[0]).toContain('ticket.created of acme@1.0.0');
  });

  test('a payload without a type resembles by its shape', async () => {
    const delivery = await only('{"data": {"id": 1, "name": "y"}}');
    expect(delivery.nearest[0]).toMatchObject({
      contract: 'acme@2.0.0',
      event: 'ticket.created',
      deviations: [{ message: 'is missing; this event has "ticket.created"' }],
    });
  });

  test.each(['[1, 2]', 'null', '{"action": "opened", "issue": {"number": 1}}', '{}'])(
    '%s resembles nothing',
    async (payload) => {
      expect(await only(payload)).toMatchObject({ verdict: 'unknown', nearest: [] });
    },
  );

  test('no contracts', async () => {
    expect((await only('{}', [])).next[0]).toContain('Name a folder of contracts');
  });

  test('a contract that cannot be used says so and hinders no other', async () => {
    const delivery = await only('{"kind": "a"}', [broken, acme1]);
    expect(delivery.matches[0]).toMatchObject({ contract: 'broken@1.0.0', status: 'unusable' });
    const unknown = await only('{"kind": "b"}', [broken, acme1]);
    expect(unknown.verdict).toBe('unknown');
  });

  test('several deliveries in one text', async () => {
    const line = JSON.stringify({
      method: 'POST',
      headers: [],
      body: '{"type":"ticket.called","data":{"id":"x","name":"y"}}',
    });
    const { kind, deliveries, problems } = await identify(
      `${line}\n${line}\nnonsense\n{"method":"POST","body":"{"}`,
      contracts,
      validators(),
    );
    expect(kind).toBe('ndjson');
    expect(deliveries.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
    expect(problems.map(({ line: at }) => at)).toEqual([3, 4]);
  });

  test.each([
    ['POST / HTTP/1.1\n\n', { message: 'The delivery has no body.', line: 1 }],
    [
      'POST / HTTP/1.1\n\n{"a": 1,\n}',
      { message: 'The body is not JSON: there is a comma in front of } with nothing after it.', line: 3, column: 8 },
    ],
  ])('%j has no payload', async (input, problem) => {
    expect((await identify(input, contracts, validators())).problems).toEqual([problem]);
  });

  test('a body that is not UTF-8', async () => {
    const { problems } = await identify(Buffer.from('POST / HTTP/1.1\n\n\xff', 'latin1'), contracts, validators());
    expect(problems).toMatchObject([{ message: 'The body is not UTF-8, so it is not JSON.' }]);
  });

  test('the result is plain data, whatever the payload', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (payload) => {
        const result = await identify(payload, contracts, validators());
        expect(structuredClone(result)).toEqual(result);
      }),
      { numRuns: 50 },
    );
  });

  test('nesting of 10,000 levels', async () => {
    const deep = `${'{"data":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    expect((await only(deep)).verdict).toBe('unknown');
    expect((await only(`{"type": "ticket.created", "data": ${deep}}`)).verdict).toBe('deviates');
  });
});
