import type { JsonObject } from '../../util/json.ts';
import { evidence } from './limits.ts';
import type { Shape } from './shape.ts';
import type { Guessed } from './texts-schema.ts';
import { wordsOf } from './words.ts';

/**
 * The schema of numbers: whole ones, unless a fraction was seen or is to be expected.
 *
 * @param key name of the property that holds them
 * @param isFraction whether properties of this name elsewhere have fractions
 */
export function describeNumbers(
  { integers, fractions, least, greatest }: Shape,
  key: string,
  isFraction: boolean,
): Guessed {
  if (fractions > 0 || isFraction) return { schema: { type: 'number' } };
  if (integers < evidence.borrow && wordsOf(key).some((word) => fractionWords.has(word))) {
    const doubt = `whole numbers were seen (${integers}), and the name lets expect fractions: both are accepted`;
    return { schema: { type: 'number' }, doubt };
  }
  const isLarge = least < -(2 ** 31) || greatest >= 2 ** 31;
  const schema: JsonObject = { type: 'integer', ...(isLarge ? { format: 'int64' } : {}) };
  return { schema };
}

/** Names of numbers that have a fraction sooner or later. */
const fractionWords: ReadonlySet<string> = new Set([
  'price',
  'rate',
  'ratio',
  'percent',
  'percentage',
  'latitude',
  'longitude',
  'lat',
  'lng',
  'lon',
  'score',
  'weight',
  'average',
  'avg',
  'distance',
  'temperature',
  'amount',
  'total',
  'balance',
  'cost',
  'fee',
  'tax',
  'probability',
  'confidence',
]);
