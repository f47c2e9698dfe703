import type { Json } from '../api.ts';
import type { SchemaObject } from '../schema-set.ts';

/**
 * Values that can stand for a scalar that is left out, best first: fixed ones, then those that its schemas name.
 *
 * @param schemas all that speak of the place
 * @param salt tells apart what must not be equal; 0 where it may
 */
export function substitutesFor(value: Json, schemas: readonly SchemaObject[], salt: number): readonly Json[] {
  const named = schemas.flatMap(({ const: one, enum: several, known }) => [one, several, known].flat());
  const listed = named.filter((each): each is Json => typeof each === typeof value && each !== null);
  if (typeof value === 'string') return [...texts(salt), ...listed, shapeOf(value)];
  if (typeof value === 'number') return [salt, ...listed, 1, -1, 0.123456789, ...schemas.flatMap(limitsOf)];
  return [false, true];
}

/** One text for each format, and a number with which many patterns for telephone numbers are content. */
function texts(salt: number): readonly string[] {
  const end = salt === 0 ? '' : String(salt);
  const day = `${2000 + (salt % 7000)}-01-01`;
  return [
    `redacted${end}`,
    `00000000-0000-4000-8000-${end.padStart(12, '0')}`,
    `redacted${end}@example.com`,
    `${day}T00:00:00Z`,
    day,
    '00:00:00Z',
    `P${salt + 1}D`,
    `https://example.com/redacted${end}`,
    `/redacted${end}`,
    `redacted${end}.example.com`,
    '192.0.2.1',
    '2001:db8::1',
    `+${10_000_000_000 + salt}`,
    `${salt}`,
    'cmVkYWN0',
    '',
  ];
}

/** The kind of each character of a text, for patterns and lengths that nothing else is content with. */
function shapeOf(text: string): string {
  return text
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/\p{Ll}|\p{Lo}|\p{Lt}|\p{Lm}|\p{M}/gu, 'x')
    .replaceAll(/\p{N}/gu, '0')
    .replaceAll(/[^\0-\x7f]/gu, '.');
}

function limitsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: SchemaObject): Json[] {
  const limits = [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf];
  return limits.flatMap((limit) => (typeof limit === 'number' ? [limit, limit + 1, limit - 1] : []));
}
