import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/util/json.ts';
import { createInference } from '../../../src/json-schema/infer/infer.ts';
import { inferFrom, inferOne, validatorOf } from './support.ts';

const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** The schema of the property `x`, without words. */
function schemaOf(values: readonly Json[], key = 'x'): JsonObject {
  const schema = inferOne(...values.map((value) => ({ [key]: value })));
  const { description: _, ...rest } = (schema['properties'] as Record<string, JsonObject>)[key] as JsonObject;
  return rest;
}

const propertyOf = (schema: JsonObject | undefined, key: string): Json | undefined =>
  (schema?.['properties'] as JsonObject | undefined)?.[key];

const requiredOf = (...payloads: readonly Json[]): Json | undefined => inferOne(...payloads)['required'];

describe('required', () => {
  test('what all of several objects carry; of few nothing, whatever they carry', () => {
    expect(requiredOf(...times(5, () => ({ a: 1, b: 2 })))).toEqual(['a', 'b']);
    expect(requiredOf(...times(5, (index) => (index === 3 ? { a: 1 } : { a: 1, b: 2 })))).toEqual(['a']);
    expect(requiredOf(...times(4, () => ({ a: 1 })))).toBeUndefined();
  });

  test('of few, what all carry at the same place of other events', () => {
    const { groups } = inferFrom({
      seldom: [{ id: 1, at: 2, more: 3 }],
      often: times(20, (index) => ({ id: index, at: index })),
    });
    expect(groups.get('seldom')?.['required']).toEqual(['id', 'at']);
  });

  test('what an event always carries of a model that is otherwise without it', () => {
    const order = (index: number): JsonObject => ({ id: index, total: index, state: 'x' });
    const { groups, models } = inferFrom({
      placed: times(20, (index) => ({ order: order(index) })),
      paid: times(20, (index) => ({ order: { ...order(index), paidAt: '2026-01-01T00:00:00Z' } })),
    });
    expect(models.get('order')?.['required']).toEqual(['id', 'total', 'state']);
    expect(propertyOf(groups.get('paid'), 'order')).toMatchObject({
      allOf: [{ $ref: '../order.schema.json' }, { required: ['paidAt'] }],
    });
    expect(propertyOf(groups.get('placed'), 'order')).toEqual({ $ref: '../order.schema.json' });
  });
});

describe('null', () => {
  test.each<[string, Json[], Json]>([
    ['where it was seen', [...times(9, () => 'a b'), null], ['string', 'null']],
    ['not where many values were something else', times(10, () => 'a b'), 'string'],
    ['to be expected of a few', ['a b', 'c d'], ['string', 'null']],
    ['not to be expected of a few truths', [true, false], 'boolean'],
  ])('%s', (_, values, type) => {
    expect(schemaOf(values)['type']).toEqual(type);
  });

  test('nothing is said about what was only null', () => {
    expect(schemaOf([null, null])).toEqual({});
  });

  test('what was only null has the type of properties called the same, or of several called alike', () => {
    const payload = {
      sentTime: '2026-01-01T00:00:00Z',
      openTime: '2026-01-02T00:00:00Z',
      readTime: '2026-01-03T00:00:00Z',
      lostTime: null,
      one: { note: 'a' },
      two: { note: null, code: null },
    };
    const schema = inferOne(...times(10, () => payload));
    expect(propertyOf(schema, 'lostTime')).toMatchObject({ type: ['string', 'null'], format: 'date-time' });
    const two = propertyOf(schema, 'two') as JsonObject;
    expect(propertyOf(two, 'note')).toMatchObject({ type: ['string', 'null'] });
    expect(propertyOf(two, 'code')).not.toHaveProperty('type');
  });

  test('what is null here and something else in other events has the type of there', () => {
    const { groups } = inferFrom({ one: times(6, () => ({ note: null })), two: times(6, () => ({ note: 'a b' })) });
    expect(propertyOf(groups.get('one'), 'note')).toMatchObject({ type: ['string', 'null'] });
  });
});

describe('numbers', () => {
  test.each<[string, number[], JsonObject]>([
    ['whole', times(12, (index) => index), { type: 'integer' }],
    ['with a fraction', [...times(12, (index) => index), 1.5], { type: 'number' }],
    ['large', times(12, (index) => 1_700_000_000_000 + index), { type: 'integer', format: 'int64' }],
    ['past 64 bits', times(12, () => 1e300), { type: 'number' }],
  ])('%s', (_, values, schema) => {
    expect(schemaOf(values)).toEqual(schema);
  });

  test('a few whole ones under a name that lets expect fractions', () => {
    expect(schemaOf([1, 2, 3, 4, 5], 'unit_price')).toEqual({ type: 'number' });
    expect(schemaOf([1, 2, 3, 4, 5], 'seats')).toEqual({ type: 'integer' });
  });
});

