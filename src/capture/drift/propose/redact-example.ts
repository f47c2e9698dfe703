import { compilePattern } from '../../../json-schema/patterns.ts';
import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';
import type { PlacedSchema, SchemaSet } from '../schemas-at.ts';
import { Spot } from '../spot.ts';

const substitutes: Readonly<Record<string, string>> = {
  'date-time': '2000-01-01T00:00:00Z',
  date: '2000-01-01',
  time: '00:00:00Z',
  uuid: '00000000-0000-4000-8000-000000000000',
  email: 'redacted@example.com',
  uri: 'https://example.com/',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

/** What may stand for a text of which only a pattern is known. */
const guesses = ['redacted', '', '+10000000000', '10000000000', 'X', '0'];

/**
 * A payload without personal data: what `x-personal-data` covers is replaced, and what is not in the former contract,
 * because nobody has looked yet whether it is personal. Keys of maps that are data are numbered.
 *
 * @param root the schemas of the payload, with those of undocumented places as the proposal has them
 * @param isNew whether a path was undocumented
 */
export function redactExample(
  payload: Json,
  root: readonly PlacedSchema[],
  set: SchemaSet,
  isNew: (path: string) => boolean,
): Json {
  const visit = (value: Json, spot: Spot | undefined, hidden: boolean): Json => {
    const here = spot?.variant(value);
    const isHidden = hidden || here === undefined || here.isPersonal || isNew(here.path);
    if (Array.isArray(value)) return value.map((item: Json, index) => visit(item, here?.item(index), isHidden));
    if (isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, held], index) => {
          const below = here?.member(key);
          const isData = below === undefined || below.path.endsWith('/*');
          return [isData && isHidden ? `key${index + 1}` : key, visit(held, below, isHidden)];
        }),
      );
    }
    return isHidden ? substitute(value, here) : value;
  };
  return visit(payload, new Spot('', root, set), false);
}

function substitute(value: Json, spot: Spot | undefined): Json {
  if (typeof value === 'boolean') return false;
  if (typeof value === 'number') return 0;
  if (typeof value !== 'string') return value;
  const schemas = spot?.at.schemas ?? [];
  for (const { schema } of schemas) {
    if (schema['const'] !== undefined) return schema['const'];
    const values = schema['enum'];
    if (Array.isArray(values)) return (values[0] as Json | undefined) ?? value;
    const format = schema['format'];
    const known = typeof format === 'string' ? substitutes[format] : undefined;
    if (known !== undefined) return known;
  }
  const patterns = schemas.flatMap(({ schema }) => (typeof schema['pattern'] === 'string' ? [schema['pattern']] : []));
  if (patterns.length === 0) return 'redacted';
  return guesses.find((text) => patterns.every((pattern) => fits(pattern, text))) ?? 'redacted';
}

function fits(pattern: string, text: string): boolean {
  return compilePattern(pattern).test(text);
}
