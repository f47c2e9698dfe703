import { child } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { common, formatsOf } from './formats.ts';
import { foldKey, mask } from '../../deliveries/personal/mask.ts';
import { addTime, firstSighting } from './moment.ts';
import type { Moment } from './moment.ts';
import { rankOf, Sketch } from './sketch.ts';
import { jsonTypes, longestText, mostTexts } from './summary.ts';
import type { Stranger } from './summary.ts';

/** Deeper than this, undocumented data is not looked into. */
const deepest = 8;

/** A stranger while it is counted. */
interface Counted extends Stranger {
  owners: readonly string[];
  readonly below: Map<string, Counted>;
  /** Where it is found by its key, to be taken out of. */
  readonly home: Map<string, Counted>;
  /** The last capture that showed it. */
  lastNumber: number;
}

/** Where strangers were found, by the key under which they stand there. */
export type Home = Map<string, Counted>;

/**
 * Counts what stands where no schema describes anything: by path, with the keys of maps and the items of arrays folded.
 * Memory is bounded: of too many paths some are left out, always the same ones, whatever the order of the captures.
 */
export class Strangers {
  readonly #sketch: Sketch<Counted>;
  readonly #moment: Moment;

  constructor(most: number, moment: Moment) {
    this.#moment = moment;
    this.#sketch = new Sketch(most, (gone) => gone.home.delete(keyIn(gone)));
  }

  /**
   * Counts a value.
   * @param home the strangers that stand beside it
   * @param path of what holds it
   * @param owners pointers to the schemas of what holds it
   */
  add(home: Home, path: string, key: string, value: Json, owners: readonly string[]): void {
    const folded = foldKey(key);
    const known = home.get(folded);
    const one = known ?? this.#enter(home, folded, child(path, folded), undefined, 0, value, owners);
    if (one !== undefined) this.#count(one, value, 1);
  }

  /** Counts a whole payload of which nothing is described. */
  addWhole(home: Home, value: Json): void {
    const one = home.get('') ?? this.#enter(home, '', '', undefined, 0, value, []);
    if (one !== undefined) this.#count(one, value, 1);
  }

  entries(): Stranger[] {
    return this.#sketch.entries().map((one): Stranger => {
      const {
        key,
        rank,
        path,
        parent,
        owners,
        captures,
        first,
        last,
        exhibit,
        count,
        objects,
        types,
        formats,
        values,
      } = one;
      return {
        key,
        rank,
        path,
        parent,
        owners,
        captures,
        first,
        last,
        exhibit,
        count,
        objects,
        types,
        formats,
        values: values?.toSorted(),
      };
    });
  }

  #enter(
    home: Home,
    key: string,
    path: string,
    parent: string | undefined,
    least: number,
    value: Json,
    owners: readonly string[],
  ): Counted | undefined {
    const rank = Math.max(least, rankOf(path));
    const make = (): Counted => ({
      key: path,
      rank,
      path,
      parent,
      owners,
      ...firstSighting(this.#moment, mask(value)),
      count: 0,
      objects: 0,
      types: jsonTypes.map(() => 0),
      formats: undefined,
      values: [],
      below: new Map(),
      home,
      lastNumber: 0,
    });
    const entered = this.#sketch.at(path, rank, make);
    if (entered === undefined) return undefined;
    home.set(key, entered);
    if (owners.some((owner) => !entered.owners.includes(owner)))
      entered.owners = [...new Set([...entered.owners, ...owners])].toSorted();
    return entered;
  }

  #count(one: Counted, value: Json, depth: number): void {
    const { number, time } = this.#moment;
    one.count += 1;
    if (one.lastNumber !== number) {
      one.lastNumber = number;
      one.captures += 1;
      addTime(one, time);
    }
    const type = typeIndex(value);
    one.types[type] = (one.types[type] ?? 0) + 1;
    if (typeof value === 'string') {
      if (one.formats === undefined || one.formats.length > 0) one.formats = common(one.formats, formatsOf(value));
      if (one.values !== undefined)
        one.values = this.#moment.payload === undefined ? undefined : withText(one.values, value);
    } else if (Array.isArray(value)) {
      if (depth < deepest) for (const item of value as readonly Json[]) this.#below(one, '*', item, depth);
    } else if (isObject(value)) {
      one.objects += 1;
      if (depth < deepest) for (const key in value) this.#below(one, foldKey(key), value[key] as Json, depth);
    }
  }

  #below(one: Counted, key: string, value: Json, depth: number): void {
    const known = one.below.get(key);
    // No lower than what holds it, so that nothing stays whose parent went.
    const below = known ?? this.#enter(one.below, key, child(one.path, key), one.path, one.rank, value, []);
    if (below !== undefined) this.#count(below, value, depth + 1);
  }
}

function keyIn({ home, path }: Counted): string {
  for (const [key, one] of home) if (one.path === path) return key;
  return '';
}

/** The texts with one more; undefined when they become too many or too long. */
export function withText(texts: readonly string[], text: string): readonly string[] | undefined {
  if (texts.includes(text)) return texts;
  return texts.length < mostTexts && text.length <= longestText ? [...texts, text] : undefined;
}

/** Which of `jsonTypes` a value has. */
export function typeIndex(value: Json): number {
  switch (typeof value) {
    case 'string':
      return 4;
    case 'number':
      return Number.isInteger(value) ? 2 : 3;
    case 'boolean':
      return 1;
    default:
      return value === null ? 0 : Array.isArray(value) ? 5 : 6;
  }
}