describe('formats and known values', () => {
  test.each<[string, (index: number) => string, string | undefined]>([
    ['date-time', (index) => `2026-01-0${index + 1}T10:00:00Z`, 'date-time'],
    ['date', (index) => `2026-01-0${index + 1}`, 'date'],
    ['uuid', (index) => `3f2b8c1e-0000-4000-8000-00000000000${index}`, 'uuid'],
    ['email', (index) => `guest${index}@example.com`, 'email'],
    ['uri', (index) => `https://example.com/${index}`, 'uri'],
    ['no uri, though RFC 3986 would have it', (index) => `order:${index}`, undefined],
    ['no host name under any name', (index) => `a${index}.example.com`, undefined],
    ['no date', (index) => `2026-02-3${index}`, undefined],
  ])('%s', (_, make, format) => {
    expect(schemaOf(times(6, make))['format']).toBe(format);
    expect(schemaOf([...times(6, make), 'x y'])['format']).toBeUndefined();
  });

  const words = ['open', 'paid', 'lost', 'void'];
  test('known values, when each came again and again', () => {
    const known = { anyOf: [{ enum: words.toSorted() }, { type: 'string' }] };
    expect(schemaOf(times(24, (index) => words[index % 4] ?? ''))).toEqual(known);
    expect(
      schemaOf(
        times(8, (index) => words[index % 4] ?? ''),
        'status',
      ),
    ).toEqual(known);
    expect(schemaOf([...times(24, (index) => words[index % 4] ?? ''), null])).toEqual({
      anyOf: [{ enum: words.toSorted() }, { type: ['string', 'null'] }],
    });
  });

  test.each<[string, string[], string]>([
    ['a few of them', ['open', 'paid', 'open'], 'x'],
    ['ids', times(40, (index) => `k${index % 4}x9z${index % 4}`), 'x'],
    ['sentences', times(40, (index) => ['Come to the desk, please.', 'It is your turn now.'][index % 2] ?? ''), 'x'],
    ['names', times(40, (index) => words[index % 4] ?? ''), 'firstName'],
    ['titles', times(40, (index) => words[index % 4] ?? ''), 'title'],
    ['one value all along', times(40, () => 'cafe'), 'tenant'],
    ['more and more new ones', times(20, (index) => 'abcdefghijklmnopqrst'[index] ?? ''), 'x'],
  ])('no known values: %s', (_, values, key) => {
    expect(schemaOf(values, key)['anyOf']).toBeUndefined();
  });
});

