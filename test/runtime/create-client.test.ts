import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expectTypeOf } from 'expect-type';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Contract, SelectorPart } from '../../src/asyncapi/model.ts';
import { definitionData, eventData } from '../../src/codegen/client/definition.ts';
import { identifyEvent } from '../../src/deliveries/identify-event.ts';
import type { Validator, Violation } from '../../src/runtime/api.ts';
import { createClient } from '../../src/runtime/create-client.ts';
import type { ClientDefinition } from '../../src/runtime/definition.ts';
import { createRecogniser } from '../../src/runtime/recognise.ts';
import type { Json } from '../../src/util/json.ts';
import { clientOf, contractOf } from './receiver/support.ts';

const found: readonly Violation[] = [
  { pointer: '/a~1b/0/~0', keyword: 'type', message: 'must be a number', expected: 'number', actual: 'x' },
  { pointer: '/text', inner: '/c', keyword: 'required', message: 'is missing', expected: 'c', actual: null },
];
const definition: ClientDefinition = {
  vendor: 'acme',
  version: '1.2.3',
  selector: [{ pointer: ['type'] }],
  authentication: { kind: 'none' },
  delivery: {},
  events: { ping: { method: 'POST', match: [['ping']], isValid: (value) => value === 1, schema: 'key of ping' } },
  schemas: {},
  rules: {},
};
const client = createClient(definition, {
  explain: (set, key, value) => (set === definition && key === 'key of ping' && value !== 1 ? found : []),
  findUndocumented: (_, key, value) => [{ kind: 'property', pointer: `/${key}`, actual: value as Json }],
});
const { ping } = client.events as { ping: Validator<number> };

describe('a client', () => {
  it('says what it is, and shows no schemas when it is printed', () => {
    expect({ ...client }).toEqual({
      contract: 'acme@1.2.3',
      vendor: 'acme',
      version: '1.2.3',
      events: { ping },
      parse: client.parse,
    });
  });

  it('validates payloads of an event', () => {
    expect([ping.isValid(1), ping.isValid(2)]).toEqual([true, false]);
    expect([ping.violations(1), ping.violations(2)]).toEqual([[], found]);
    expect(ping.undocumented(3)).toEqual([{ kind: 'property', pointer: '/key of ping', actual: 3 }]);
  });

  it('implements Standard Schema', () => {
    expectTypeOf(ping).toExtend<StandardSchemaV1<number, number>>();
    const { version, vendor, validate } = ping['~standard'];
    expect([version, vendor, validate(1)]).toEqual([1, 'counterfoil', { value: 1 }]);
    expect(validate(2)).toEqual({
      issues: [
        { message: 'must be a number', path: ['a/b', '0', '~'] },
        { message: 'in the JSON text, /c is missing', path: ['text'] },
      ],
    });
  });

  test.each(['ombori@1.0.0', 'ombori@2.0.0', 'qminder', 'waitwhile'])(
    'of %s accepts its documented examples',
    async (id) => {
      const [contract, shipped] = [await contractOf(id), await clientOf(id)];
      for (const { name, examples } of contract.events) {
        for (const { payload } of examples) expect(shipped.parse(payload)).toEqual({ kind: 'event', name, payload });
      }
    },
  );
});

describe('recognition', () => {
  const value = fc.constantFrom('a', 'b', 'c', '1', 'true');
  const places: readonly SelectorPart[] = [
    { kind: 'pointer', pointer: '/type' },
    { kind: 'header', header: 'X-Event' },
    { kind: 'pointer', pointer: '/data/kind' },
  ];
  const selectors = fc.subarray([...places]);
  const matches = fc.array(fc.option(fc.uniqueArray(value, { minLength: 1, maxLength: 3 }), { nil: undefined }), {
    minLength: 3,
    maxLength: 3,
  });
  const member = fc.oneof(value, fc.constantFrom(1, true, null, {}, []));
  const payloads = fc.oneof(
    fc.record({ type: member, data: fc.oneof(member, fc.record({ kind: member })) }, { requiredKeys: [] }),
    member,
  );
  const headers = fc.option(fc.array(fc.tuple(fc.constantFrom('x-event', 'X-EVENT', 'Host'), value)), {
    nil: undefined,
  });

  it('finds the events that the tool finds', async () => {
    const base = await contractOf('qminder');
    const [event] = base.events;
    if (event === undefined) throw new Error('no event');
    fc.assert(
      fc.property(
        selectors,
        fc.array(matches, { minLength: 1, maxLength: 4 }),
        payloads,
        headers,
        (selector, all, payload, given) => {
          const events = all.map((match, index) => ({
            ...event,
            name: `event ${index}`,
            match: match.slice(0, selector.length),
          }));
          const contract: Contract = { ...base, selector, events };
          const named = events.map(
            (each) => [each.name, { ...eventData(each), isValid: () => true, schema: '' }] as const,
          );
          const recogniser = createRecogniser({
            ...definition,
            ...definitionData(contract),
            events: Object.fromEntries(named),
          });
          const expected = identifyEvent(contract, payload, given);
          const names = recogniser.find(payload, given).map(({ name }) => name);
          expect(names).toEqual(expected.candidates.map(({ name }) => name));
          expect(recogniser.values(payload, given)).toEqual(expected.values);
        },
      ),
      { numRuns: 500 },
    );
  });
});
