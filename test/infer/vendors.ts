import type { Contract } from '../../src/asyncapi/model.ts';
import { parseSelector } from '../../src/asyncapi/selector.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import type { Decider, Sent } from './measure.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number;

/** What values of a place are, and a value drawn by chance. */
export interface Node {
  readonly schema: JsonObject;
  draw(random: Random): Json;
}

/** A property that is not always there. */
interface Optional {
  readonly node: Node;
  readonly share: number;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;
export const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

const letters = 'abcdefghijklmnopqrstuvwxyz';
const code = (random: Random, length: number, from = `${letters}${letters.toUpperCase()}0123456789`): string =>
  Array.from({ length }, () => from[Math.floor(random() * from.length)]).join('');
const hex = (random: Random, length: number): string => code(random, length, '0123456789abcdef');
const drawUuid = (random: Random): string =>
  `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
const phrase = (random: Random): string =>
  Array.from({ length: whole(random, 1, 9) }, () => code(random, whole(random, 2, 9), letters)).join(' ');

const leaf = (schema: JsonObject, draw: (random: Random) => Json): Node => ({ schema, draw });
const string = (draw: (random: Random) => string): Node => leaf({ type: 'string' }, draw);

export const text = (): Node => string(phrase);
export const id = (prefix = ''): Node => string((random) => prefix + code(random, 14));
export const uuid = (): Node => leaf({ type: 'string', format: 'uuid' }, drawUuid);
export const time = (): Node =>
  leaf({ type: 'string', format: 'date-time' }, (random) => new Date(1.7e12 + whole(random, 0, 1e10)).toISOString());
export const day = (): Node =>
  leaf(
    { type: 'string', format: 'date' },
    (random) => `20${whole(random, 10, 29)}-0${whole(random, 1, 9)}-1${whole(random, 0, 9)}`,
  );
export const email = (): Node =>
  leaf({ type: 'string', format: 'email' }, (random) => `${code(random, 6, letters)}@example.com`);
export const url = (): Node =>
  leaf({ type: 'string', format: 'uri' }, (random) => `https://example.com/${code(random, 8)}`);
export const integer = (most = 5000): Node => leaf({ type: 'integer' }, (random) => whole(random, 0, most));
export const number = (): Node => leaf({ type: 'number' }, (random) => Math.round(random() * 1e5) / 100);
export const boolean = (): Node => leaf({ type: 'boolean' }, (random) => random() < 0.5);
export const constant = (value: string): Node => leaf({ type: 'string', const: value }, () => value);
export const known = (...values: readonly string[]): Node =>
  leaf({ anyOf: [{ enum: values }, { type: 'string' }] }, (random) => pick(random, values));
export const unixTime = (): Node =>
  leaf({ type: 'integer', format: 'int64' }, (random) => 1_700_000_000 + whole(random, 0, 1e9));

export const optional = (node: Node, share = 0.5): Optional => ({ node, share });
export const nullable = (node: Node, share = 0.3): Node => ({
  schema: { anyOf: [node.schema, { type: 'null' }] },
  draw: (random) => (random() < share ? null : node.draw(random)),
});
export const either = (one: Node, other: Node): Node => ({
  schema: { anyOf: [one.schema, other.schema] },
  draw: (random) => (random() < 0.5 ? one : other).draw(random),
});
export const list = (node: Node, most = 4): Node => ({
  schema: { type: 'array', items: node.schema },
  draw: (random) => Array.from({ length: whole(random, 0, most) }, () => node.draw(random)),
});
export const json = (node: Node): Node => ({
  schema: { type: 'string', contentMediaType: 'application/json', contentSchema: node.schema },
  draw: (random) => JSON.stringify(node.draw(random)),
});
/** A value as a key, or in a header. */
export const textOf = (node: Node, random: Random): string => {
  const value = node.draw(random);
  return typeof value === 'string' ? value : JSON.stringify(value);
};
export const map = (key: Node, node: Node, most = 4): Node => ({
  schema: { type: 'object', additionalProperties: node.schema },
  draw: (random) =>
    Object.fromEntries(Array.from({ length: whole(random, 1, most) }, () => [textOf(key, random), node.draw(random)])),
});

type Properties = Readonly<Record<string, Node | Optional>>;

export function object(properties: Properties): Node {
  const entries = Object.entries(properties);
  const required = entries.filter(([, held]) => !('node' in held)).map(([key]) => key);
  return {
    schema: {
      type: 'object',
      ...(required.length === 0 ? {} : { required }),
      properties: Object.fromEntries(entries.map(([key, held]) => [key, ('node' in held ? held.node : held).schema])),
    },
    draw: (random) =>
      Object.fromEntries(
        entries.flatMap(([key, held]): [string, Json][] => {
          if (!('node' in held)) return [[key, held.draw(random)]];
          return random() < held.share ? [[key, held.node.draw(random)]] : [];
        }),
      ),
  };
}

/** Objects whose tag says which further properties they have. */
export function variants(tag: string, shared: Properties, byValue: Readonly<Record<string, Properties>>): Node {
  const parts = Object.entries(byValue).map(([value, own]) => ({ value, node: object(own) }));
  const base = object({ [tag]: known(...Object.keys(byValue)), ...shared });
  const conditions = parts.map(({ value, node }) =>
    Object.fromEntries([
      ['if', { required: [tag], properties: { [tag]: { const: value } } }],
      ['then', node.schema],
    ]),
  );
  return {
    schema: { ...base.schema, allOf: conditions },
    draw: (random) => {
      const { value, node } = pick(random, parts);
      return { ...(base.draw(random) as JsonObject), [tag]: value, ...(node.draw(random) as JsonObject) };
    },
  };
}

/** Objects of several forms that nothing names: which properties are there tells them apart. */
export function untagged(shared: Properties, ...forms: readonly Properties[]): Node {
  const nodes = forms.map((own) => object({ ...shared, ...own }));
  return { schema: { anyOf: nodes.map(({ schema }) => schema) }, draw: (random) => pick(random, nodes).draw(random) };
}

/** A value that may hold further ones of its kind, down to some depth. */
export function tree(make: (below: Node | undefined) => Node, depth: number): Node {
  return make(depth === 0 ? undefined : tree(make, depth - 1));
}

/** A text of digits. */
export const digits = (length = 4): Node => string((random) => code(random, whole(random, 1, length), '123456789'));
/** An amount as a text with two decimals. */
export const price = (): Node => string((random) => (whole(random, 0, 99_999) / 100).toFixed(2));
export const phone = (): Node => string((random) => `+371${code(random, 8, '123456789')}`);
export const ip = (): Node => leaf({ type: 'string', format: 'ipv4' }, (random) => `192.0.2.${whole(random, 1, 254)}`);
export const sha = (length = 40): Node => string((random) => hex(random, length));
export const millis = (): Node =>
  leaf({ type: 'integer', format: 'int64' }, (random) => 1.7e12 + whole(random, 0, 1e11));

/** An event of a made-up vendor. */
export interface MadeEvent {
  readonly payload: Node;
  /** The value at each part of the selector; undefined where it does not matter. */
  readonly match: readonly (string | undefined)[];
  /** How often it comes, against the others. */
  readonly weight?: number;
}

/** A made-up vendor: its truth, and what it sends. */
export interface MadeVendor {
  readonly selector: readonly string[];
  readonly events: Readonly<Record<string, MadeEvent>>;
  readonly headers?: (event: string, random: Random) => readonly (readonly [string, string])[];
}

/** The vendor's contract, as nobody wrote it. */
export function truthOf({ selector, events }: MadeVendor): Decider {
  const definitions = Object.fromEntries(
    Object.entries(events).map(([name, { payload }]) => [definitionOf(name), payload.schema]),
  );
  const contract = {
    selector: parseSelector(selector),
    schemas: { dialect: 'draft-07', definitions },
    events: Object.entries(events).map(([name, { match }]) => ({
      name,
      payload: definitionOf(name),
      match: match.map((value) => (value === undefined ? undefined : [value])),
    })),
  } as unknown as Contract;
  return { contract, validator: createValidator(contract.schemas) };
}

/** A slash would lead into the definition. */
function definitionOf(event: string): string {
  return `events.${event.replaceAll('/', '.')}`;
}

/** Deliveries of a vendor. The same seed, the same deliveries. */
export function draw({ events, headers }: MadeVendor, count: number, seed: number): Sent[] {
  const random = createRandom(seed);
  const names = Object.entries(events).flatMap(([name, { weight = 1 }]) => Array.from({ length: weight }, () => name));
  return Array.from({ length: count }, () => {
    const name = pick(random, names);
    const payload = (events[name] as MadeEvent).payload.draw(random);
    return headers === undefined ? { payload } : { payload, headers: headers(name, random) };
  });
}
