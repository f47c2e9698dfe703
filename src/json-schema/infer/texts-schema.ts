import type { JsonObject } from '../../util/json.ts';
import { evidence } from './limits.ts';
import { soundsLikeFreeText, soundsLikeTag } from './place.ts';
import { isWord } from './tags.ts';
import { textFormats } from './texts.ts';
import type { Texts } from './texts.ts';
import { wordsOf } from './words.ts';

/** What is guessed about the texts or numbers of a place. */
export interface Guessed {
  readonly schema: JsonObject;
  /** A guess that little speaks for, in words. */
  readonly doubt?: string;
}

/**
 * The schema of texts: with a format when all of them have it, with known values when each came again and again.
 *
 * @param lent formats that the texts of properties with the same name have, as bits; for a place that was seen seldom
 * @param isPersonal personal data is never listed
 */
export function describeTexts(texts: Texts, key: string, lent: number, isPersonal: boolean): Guessed {
  const format = formatOf(texts, key, lent);
  if (format !== undefined) {
    // Where the form says it all, one is enough.
    const isWeak = texts.count < evidence.required && Object.hasOwn(needed, format);
    return {
      schema: { type: 'string', format },
      ...(isWeak ? { doubt: `the format ${format} rests on ${texts.count} values` } : {}),
    };
  }
  const known = isPersonal || soundsLikeFreeText(key) ? undefined : knownValues(texts, key);
  if (known === undefined) return { schema: { type: 'string' } };
  const isWeak = texts.count < evidence.knownValues * 2;
  return {
    schema: { anyOf: [{ enum: known }, { type: 'string' }] },
    ...(isWeak ? { doubt: `the known values rest on ${texts.count} values` } : {}),
  };
}

/** How many different texts a format needs where one could have it by chance, or another could be empty. */
const needed: Readonly<Record<string, number>> = {
  email: 3,
  uri: 3,
  'uri-template': 3,
  duration: 2,
  ipv4: 2,
  ipv6: 2,
  time: 2,
};

function formatOf(texts: Texts, key: string, lent: number): string | undefined {
  const bits = texts.count < evidence.borrow ? texts.formats & lent : texts.formats;
  const found = textFormats.find((_, index) => (bits & (1 << index)) !== 0)?.name;
  if (found === undefined) return undefined;
  if (found === 'hostname' && !wordsOf(key).some((word) => hostWords.has(word))) return undefined;
  const different = texts.values?.size ?? Number.POSITIVE_INFINITY;
  return different >= (needed[found] ?? 1) || texts.count >= evidence.borrow ? found : undefined;
}

const hostWords: ReadonlySet<string> = new Set(['host', 'hostname', 'domain', 'server']);

/** The values of a set, in order; undefined when the texts do not come from one, as far as can be seen. */
function knownValues({ count, values }: Texts, key: string): readonly string[] | undefined {
  if (values === undefined || values.size > evidence.mostKnownValues) return undefined;
  const isNamed = soundsLikeTag(key);
  if (count < (isNamed ? evidence.knownValuesByName : evidence.knownValues)) return undefined;
  // One value all along tells a set from a constant of this account only by the name.
  if (values.size === 1 && !isNamed) return undefined;
  if (![...values.keys()].every(isWord)) return undefined;
  const once = [...values.values()].filter((times) => times === 1).length;
  // Good and Turing: the share of values seen once estimates how likely the next one is new.
  if (once / count > (isNamed ? 0.2 : 0.05)) return undefined;
  const repeats = isNamed ? evidence.repeats / 2 : evidence.repeats;
  return count >= values.size * repeats ? [...values.keys()].toSorted() : undefined;
}
