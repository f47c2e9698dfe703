import type { JsonSchema } from '../../json-schema/schema.ts';
import type { Json } from '../../util/json.ts';
import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';
import type { Place } from './place.ts';

/** The keywords for arrays, `unevaluatedItems` apart. */
export function arrayKeywords(place: Place): Formula[] {
  return [...sizes(place), ...items(place), ...contains(place)];
}

/** Which items `prefixItems` (once: a list in `items`) describes, and what describes the rest. */
export function itemKeywords({ get, translator }: Place): {
  prefix: readonly JsonSchema[];
  rest: JsonSchema | undefined;
} {
  const all = get('items');
  if (translator.document.dialect === '2020-12') {
    return { prefix: (get('prefixItems') ?? []) as readonly JsonSchema[], rest: all as JsonSchema | undefined };
  }
  if (!Array.isArray(all)) return { prefix: [], rest: all as JsonSchema | undefined };
  return { prefix: all as readonly JsonSchema[], rest: get('additionalItems') as JsonSchema | undefined };
}

/** Every item at an index from `from` up to, not including, `to` satisfies the formula, in arrays. */
export function everyItem(formulas: Formulas, from: number, to: number, formula: Formula): Formula {
  return formulas.keyword('array', { kind: 'items', from, to, some: false, formula });
}

function sizes({ get, formulas }: Place): Formula[] {
  const parts: Formula[] = [];
  const min = get('minItems');
  const max = get('maxItems');
  if (typeof min === 'number') parts.push(formulas.keyword('array', { kind: 'size', side: 'min', value: min }));
  if (typeof max === 'number') parts.push(formulas.keyword('array', { kind: 'size', side: 'max', value: max }));
  if (get('uniqueItems') === true) parts.push(formulas.keyword('array', { kind: 'unique', holds: true }));
  return parts;
}

function items(place: Place): Formula[] {
  const { prefix, rest } = itemKeywords(place);
  const parts = prefix.map((schema, index) =>
    everyItem(place.formulas, index, index + 1, place.inside(schema, { to: 'item', index })),
  );
  if (rest !== undefined)
    parts.push(
      everyItem(place.formulas, prefix.length, Infinity, place.inside(rest, { to: 'item', index: prefix.length })),
    );
  return parts;
}

function contains({ get, inside, formulas }: Place): Formula[] {
  const schema = get('contains');
  if (schema === undefined) return [];
  const formula = inside(schema as JsonSchema, { to: 'items' });
  const min = limit(get('minContains')) ?? 1;
  const max = limit(get('maxContains'));
  const counted = (side: 'min' | 'max', value: number): Formula =>
    formulas.keyword(
      'array',
      formula === formulas.anything ? { kind: 'size', side, value } : { kind: 'contains', side, value, formula },
    );
  return [counted('min', min), ...(max === undefined ? [] : [counted('max', max)])];
}

function limit(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
