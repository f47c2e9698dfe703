import type { JsonObject } from '../../util/json.ts';
import { evidence } from './limits.ts';
import { countsOf, timesSeen } from './place.ts';
import type { Shape } from './shape.ts';
import { textFormats } from './texts.ts';
import { wordsOf } from './words.ts';

/** What a property can be where only null was seen, as others show. */
export interface LentType {
  readonly schema: JsonObject;
  /** Which others show it. */
  readonly reason: string;
}

/** Different names that must end with the same word before they speak for one more. */
const fewestNames = 3;
const mostShapes = 200;

/** Properties by their names, and by the last words of their names. */
export class AlikeNames {
  readonly #byName = new Map<string, Shape[]>();
  readonly #byWord = new Map<string, Map<string, Shape[]>>();

  add(key: string, shape: Shape): void {
    if (shape.seen === shape.nulls) return;
    let shapes = this.#byName.get(key);
    if (shapes === undefined) {
      this.#byName.set(key, (shapes = []));
      const words = wordsOf(key);
      const word = words.length > 1 ? (words.at(-1) ?? '') : '';
      if (word !== '') this.#byWord.set(word, (this.#byWord.get(word) ?? new Map<string, Shape[]>()).set(key, shapes));
    }
    if (shapes.length < mostShapes) shapes.push(shape);
  }

  /** The one scalar type of all properties with this name, else of several whose names end as it does. */
  typeOf(key: string): LentType | undefined {
    const same = this.#byName.get(key) ?? [];
    if (same.length > 0) {
      const schema = timesSeen(same) >= evidence.required ? scalarOf(same) : undefined;
      return schema === undefined ? undefined : { schema, reason: 'properties of this name elsewhere' };
    }
    const words = wordsOf(key);
    const last = words.at(-1) ?? '';
    const others = words.length > 1 ? this.#byWord.get(last) : undefined;
    if (others === undefined || others.size < fewestNames) return undefined;
    const shapes = [...others.values()].flat();
    const schema = timesSeen(shapes) >= evidence.borrow * 2 ? scalarOf(shapes) : undefined;
    return schema === undefined
      ? undefined
      : { schema, reason: `all ${others.size} others whose names end with “${last}”` };
  }
}

/** Text, number or truth, or null; undefined when they are of several types, or hold others. */
function scalarOf(shapes: readonly Shape[]): JsonObject | undefined {
  const { seen, nulls, booleans, integers, fractions, texts, isOdd } = countsOf(shapes);
  const all = seen - nulls;
  if (isOdd) return undefined;
  if (booleans === all) return { type: ['boolean', 'null'] };
  if (integers + fractions === all) return { type: ['number', 'null'] };
  if (texts === undefined || texts.count !== all) return undefined;
  const format = textFormats.find(({ name }, index) => lent.has(name) && (texts.formats & (1 << index)) !== 0)?.name;
  return { type: ['string', 'null'], ...(format === undefined ? {} : { format }) };
}

/** Formats that are as sure as the type. */
const lent: ReadonlySet<string> = new Set(['uuid', 'date-time', 'date']);
