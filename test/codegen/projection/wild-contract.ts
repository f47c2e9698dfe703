import type { Contract, Example } from '../../../src/asyncapi/model.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';
import { schemes } from '../../signatures/schemes.ts';
import { contractOf } from './contract-of.ts';

/** Names that a language keeps for itself, that collide once they are respelled, or that nobody should use. */
const reserved =
  'class from self list dict str datetime from_dict to_dict type func MarshalJSON fields _ __proto__ constructor $ref {x} %s ${x}';
const alike = 'foo-bar foo_bar fooBar FooBar 1st - été ключ 日本 ﬁ a"b`c\\d it\'s a,omitempty 😀';
const wildNames = [...reserved.split(' '), ...alike.split(' '), '', ' ', 'tab\there', 'line\nbreak', '\u2028'];

/** Values of sets that are hard to make names of. */
const wildValues = [
  '',
  '-1',
  '+1',
  '1',
  'None',
  'a b',
  'A B',
  'a-b',
  'class',
  'ключ',
  '"',
  '\\',
  '\n',
  '😀',
  '*/',
  '"""',
];

const wildObject: JsonSchema = {
  type: 'object',
  description: 'Ends here: """ or */ or \\ or `, not.\u2028 Two\nlines "',
  properties: Object.fromEntries(wildNames.map((name) => [name, { type: 'string', description: `Called ${name}"""` }])),
};

const models: Record<string, JsonSchema> = {
  class: wildObject,
  event: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
  Any: { type: 'object', properties: { values: { anyOf: [{ enum: wildValues }, { type: 'string' }] } } },
  'tree-node': {
    type: 'object',
    required: ['label'],
    properties: {
      label: { type: 'string' },
      left: { $ref: '#/definitions/tree-node' },
      children: { type: 'array', items: { $ref: '#/definitions/tree-node' } },
      byName: { type: 'object', additionalProperties: { $ref: '#/definitions/tree-node' } },
    },
  },
  card: {
    type: 'object',
    required: ['kind', 'digits'],
    properties: { kind: { const: 'card' }, digits: { type: 'string' } },
  },
  cash: { type: 'object', required: ['kind'], properties: { kind: { const: 'cash' }, change: { type: 'number' } } },
  nested: { type: 'array', items: { anyOf: [{ $ref: '#/definitions/nested' }, { type: 'integer' }] } },
};

const reference = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });

const everything: JsonSchema = {
  type: 'object',
  required: ['wild', 'event', 'nullable', 'anything', 'none'],
  properties: {
    wild: reference('class'),
    event: reference('event'),
    any: reference('Any'),
    tree: reference('tree-node'),
    payment: { oneOf: [reference('card'), reference('cash')] },
    nested: reference('nested'),
    nullable: { type: ['string', 'null'] },
    maybe: { anyOf: [reference('event'), { type: 'null' }] },
    anything: true,
    none: { type: 'null' },
    mixed: { type: ['integer', 'string', 'boolean', 'array', 'object', 'null'] },
    when: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    whens: { type: 'array', items: { type: ['string', 'null'], format: 'date-time' } },
    count: { type: 'integer', minimum: 0 },
    ratio: { type: 'number' },
    flags: { type: 'object', additionalProperties: { type: ['boolean', 'null'] } },
    open: { type: 'object', properties: { known: { type: 'string' } }, additionalProperties: {} },
    empty: { type: 'object', properties: {} },
    text: { type: 'string', contentMediaType: 'application/json', contentSchema: reference('event') },
    pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] },
  },
  if: { properties: { count: { const: 7 } }, required: ['count'] },
  then: { required: ['ratio'], properties: { lucky: { type: 'string' } } },
};

const payloads: Readonly<Record<string, Json>> = {
  full: {
    wild: Object.fromEntries(wildNames.map((name) => [name, `value of ${name}`])),
    event: { id: 1 },
    any: { values: '"""' },
    tree: { label: 'a', left: { label: 'b', children: [] }, children: [{ label: 'c' }], byName: { d: { label: 'd' } } },
    payment: { kind: 'card', digits: '1234' },
    nested: [1, [2, [3, []]]],
    nullable: 'text',
    maybe: { id: 2 },
    anything: { deep: [1.5, null, 'x'] },
    none: null,
    mixed: [1, 'a'],
    when: '2021-01-21T14:05:17.527Z',
    whens: ['2021-01-21T14:05:17+02:00', null],
    count: 7,
    ratio: 0.5,
    flags: { a: true, b: false },
    open: { known: 'x', other: { y: [] } },
    empty: {},
    text: '{"id":3}',
    pair: ['a', 1],
    lucky: 'yes',
  },
  least: {
    wild: {},
    event: { id: -9007199254740991 },
    nullable: null,
    anything: null,
    none: null,
    payment: { kind: 'cash', change: 1 },
    mixed: 'text',
  },
};

function examples(named: Readonly<Record<string, Json>>): Example[] {
  return Object.entries(named).map(([name, payload]) => ({
    name,
    payload,
    summary: undefined,
    headers: undefined,
    source: undefined,
  }));
}

/** A contract with everything that is hard: names, unions, recursion, payloads that are no objects, two selectors. */
export const wildContract: Contract = contractOf({
  models,
  selector: [
    { kind: 'header', header: 'X-Topic' },
    { kind: 'pointer', pointer: '/wild/action' },
  ],
  authentication: { kind: 'signature', scheme: schemes.standardWebhooks },
  events: {
    'orders/everything': everything,
    'orders.everything': {
      allOf: [reference('event'), { properties: { wild: { properties: { action: { const: 'special' } } } } }],
    },
    batch: { type: 'array', items: reference('event') },
    'text or nothing': { type: ['string', 'null'] },
    choice: { oneOf: [reference('card'), reference('cash')] },
  },
  more: {
    'orders/everything': { match: [['orders'], undefined], examples: examples(payloads) },
    'orders.everything': {
      match: [['orders'], ['special']],
      examples: examples({ special: { id: 4, wild: { action: 'special' } } }),
    },
    batch: { match: [['batch'], undefined], examples: examples({ two: [{ id: 1 }, { id: 2 }], none: [] }) },
    'text or nothing': { match: [['text'], undefined], examples: examples({ text: 'hello', nothing: null }) },
    choice: {
      match: [['choice'], undefined],
      examples: examples({ card: { kind: 'card', digits: '1' }, cash: { kind: 'cash' } }),
    },
  },
});

/** A small contract that is signed in a given way. */
export function signedContract(vendor: string, scheme: (typeof schemes)[keyof typeof schemes]): Contract {
  const made: JsonSchema = {
    type: 'object',
    required: ['type', 'id'],
    properties: { type: { const: 'made' }, id: { type: 'integer' }, note: { type: 'string' } },
  };
  return contractOf({
    vendor,
    id: `${vendor}@1.2.3`,
    authentication: { kind: 'signature', scheme },
    events: { made },
    more: { made: { examples: examples({ one: { type: 'made', id: 1, note: 'Für Élise' } }) } },
  });
}
