import type { Redaction } from '../record.ts';

/** How many places a note lists, and how long each of them may be. */
const mostPlaces = 200;
const longestPlace = 1000;

/** What a record says of its redaction: when, and which places, as far as there is room for them. */
export function redactionNote(places: readonly string[], said: Pick<Redaction, 'at' | 'attestedBefore'>): Redaction {
  const listed = places.filter((place) => place.length <= longestPlace).slice(0, mostPlaces);
  const more = places.length - listed.length;
  return {
    at: said.at,
    places: listed,
    ...(more > 0 ? { more } : {}),
    ...(said.attestedBefore === undefined ? {} : { attestedBefore: said.attestedBefore }),
  };
}
