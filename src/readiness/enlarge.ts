import { at } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';
import { bytesOf } from './bench.ts';
import type { Base } from './bench.ts';
import { changeAt, jsonTextsOf } from './edit.ts';
import { placesIn } from './places.ts';
import type { PreparedContract } from './prepared-contract.ts';
import { isStillSent, undocumentedIn } from './variations.ts';

/** A payload that is still of the event and valid, and as large as was wished. */
export interface Enlarged {
  readonly base: Base;
  readonly payload: Json;
  /** JSON Pointer to the text that is longer. */
  readonly pointer: string;
}

/**
 * One of the payloads with one text made so long that its JSON has so many bytes: a text that people write where there is
 * one, and what tells things apart only where there is nothing else, since receivers keep that as a key and log it.
 * Undefined when no text may be so long.
 */
export function enlarge(prepared: PreparedContract, bases: readonly Base[], size: number): Enlarged | undefined {
  const { id, orderKey } = prepared.contract.delivery;
  const places = bases.flatMap((base) => {
    const { event, payload } = base;
    const by = size - bytesOf(payload).byteLength;
    if (by <= 0) return [];
    const holdsJson = jsonTextsOf(prepared.validator.compile(event.payload), payload);
    return placesIn(payload, holdsJson).flatMap(({ pointer, tokens, value }) => {
      // Within a text with JSON each character can take several bytes.
      const isPlain = typeof value === 'string' && at(payload, pointer) === value;
      if (!isPlain || pointer === id || pointer === orderKey) return [];
      const make = (): Json => changeAt(payload, tokens, () => value + 'x'.repeat(by), holdsJson);
      return [{ base, pointer, make, rank: rankOf(tokens) }];
    });
  });
  for (const { base, pointer, make } of places.toSorted((a, b) => a.rank - b.rank)) {
    const { event } = base;
    const payload = make();
    // A value that the contract does not know is the question of another case.
    const before = undocumentedIn(prepared, event, base.payload).length;
    const isKnown = undocumentedIn(prepared, event, payload).length === before;
    if (isKnown && isStillSent(prepared, event, payload)) return { base, payload, pointer };
  }
  return undefined;
}

const written =
  /^(?:bod(?:y|ies)|comments?|contents?|descriptions?|feedback|messages?|notes?|reasons?|remarks?|texts?)$/;
const called = /^(?:labels?|names?|subjects?|summar(?:y|ies)|titles?)$/;
const identifying =
  /^(?:codes?|emails?|guids?|hash(?:es)?|ids?|identifiers?|keys?|links?|locales?|phones?|refs?|slugs?|tokens?|types?|ur[il]s?|uuids?)$/;

/** How unlike free text a place is, by the words of its name, the last of which says most: `lineId`, `phone_number`. */
function rankOf(tokens: readonly string[]): number {
  const name = tokens.findLast((token) => !/^\d+$/.test(token)) ?? '';
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  if (words.some((word) => identifying.test(word))) return 3;
  const last = words.at(-1) ?? '';
  return written.test(last) ? 0 : called.test(last) ? 1 : 2;
}