describe('objects', () => {
  const uuid = (index: number): string => `3f2b8c1e-0000-4000-8000-00000000000${index}`;

  test.each<[string, JsonObject[]]>([
    ['ids', [{ [uuid(1)]: 1, [uuid(2)]: 2 }]],
    ['numbers', [{ 17: 'a', 18: 'b' }]],
    ['days', [{ '2026-01-01': 1 }, { '2026-01-02': 1 }]],
    ['languages', [{ en: 'a', lv: 'b', fi: 'c' }]],
    ['languages of countries', [{ 'pt-BR': 'a', 'en-GB': 'b', it: 'c' }]],
    ['ids with a prefix', [{ col_8Zk2mQ4x: 1, col_1Ab9cD3e: 2 }]],
    [
      'words that come and go',
      times(30, (index) => ({ [`w${'abcdefghijklmnopqrstuvwxyzabcd'[index]}${'x'.repeat(index)}`]: 1 })),
    ],
  ])('whose keys are %s are maps', (_, values) => {
    const seen = values.length > 4 ? values : times(4, () => values).flat();
    expect(schemaOf(seen)).toMatchObject({ type: 'object', additionalProperties: expect.any(Object) });
  });

  test.each<[string, JsonObject[]]>([
    ['with a few names', times(20, (index) => ({ first: index, second: index }))],
    ['with names that come and go', times(40, (index) => ({ id: 1, ...(index % 2 ? { note: 'a' } : { total: 2 }) }))],
    ['with names of two letters', times(20, (index) => ({ id: `x${index}`, cc: 'a', to: 'b' }))],
    ['with names of two letters that are languages too', times(20, (index) => ({ id: `x${index}`, is: 'a', de: 'b' }))],
    ['with names that hold digits', times(5, () => ({ address1: 'a', address2: 'b', sha256: 'c', utf8: 'd' }))],
  ])('%s are no maps', (_, values) => {
    expect(schemaOf(values)).toMatchObject({ type: 'object', properties: expect.any(Object) });
  });

  test('without a property are open', () => {
    expect(schemaOf(times(5, () => ({})))).toEqual({ type: 'object', properties: {} });
  });

  test('variants by a tag: what comes with a value, and of which type', () => {
    const card = { type: 'card', value: 1, brand: 'visa' };
    const bank = { type: 'bank', value: 'x y', code: 'z' };
    const schema = schemaOf(times(40, (index) => (index % 2 ? card : bank)));
    expect(schema['allOf']).toEqual([
      {
        if: { required: ['type'], properties: { type: { const: 'bank' } } },
        then: { required: ['code'], properties: { value: { type: 'string' } } },
      },
      {
        if: { required: ['type'], properties: { type: { const: 'card' } } },
        then: { required: ['brand'], properties: { value: { type: 'number' } } },
      },
    ]);
  });

  test('no variants by chance', () => {
    const schema = schemaOf(
      times(60, (index) => ({ state: ['open', 'paid'][index % 2] ?? '', ...(index % 7 < 5 ? { note: 'a' } : {}) })),
    );
    expect([schema['if'], schema['allOf']]).toEqual([undefined, undefined]);
  });

  test('forms that nothing names: by properties that exclude one another, and open to a new one', () => {
    const card = { id: 'a', last4: '1', expiry: 2 };
    const bank = { id: 'b', iban: 'x', bank: 'y' };
    const forms = times(40, (index) => (index % 2 ? card : { ...bank, ...(index % 8 ? {} : { note: 'z' }) }));
    const schema = schemaOf(forms);
    expect(schema['required']).toEqual(['id']);
    expect(schema['anyOf']).toEqual([
      { required: ['iban', 'bank'] },
      { required: ['last4', 'expiry'] },
      { not: { propertyNames: { enum: ['id', 'iban', 'bank', 'note', 'last4', 'expiry'] } } },
    ]);
    const validator = validatorOf(inferFrom({ event: forms.map((x) => ({ x })) }));
    const isValid = (x: Json): boolean => validator.compile('event').isValid({ x });
    expect([card, bank, { id: 'c', wallet: 1 }, { id: 'c' }, { id: 'a', last4: '1' }].map(isValid)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('no forms where objects have both, or now and then neither', () => {
    const both = times(40, (index) => ({
      id: 1,
      ...(index % 2 ? { a: 1 } : { b: 1 }),
      ...(index === 7 ? { b: 2 } : {}),
    }));
    const neither = times(40, (index) => ({ id: 1, ...(index === 7 ? {} : index % 2 ? { a: 1 } : { b: 1 }) }));
    expect([schemaOf(both)['anyOf'], schemaOf(neither)['anyOf']]).toEqual([undefined, undefined]);
  });

  test('properties that come as a whole or not at all', () => {
    const whole = { id: 1, url: 'a b', size: 2, forks: 3 };
    const schema = schemaOf(times(60, (index) => (index % 3 ? whole : { id: 1 })));
    expect([schema['if'], schema['then']]).toEqual([
      { anyOf: [{ required: ['url'] }, { required: ['size'] }] },
      { required: ['url', 'size', 'forks'] },
    ]);
  });

  test('JSON in texts', () => {
    const schema = schemaOf(times(6, (index) => JSON.stringify({ id: index })));
    expect(schema).toMatchObject({
      type: 'string',
      contentMediaType: 'application/json',
      contentSchema: { type: 'object', required: ['id'] },
    });
    expect(schemaOf(['{"a":1}', 'no'])['contentSchema']).toBeUndefined();
  });

  test('an object or its id', () => {
    const schema = schemaOf(
      times(20, (index) => (index % 2 ? 'cus_1' : { id: 'cus_1', email: 'guest@example.com' })),
      'customer',
    );
    expect(schema['anyOf']).toEqual([{ type: 'string' }, expect.objectContaining({ type: 'object' })]);
  });
});

describe('models', () => {
  const person = (index: number): JsonObject => ({ id: index, login: 'a b', url: 'https://example.com/', site: true });

  test('are shared where objects are alike, under another name too, and within one another', () => {
    const comment = (depth: number): JsonObject => ({
      id: 1,
      text: 'a b',
      at: 2,
      ...(depth > 0 ? { parent: comment(depth - 1) } : {}),
    });
    const { models, groups } = inferFrom({
      one: times(6, (index) => ({ sender: person(index), comment: comment(2) })),
      two: times(6, (index) => ({ sender: person(index), owner: person(index + 1) })),
    });
    expect([...models.keys()]).toEqual(['comment', 'sender']);
    expect(propertyOf(models.get('comment'), 'parent')).toEqual({ $ref: 'comment.schema.json' });
    expect(propertyOf(groups.get('two'), 'owner')).toEqual({ $ref: '../sender.schema.json' });
  });

  test('are not made of a short form and the whole, nor of two things under a vague name', () => {
    const whole = Object.fromEntries(times(12, (index) => [`field${'abcdefghijkl'[index]}`, index]));
    const { models } = inferFrom({
      one: times(6, () => ({ order: whole, data: { a: 1, b: 2, c: 3, d: 4 } })),
      two: times(6, () => ({ order: { fielda: 1, fieldb: 2, fieldc: 3 }, data: { a: 1, b: 2, x: 3, y: 4 } })),
    });
    expect([...models.keys()]).toEqual([]);
  });
});

describe('what events have in common', () => {
  const common = (index: number): JsonObject => ({
    id: `k${index}x9z${index}`,
    at: index,
    account: { id: 1, name: 'x', plan: 'y' },
  });
  const source = { kind: 'other', document: 'A test' };
  const envelopeOf = (groups: Readonly<Record<string, readonly JsonObject[]>>) => {
    const inference = createInference();
    for (const [group, payloads] of Object.entries(groups))
      for (const payload of payloads) inference.add(group, payload);
    return inference.schemas({ source, apart: ['type'] });
  };

  test('is written once, and each event has its own beside it', () => {
    const { models, groups } = envelopeOf({
      'order.paid': times(9, (index) => ({ type: 'order.paid', ...common(index), data: { sum: 1 } })),
      'seat.freed': times(9, (index) => ({ type: 'seat.freed', ...common(index), data: { row: 'a', seat: 2 } })),
    });
    expect(Object.keys(models.get('envelope')?.['properties'] as JsonObject)).toEqual(['id', 'at', 'account']);
    expect(models.get('envelope')?.['required']).toEqual(['id', 'at', 'account']);
    expect(groups.get('seat.freed')).toMatchObject({
      allOf: [{ $ref: '../envelope.schema.json' }],
      required: ['type', 'data'],
      properties: { data: { required: ['row', 'seat'] } },
    });
    expect(propertyOf(groups.get('seat.freed'), 'at')).toBeUndefined();
  });

  test('is not what differs: the type, or that it is nearly always null', () => {
    const { models } = envelopeOf({
      one: times(9, (index) => ({ type: 'one', ...common(index), more: 'a b', due: null })),
      two: times(9, (index) => ({ type: 'two', ...common(index), more: { a: 1 }, due: 'a b' })),
    });
    expect(Object.keys(models.get('envelope')?.['properties'] as JsonObject)).toEqual(['id', 'at', 'account']);
  });
});

describe('personal data', () => {
  test.each<[string, Json, string | undefined]>([
    ['contact', 'guest@example.com', 'email'],
    ['reach', '+371 2000 0000', 'phone'],
    ['first_name', 'Guest', 'name'],
    ['ipAddress', '192.0.2.1', 'ip'],
    ['zip', '1010', 'address'],
    ['city', 'Some town', 'location'],
    ['bio', 'A table by the window, if there is one left, and some water.', 'free-text'],
    ['email_sent', true, undefined],
    ['comments', 7, undefined],
    ['phone_url', 'https://example.com/', undefined],
    ['name', 'Some shop', undefined],
  ])('%s', (key, value, kind) => {
    expect(
      schemaOf([value, value === 'A table by the window, if there is one left, and some water.' ? 'x' : value], key)[
        'x-personal-data'
      ],
    ).toBe(kind);
  });

  test('a name is one of a person where it stands in a person', () => {
    const schema = inferOne(...times(5, () => ({ guest: { name: 'Guest' }, shop: { name: 'Shop' } })));
    const { guest, shop } = schema['properties'] as Record<string, { properties: { name: JsonObject } }>;
    expect(guest?.properties.name['x-personal-data']).toBe('name');
    expect(shop?.properties.name['x-personal-data']).toBeUndefined();
  });
});
