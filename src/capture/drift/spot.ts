import { child } from '../../json-schema/pointer.ts';
import { isEqual } from '../../json-schema/equal.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { foldKey } from '../../deliveries/personal/mask.ts';
import { schemasAt, targetAt } from './schemas-at.ts';
import type { PlacedSchema, SchemasAt, SchemaSet } from './schemas-at.ts';
import type { Home } from './strangers.ts';

/** Deeper than this, payloads are not followed. */
const deepest = 48;

/**
 * A place of the payloads of one event, under the schemas that apply to it, with what was counted there. Places below it
 * are made when something first stands there. Where it depends on the value which schemas apply, there is a variant for
 * each answer.
 */
export class Spot {
  readonly path: string;
  readonly at: SchemasAt;
  readonly isPersonal: boolean;
  readonly depth: number;
  /** How often a value stood here, and how often it was an object. */
  count = 0;
  objects = 0;
  /** Nothing is said about what stands below, and no value of it is looked at. */
  readonly isPlain: boolean;
  /** What is known of an open set, where it holds texts only: one look-up tells. */
  readonly knownTexts: ReadonlySet<string> | undefined;
  /** The places below, by the names that the schemas have for them: no more than the contract has. */
  readonly members = new Map<string, Spot>();
  readonly strangers: Home = new Map();
  readonly owners: readonly string[];
  readonly #set: SchemaSet;
  readonly #settled: ReadonlySet<string>;
  readonly #variants = new Map<number | string, Spot>();
  readonly #isNumbered: boolean;
  #folded = new Map<string, Spot>();

  constructor(
    path: string,
    schemas: readonly PlacedSchema[],
    set: SchemaSet,
    above: { readonly isPersonal: boolean; readonly depth: number } = { isPersonal: false, depth: 0 },
    settled: ReadonlySet<string> = new Set(),
  ) {
    this.path = path;
    this.#set = set;
    this.#settled = settled;
    this.at = schemasAt(schemas, set, settled);
    this.#isNumbered = this.at.conditions.reduce((product, { answers }) => product * answers, 1) < 2 ** 31;
    this.isPersonal = above.isPersonal || this.at.isPersonal;
    this.depth = above.depth;
    this.owners = this.at.schemas
      .filter(({ schema }) => schema['properties'] !== undefined)
      .map(({ pointer }) => pointer);
    this.isPlain = this.depth >= deepest || isPlain(this.at);
    const { known } = this.at;
    this.knownTexts = known?.every((value) => typeof value === 'string') === true ? new Set(known) : undefined;
  }

  /** The place under the schemas that apply to this value. */
  variant(value: Json): Spot {
    const { conditions } = this.at;
    if (conditions.length === 0) return this;
    // One number for all answers where it has room for them, without a list for each value.
    let key: number | string = 0;
    if (this.#isNumbered) for (const condition of conditions) key = key * condition.answers + condition.choose(value);
    else key = conditions.map((condition) => condition.choose(value)).join(' ');
    const known = this.#variants.get(key);
    if (known !== undefined) return known.at.conditions.length === 0 ? known : known.variant(value);
    const chosen = conditions.flatMap((condition) => condition.branches(condition.choose(value)));
    const settled = new Set([...this.#settled, ...conditions.map(({ pointer }) => pointer)]);
    const made = new Spot(this.path, [...this.at.schemas, ...chosen], this.#set, this, settled);
    this.#variants.set(key, made);
    return made.variant(value);
  }

  /** The place of a property; undefined when no schema names it and none speaks of all others. */
  member(name: string): Spot | undefined {
    const known = this.members.get(name);
    if (known !== undefined) return known;
    const { properties, patterns, others } = this.at;
    const named = properties.get(name);
    const matching = patterns.filter(([pattern]) => pattern.test(name)).map(([, held]) => held);
    if (named !== undefined) {
      const made = this.#below(name, [...named, ...matching.flat()]);
      this.members.set(name, made);
      return made;
    }
    if (matching.length > 0)
      return this.#fold(`pattern ${patterns.map(([pattern]) => Number(pattern.test(name))).join('')}`, matching.flat());
    if (others.length > 0) return this.#fold('others', others);
    return this.at.isClosed ? undefined : this.#fold('free', []);
  }

  /** The place of an item. */
  item(index: number): Spot {
    const { prefix, items } = this.at;
    return index < prefix.length ? this.#fold(`item ${index}`, prefix[index] ?? []) : this.#fold('items', items);
  }

  /** The place of the JSON in a text; undefined when the text holds none. */
  inside(): Spot | undefined {
    const key = this.at.jsonText;
    return key === undefined ? undefined : this.#fold('json', targetAt(key, this.#set), `${this.path}#`);
  }

  /** Whether a value is among the known ones of the open set. */
  isKnown(value: Json): boolean {
    if (typeof value === 'string' && this.knownTexts !== undefined) return this.knownTexts.has(value);
    const { known } = this.at;
    return known === undefined || value === null || known.some((one) => isEqual(one, value));
  }

  /** This place, the variants of it and all below: those that were ever looked at. */
  *all(): Generator<Spot> {
    yield this;
    for (const below of [...this.#variants.values(), ...this.members.values(), ...this.#folded.values()])
      yield* below.all();
  }

  /** This place and its variants. */
  *variants(): Generator<Spot> {
    yield this;
    for (const variant of this.#variants.values()) yield* variant.variants();
  }

  /** The path of what `tokens` lead to in `value`, which stands here: map keys and array items are folded. */
  pathOf(
    value: Json | undefined,
    tokens: readonly string[],
  ): { readonly path: string; readonly spot: Spot | undefined } {
    return pathBelow(this, value, tokens);
  }

  #fold(key: string, schemas: readonly PlacedSchema[], path = `${this.path}/*`): Spot {
    const known = this.#folded.get(key);
    if (known !== undefined) return known;
    const made = this.#make(path, schemas);
    this.#folded.set(key, made);
    return made;
  }

  #below(name: string, schemas: readonly PlacedSchema[]): Spot {
    return this.#make(child(this.path, name), schemas);
  }

  #make(path: string, schemas: readonly PlacedSchema[]): Spot {
    return new Spot(path, schemas, this.#set, { isPersonal: this.isPersonal, depth: this.depth + 1 });
  }
}

function isPlain({ conditions, properties, patterns, others, items, prefix, known, jsonText }: SchemasAt): boolean {
  return (
    conditions.length + properties.size + patterns.length + others.length + items.length + prefix.length === 0 &&
    known === undefined &&
    jsonText === undefined
  );
}

function pathBelow(
  from: Spot,
  value: Json | undefined,
  tokens: readonly string[],
): { readonly path: string; readonly spot: Spot | undefined } {
  let spot: Spot | undefined = from;
  let { path } = from;
  let held = value;
  for (const token of tokens) {
    const here: Spot | undefined = held === undefined ? spot : spot?.variant(held);
    if (Array.isArray(held)) {
      spot = here?.item(Number(token));
      path = `${path}/*`;
      held = (held as readonly Json[])[Number(token)];
    } else {
      spot = here?.member(token);
      path = spot?.path ?? child(path, foldKey(token));
      held = isObject(held) ? held[token] : undefined;
    }
  }
  return { path, spot };
}
