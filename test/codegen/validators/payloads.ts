import { createGeneratorSync } from 'json-schema-faker';
import type { JsonSchema as FakerSchema } from 'json-schema-faker';
import type { ContractEvent } from '../../../src/asyncapi/model.ts';
import { createRandom } from '../../../src/json-schema/sample/random.ts';
import type { Random } from '../../../src/json-schema/sample/random.ts';
import { createSampler } from '../../../src/json-schema/sample/sampler.ts';
import type { SchemaBundle } from '../../../src/json-schema/schema.ts';
import type { Validator } from '../../../src/json-schema/validate.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';

/**
 * Payloads of an event, `count` of them, the same for the same seed. In turn: samples as the strict profile has them,
 * samples with something that no schema describes, and samples and documented examples that were damaged; one in eight
 * is made by another library, which reads the schemas by itself.
 */
export function* payloadsOf(
  bundle: SchemaBundle,
  validator: Validator,
  { payload, examples }: Pick<ContractEvent, 'payload' | 'examples'>,
  count: number,
  seed: number,
): Iterable<Json> {
  const sampler = createSampler(validator, bundle, payload);
  const schema = { $ref: `#/definitions/${payload}`, definitions: bundle.definitions } as FakerSchema;
  for (let index = 0; index < count; index += 1) {
    const random = createRandom(`${payload} ${seed} ${index}`);
    const example = examples.length > 0 && random.chance(0.3) ? random.pick(examples).payload : undefined;
    if (index % 8 === 7) {
      const generator = createGeneratorSync({ seed: seed * 100_000 + index, optionalsProbability: random.next() });
      const made = JSON.parse(JSON.stringify(generator.generate(schema))) as Json;
      yield random.chance(0.5) ? made : damaged(made, random);
      continue;
    }
    const sample = sampler.sample({ seed: `${seed} ${index}`, optional: random.next(), nulls: random.next() / 2 });
    if (index % 4 < 2) yield sample;
    else if (index % 4 === 2) yield times(random.int(1, 3), example ?? sample, (value) => loosened(value, random));
    else yield times(random.int(1, 2), example ?? sample, (value) => damaged(value, random));
  }
}

function times(count: number, value: Json, change: (value: Json) => Json): Json {
  return count === 0 ? value : times(count - 1, change(value), change);
}

/** With one property more somewhere, or a text that is none of the known ones. */
function loosened(value: Json, random: Random): Json {
  if (isObject(value)) {
    const names = Object.keys(value);
    if (names.length === 0 || random.chance(0.4))
      return { ...value, [random.pick(['stranger', 'toString', 'constructor', 'TYPE'])]: random.pick(oddValues) };
    return within(value, random.pick(names), (member) => loosened(member, random));
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? value
      : within(value, random.int(0, value.length - 1), (item) => loosened(item, random));
  }
  if (typeof value !== 'string') return value;
  return holdsObject(value) ? inJsonText(value, random, loosened) : random.pick(['stranger', value]);
}

const oddValues: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '2022-02-30T10:00:00Z',
  [],
  [null],
  {},
  { id: 1 },
];

/** Texts on both sides of the edge of a format, but for those that libraries are known to read in several ways. */
const nearMisses: readonly string[] = `
2023-02-29T10:00:00Z 2024-02-29T10:00:00Z 1900-02-29T10:00:00Z 2000-02-29T10:00:00Z 2022-04-31T10:00:00Z
2022-13-01T10:00:00Z 2022-12-31T24:00:00Z 2022-12-31T23:59:60Z 2022-12-31T10:00:60Z 2022-12-31T10:00:00
2022-12-31T10:00:00.Z 2022-12-31T10:00:00+14:60 2022-12-31T10:00 2022-12-31T10:00:59 2022-12-31T10:00:00+05:30
22-12-31T10:00:00Z F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6 f81d4fae-7dec-11d0-a765-00a0c91e6bf
f81d4fae7dec11d0a76500a0c91e6bf6 g81d4fae-7dec-11d0-a765-00a0c91e6bf6 a..b@example.com a@b@example.com +1 + 1+ --1`
  .trim()
  .split(/\s+/);

/** One value somewhere is another, is spelled wrong or is not there. */
function damaged(value: Json, random: Random): Json {
  if (typeof value === 'string' && random.chance(0.6)) {
    if (holdsObject(value)) return random.chance(0.5) ? inJsonText(value, random, damaged) : respelled(value, random);
    return random.chance(0.3) ? random.pick(nearMisses) : misspelled(value, random);
  }
  const isLeaf = !isObject(value) && !Array.isArray(value);
  if (isLeaf || Object.keys(value).length === 0 || random.chance(0.1)) return random.pick(oddValues);
  // What holds more is chosen more often: else nearly all damage would be on top.
  const deeper = Object.entries(value).filter(([, member]) => holdsObject(member) || typeof member === 'object');
  const [key] = random.pick(deeper.length > 0 && random.chance(0.6) ? deeper : Object.entries(value));
  if (isObject(value) && random.chance(0.2))
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return within(value, key, (member) => damaged(member, random));
}

/** One character is another, is not there, or is the last. */
function misspelled(text: string, random: Random): string {
  const at = random.int(0, Math.max(text.length - 1, 0));
  const kind = random.int(0, 3);
  if (kind === 0) return text.slice(0, at);
  return text.slice(0, at) + (kind === 1 ? '' : random.pick([...'0123456789azAZ:.+-@/"{\\'])) + text.slice(at + 1);
}

/** A text of JSON written in another way, or in one that is none. */
function respelled(text: string, random: Random): string {
  const edits: readonly ((text: string) => string)[] = [
    (json) => ` ${json}\n`,
    (json) => `${json}x`,
    (json) => json.slice(0, -1),
    (json) => json.replace('{', '{"stranger":null,'),
    (json) => json.replace('}', ',}'),
    (json) => json.replace(':"', ':"\\'),
    (json) => json.replace(':"', ':"\\n\\u0041'),
    (json) => json.replace(':"', ':"\u0001'),
    (json) => json.replace(':"', ':"é\u007f'),
    (json) => json.replace(/"(\w+)":/, '"$1":1,"$1":'),
    (json) => json.replaceAll('"', "'"),
    (json) => misspelled(json, random),
  ];
  return random.pick(edits)(text);
}

function holdsObject(value: Json): value is string {
  return typeof value === 'string' && value.startsWith('{"');
}

/** The text with other content, where it holds JSON. */
function inJsonText(text: string, random: Random, change: (content: Json, random: Random) => Json): string {
  try {
    return JSON.stringify(change(JSON.parse(text) as Json, random));
  } catch {
    return text;
  }
}

function within(value: JsonObject | readonly Json[], key: string | number, change: (value: Json) => Json): Json {
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, Json>;
  copy[key] = change(copy[key] as Json);
  return copy;
}
