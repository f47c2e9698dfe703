/** A JSON Pointer; `inText` leads from a string into the JSON that it holds. */
export type Place = string;

/** No JSON Pointer has this in it: after `~` comes 0 or 1. */
export const inText = '~!';

/** The place of a member or item. */
export function into(place: Place, token: string | number): Place {
  return `${place}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What is said about a place, as its reader sees it: with the place in a JSON text apart. */
export function placed<One extends { readonly pointer: Place; readonly message?: string }>(one: One): One {
  const [pointer, ...rest] = one.pointer.split(inText);
  if (rest.length === 0) return one;
  const inner = rest.join('');
  const message = one.message && `in the JSON text${inner && `, at ${inner}`}: ${one.message}`;
  return { ...one, pointer, inner, ...(message && { message }) };
}
