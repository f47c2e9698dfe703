import {
  boolean,
  constant,
  createRandom,
  day,
  email,
  id,
  integer,
  json,
  known,
  list,
  map,
  nullable,
  number,
  object,
  optional,
  pick,
  text,
  time,
  unixTime,
  url,
  uuid,
  variants,
  whole,
} from '../vendors.ts';
import type { MadeEvent, MadeVendor, Node, Random } from '../vendors.ts';

/** A vendor drawn by chance: its models, its events, and everything in them. */
export function randomVendor(seed: number): MadeVendor {
  const random = createRandom(seed);
  const models = Array.from({ length: whole(random, 1, 3) }, () => randomObject(random, 2, []));
  const names = ['created', 'updated', 'removed', 'moved'].slice(0, whole(random, 2, 4));
  const shared = randomProperties(random, 2, models, whole(random, 2, 5));
  const events = names.map((name): [string, MadeEvent] => {
    const own = randomProperties(random, 2, models, whole(random, 1, 4));
    const payload = object({ type: constant(`thing.${name}`), ...shared, ...own });
    return [name, { payload, match: [`thing.${name}`] }];
  });
  return { selector: ['/type'], events: Object.fromEntries(events) };
}

const words =
  'alpha beta gamma delta north south east west river lake hill stone paper glass iron field cloud light'.split(' ');

function randomProperties(random: Random, depth: number, models: readonly Node[], count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const node = randomNode(random, depth, models);
      const held = random() < 0.3 ? nullable(node, 0.1 + random() * 0.6) : node;
      const key = `${pick(random, words)}_${pick(random, words)}${index}`;
      return [key, random() < 0.35 ? optional(held, 0.1 + random() * 0.8) : held] as const;
    }),
  );
}

function randomObject(random: Random, depth: number, models: readonly Node[]): Node {
  return object(randomProperties(random, depth - 1, models, whole(random, 3, 7)));
}

function randomNode(random: Random, depth: number, models: readonly Node[]): Node {
  const leaves = [text, uuid, time, day, email, url, integer, number, boolean, unixTime, id];
  const kind = random();
  if (depth <= 0 || kind < 0.55) return pick(random, leaves)();
  if (kind < 0.65) return known(...words.slice(whole(random, 0, 6), whole(random, 9, 14)));
  if (kind < 0.72 && models.length > 0) return pick(random, models);
  if (kind < 0.8) return list(randomNode(random, depth - 1, models));
  if (kind < 0.85) return map(pick(random, [uuid(), integer(99_999), day()]), randomNode(random, depth - 1, []));
  if (kind < 0.9) return json(randomObject(random, depth, []));
  if (kind < 0.95) {
    const values = words.slice(0, whole(random, 2, 4));
    return variants(
      'kind',
      { ref: id() },
      Object.fromEntries(values.map((value, index) => [value, randomProperties(random, 0, [], index + 1)])),
    );
  }
  return randomObject(random, depth, models);
}
