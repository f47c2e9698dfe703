import type { JsonSchema } from '../../src/json-schema/schema.ts';

/** `safe`, or `breaks`: what the engine must find out. */
type Expected = 'safe' | 'breaks';

/** One change under the relation of deliveries. */
export interface DeliveryCase {
  readonly content: string;
  readonly change: string;
  readonly older: JsonSchema;
  readonly newer: JsonSchema;
  /** Old receivers, new deliveries. */
  readonly forward: Expected;
  /** New receivers, old captures. */
  readonly backward: Expected;
}

/** What an object says of properties that it does not name; the property added or removed is a number. */
const contents = {
  'open: nothing said': {},
  'open: `additionalProperties: true`': { additionalProperties: true },
  'closed: `additionalProperties: false`': { additionalProperties: false },
  'partially open: others are numbers': { additionalProperties: { type: 'number' } },
  'partially open: others are strings': { additionalProperties: { type: 'string' } },
  'partially open: others begin with `x-`': {
    patternProperties: { '^x-': { type: 'string' } },
    additionalProperties: false,
  },
} as const;

const describedOtherwise = 'partially open: others are strings';

/** Adding and removing a property, for each content model. */
export const propertyCases: readonly DeliveryCase[] = Object.entries(contents).flatMap(([content, keywords]) =>
  (['optional', 'required'] as const).flatMap((kind): DeliveryCase[] => {
    const without = object(keywords, ['id']);
    const withIt = object(keywords, kind === 'required' ? ['id', 'count'] : ['id'], { count: { type: 'number' } });
    const conflicts = content === describedOtherwise;
    const bySender: Expected = conflicts ? 'breaks' : 'safe';
    const missing: Expected = kind === 'required' || conflicts ? 'breaks' : 'safe';
    return [
      { content, change: `add ${kind}`, older: without, newer: withIt, forward: bySender, backward: missing },
      { content, change: `remove ${kind}`, older: withIt, newer: without, forward: missing, backward: bySender },
    ];
  }),
);

function object(keywords: object, required: readonly string[], more: object = {}): JsonSchema {
  return { type: 'object', properties: { id: { type: 'string' }, ...more }, required, ...keywords };
}

const values: readonly (readonly [string, JsonSchema, JsonSchema, Expected, Expected])[] = [
  [
    'a type is added (`string` to `string` or `null`)',
    { type: 'string' },
    { type: ['string', 'null'] },
    'breaks',
    'safe',
  ],
  ['a type is removed', { type: ['string', 'null'] }, { type: 'string' }, 'safe', 'breaks'],
  ['`integer` becomes `number`', { type: 'integer' }, { type: 'number' }, 'breaks', 'safe'],
  [
    'a value is added to a closed set',
    { enum: ['new', 'served'] },
    { enum: ['new', 'served', 'gone'] },
    'breaks',
    'safe',
  ],
  ['a value is removed from a closed set', { enum: ['new', 'served'] }, { enum: ['new'] }, 'safe', 'breaks'],
  [
    'a known value is added to an open set',
    { anyOf: [{ enum: ['new'] }, { type: 'string' }] },
    { anyOf: [{ enum: ['new', 'gone'] }, { type: 'string' }] },
    'safe',
    'safe',
  ],
  ['a closed set is opened', { enum: ['new'] }, { anyOf: [{ enum: ['new'] }, { type: 'string' }] }, 'breaks', 'safe'],
  ['`maxLength` is raised', { type: 'string', maxLength: 10 }, { type: 'string', maxLength: 20 }, 'breaks', 'safe'],
  [
    'a free-form object is described',
    { type: 'object' },
    { type: 'object', properties: { a: { type: 'string' } } },
    'safe',
    'breaks',
  ],
];

/** Changes of one property's value. */
export const valueCases: readonly DeliveryCase[] = values.map(([change, older, newer, forward, backward]) => ({
  content: 'a property',
  change,
  older: object({}, ['id'], { value: older }),
  newer: object({}, ['id'], { value: newer }),
  forward,
  backward,
}));
