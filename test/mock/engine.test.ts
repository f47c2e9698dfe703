import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '../../src/asyncapi/model.ts';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import type { Engine, JudgedDelivery, Judgement } from '../../src/mock/engine.ts';
import { createFastEngine } from '../../src/mock/fast/create-fast-engine.ts';
import { createPrismEngine } from '../../src/mock/prism/create-prism-engine.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { loadShipped, pathOf, sketch, subjectsOf, typed } from './support.ts';
import type { Subject } from './support.ts';

const makers: Readonly<Record<Engine['name'], (contracts: readonly Contract[]) => Engine | Promise<Engine>>> = {
  fast: createFastEngine,
  prism: createPrismEngine,
};

interface Sent {
  readonly payload: Json;
  readonly headers?: JudgedDelivery['headers'];
  /** The event whose endpoint it comes to; that of all events when absent. */
  readonly to?: string;
}

async function judge(engine: Engine, contract: Contract, { payload, headers = [], to }: Sent): Promise<Judgement> {
  const { event } = identifyEvent(contract, payload, headers);
  return engine.judge({ contract, event: event?.name, payload, headers, path: pathOf(contract, to) });
}

describe('both engines judge alike', () => {
  let subjects: readonly Subject[] = [];
  let engines: readonly Engine[] = [];

  beforeAll(async () => {
    const contracts = await loadShipped();
    subjects = subjectsOf(contracts);
    engines = [createFastEngine(contracts), await createPrismEngine(contracts)];
  }, 60_000);

  test('every documented example is accepted, at the endpoint of all events and at its own', async () => {
    expect(subjects.length).toBeGreaterThan(15);
    for (const { contract, event, example } of subjects) {
      for (const engine of engines) {
        for (const to of [undefined, event.name]) {
          const judgement = await judge(engine, contract, {
            payload: example.payload,
            ...(to === undefined ? {} : { to }),
          });
          expect(judgement, `${engine.name}: ${contract.id} ${event.name}`).toEqual({ accepted: true, violations: [] });
        }
      }
    }
  });

  test('every mutant gets the verdict of the validators', async () => {
    const wrong: string[] = [];
    let refused = 0;
    for (const { contract, event, example, mutants, accepts } of subjects) {
      for (const [index, { kind, place, became, payload }] of mutants.entries()) {
        const expected = accepts(payload);
        if (!expected) refused += 1;
        // All of them meet Prism in test/slow/prism.test.ts.
        for (const engine of engines.filter(({ name }) => name === 'fast' || index % 5 === 0)) {
          const { accepted, violations, disagreement } = await judge(engine, contract, { payload });
          const isRight = accepted === expected && accepted === (violations.length === 0) && disagreement === undefined;
          if (!isRight)
            wrong.push(`${engine.name}: ${contract.id} ${event.name} ${example.name} ${kind} ${place} ${became}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(1000);
  });
});

describe.each(['fast', 'prism'] as const)('%s', (name) => {
  const engineFor = (contract: Contract): Engine | Promise<Engine> => makers[name]([contract]);

  test('an unknown event is refused where the selector looks', async () => {
    const contract = sketch({
      events: [
        { name: 'made', payload: typed('made') },
        { name: 'sold', payload: true },
      ],
    });
    const engine = await engineFor(contract);
    const judgement = await judge(engine, contract, { payload: { type: 'eaten' } });
    expect(judgement.violations).toMatchObject([
      { in: 'body', pointer: '/type', keyword: 'enum', expected: ['made', 'sold'], actual: 'eaten' },
    ]);
    expect(await judge(engine, contract, { payload: { type: 'sold', anything: 1 } })).toMatchObject({ accepted: true });
    expect(await judge(engine, contract, { payload: {} })).toMatchObject({ accepted: false });
    expect(await judge(engine, contract, { payload: [] })).toMatchObject({ accepted: false });
  });

  test('only what is wrong with the right event is reported', async () => {
    const contract = sketch({
      events: ['made', 'sold', 'eaten'].map((type) => ({ name: type, payload: typed(type, `${type}At`) })),
    });
    const { violations } = await judge(await engineFor(contract), contract, { payload: { type: 'sold' } });
    expect(violations).toMatchObject([{ in: 'body', pointer: '', keyword: 'required', expected: 'soldAt' }]);
  });

  test('the endpoint of one event takes no other', async () => {
    const contract = sketch({ events: ['made', 'sold'].map((type) => ({ name: type, payload: typed(type) })) });
    const engine = await engineFor(contract);
    expect(await judge(engine, contract, { payload: { type: 'sold' }, to: 'sold' })).toMatchObject({ accepted: true });
    const { violations } = await judge(engine, contract, { payload: { type: 'made' }, to: 'sold' });
    expect(violations).toMatchObject([{ pointer: '/type', keyword: 'enum', actual: 'made' }]);
  });

  test('headers are judged without case, those that authenticate are not', async () => {
    const headers = {
      type: 'object',
      required: ['X-Signature', 'X-Tenant'],
      properties: { 'X-Signature': { pattern: '^[0-9a-f]+$' }, 'X-Tenant': { type: 'string', pattern: '^t' } },
    };
    const contract = sketch({
      events: [{ name: 'made', payload: typed('made'), headers }],
      authentication: {
        kind: 'signature',
        scheme: { header: 'X-Signature', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{body}' },
      },
    });
    const engine = await engineFor(contract);
    const payload = { type: 'made' };
    const judged = (sent: JudgedDelivery['headers']): Promise<Judgement> =>
      judge(engine, contract, { payload, headers: sent });
    expect(await judged([['x-TENANT', 't1']])).toEqual({ accepted: true, violations: [] });
    expect((await judged([])).violations).toMatchObject([{ in: 'headers', keyword: 'required', expected: 'X-Tenant' }]);
    expect((await judged([['X-Tenant', 'nobody']])).violations).toMatchObject([
      { in: 'headers', pointer: '/X-Tenant', keyword: 'pattern', actual: 'nobody' },
    ]);
  });

  test('a selector that looks at a header and into the payload', async () => {
    const contract = sketch({
      selector: [
        { kind: 'header', header: 'X-Event' },
        { kind: 'pointer', pointer: '/action' },
      ],
      events: [
        { name: 'push', payload: { required: ['ref'] }, match: [['push'], undefined] },
        { name: 'issue.opened', payload: { required: ['issue'] }, match: [['issue'], ['opened']] },
      ],
    });
    const engine = await engineFor(contract);
    const judged = (event: string | undefined, payload: Json, to?: string): Promise<Judgement> =>
      judge(engine, contract, {
        payload,
        headers: event === undefined ? [] : [['x-event', event]],
        ...(to === undefined ? {} : { to }),
      });
    expect(await judged('push', { ref: 'main' })).toMatchObject({ accepted: true });
    expect(await judged('push', { action: 'opened', ref: 'main' })).toMatchObject({ accepted: true });
    expect(await judged('issue', { action: 'opened', issue: {} }, 'issue.opened')).toMatchObject({ accepted: true });
    expect(await judged('issue', { action: 'opened' })).toMatchObject({ accepted: false });
    expect(await judged('issue', { action: 'closed' })).toMatchObject({ accepted: false });
    expect(await judged('fork', {})).toMatchObject({ accepted: false });
    expect(await judged(undefined, { ref: 'main' })).toMatchObject({ accepted: false });
    expect(await judged('push', { ref: 'main' }, 'issue.opened')).toMatchObject({ accepted: false });
  });

  test('the more precise event wins', async () => {
    const contract = sketch({
      selector: [
        { kind: 'pointer', pointer: '/kind' },
        { kind: 'pointer', pointer: '/meta/action' },
      ],
      events: [
        { name: 'any', payload: { required: ['a'] }, match: [['order'], undefined] },
        { name: 'paid', payload: { required: ['b'] }, match: [['order'], ['paid']] },
      ],
    });
    const engine = await engineFor(contract);
    const judged = async (payload: Json): Promise<boolean> => (await judge(engine, contract, { payload })).accepted;
    expect(await judged({ kind: 'order', a: 1 })).toBe(true);
    expect(await judged({ kind: 'order', meta: { action: 'paid' }, b: 1 })).toBe(true);
    expect(await judged({ kind: 'order', meta: { action: 'paid' }, a: 1 })).toBe(false);
    expect(await judged({ kind: 'order', meta: { action: 'sent' }, b: 1 })).toBe(false);
    expect(await judged({ kind: 'item', a: 1, b: 1 })).toBe(false);
  });

  test('without a selector, what any event accepts is accepted', async () => {
    const contract = sketch({
      selector: [],
      events: [
        { name: 'a', payload: { required: ['a'] }, match: [] },
        { name: 'b', payload: { required: ['b'] }, match: [] },
      ],
    });
    const engine = await engineFor(contract);
    expect(await judge(engine, contract, { payload: { b: 1 } })).toMatchObject({ accepted: true });
    expect(await judge(engine, contract, { payload: { c: 1 } })).toMatchObject({ accepted: false });
    expect(await judge(engine, contract, { payload: { b: 1 }, to: 'a' })).toMatchObject({ accepted: false });
  });

  test('types that are numbers or stand in a list are found', async () => {
    const contract = sketch({
      selector: [{ kind: 'pointer', pointer: '/0/code' }],
      events: [
        { name: 'one', payload: { items: { required: ['x'] } }, match: [['1']] },
        { name: 'two', payload: true, match: [['2']] },
      ],
    });
    const engine = await engineFor(contract);
    expect(await judge(engine, contract, { payload: [{ code: 1, x: 0 }] })).toMatchObject({ accepted: true });
    expect(await judge(engine, contract, { payload: [{ code: 1 }] })).toMatchObject({ accepted: false });
    expect(await judge(engine, contract, { payload: [{ code: '2' }] })).toMatchObject({ accepted: true });
    expect(await judge(engine, contract, { payload: [{ code: 3 }] })).toMatchObject({ accepted: false });
    expect(await judge(engine, contract, { payload: [] })).toMatchObject({ accepted: false });
  });

  test('JSON inside a text, formats and fractions are judged', async () => {
    const contract = sketch({
      events: [
        {
          name: 'made',
          payload: {
            properties: {
              type: { const: 'made' },
              text: { type: 'string', contentMediaType: 'application/json', contentSchema: { required: ['id'] } },
              at: { format: 'date-time' },
              price: { multipleOf: 0.1 },
              name: { pattern: '^(a+)+$' },
            },
          },
        },
      ],
    });
    const engine = await engineFor(contract);
    const judged = (more: JsonObject): Promise<Judgement> =>
      judge(engine, contract, { payload: { type: 'made', ...more } });
    expect(await judged({ text: '{"id":1}', at: '2024-01-01T00:00:00Z', price: 0.3, name: 'aa' })).toEqual({
      accepted: true,
      violations: [],
    });
    expect((await judged({ text: '{}' })).violations).toMatchObject([{ pointer: '/text', inner: '', expected: 'id' }]);
    expect((await judged({ text: '{' })).violations).toMatchObject([{ pointer: '/text' }]);
    expect((await judged({ at: '2024-01-01 00:00:00Z' })).violations).toMatchObject([
      { pointer: '/at', keyword: 'format' },
    ]);
    expect((await judged({ price: 0.25 })).violations).toMatchObject([{ pointer: '/price', keyword: 'multipleOf' }]);
    expect((await judged({ name: `${'a'.repeat(50)}!` })).violations).toMatchObject([
      { pointer: '/name', keyword: 'pattern' },
    ]);
  });

  test('odd bodies and names end in a verdict', async () => {
    const contract = sketch({
      selector: [],
      events: [{ name: 'odd/{name} …', payload: { not: { type: 'object', required: ['bad'] } }, match: [] }],
    });
    const engine = await engineFor(contract);
    for (const text of ['null', '0', 'false', '""', '"x"', '[]', '{"__proto__":{"bad":1}}', '{"constructor":1}']) {
      expect(await judge(engine, contract, { payload: JSON.parse(text) as Json }), text).toMatchObject({
        accepted: true,
      });
    }
    const bad = { bad: '😀', '😀/~': 1 };
    expect(await judge(engine, contract, { payload: bad, to: 'odd/{name} …' })).toMatchObject({ accepted: false });
  });

  test('a schema that cannot be used stops the start, with its place', async () => {
    const contract = sketch({ events: [{ name: 'made', payload: { properties: { a: { pattern: '(' } } } }] });
    await expect((async () => makers[name]([contract]))()).rejects.toThrow(
      /cafe@1\.0\.0: the schema at #\/definitions\/events\.made\/properties\/a\/pattern cannot be used/,
    );
  });
});

test('an event that the contract does not have is never accepted', async () => {
  for (const events of [[], [{ name: 'a', payload: true, match: [] }]]) {
    const contract = sketch({ selector: [], events });
    const engine = createFastEngine([contract]);
    const delivery = { contract, event: 'b', payload: {}, headers: [], path: pathOf(contract) };
    expect(engine.judge(delivery)).toMatchObject({ accepted: false, violations: [{ pointer: '' }] });
  }
});
