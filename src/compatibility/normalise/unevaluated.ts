import type { JsonSchema } from '../../json-schema/schema.ts';
import type { Formula } from '../algebra/formula.ts';
import { everyItem } from './array-keywords.ts';
import { evaluatedCases } from './evaluated.ts';
import { restOfProperties } from './object-keywords.ts';
import type { Place } from './translator.ts';

/** `unevaluatedProperties` and `unevaluatedItems`: one formula for each case of what the rest of the schema evaluates. */
export function unevaluatedKeywords(place: Place): Formula[] {
  const { formulas, get } = place;
  const parts: Formula[] = [];
  const properties = get('unevaluatedProperties');
  if (properties !== undefined) {
    const options = evaluatedCases(place, 'properties', false).map(({ condition, names }) =>
      formulas.and([condition, restOfProperties(place, formulas.not(names), properties as JsonSchema)]),
    );
    parts.push(formulas.or([formulas.not(formulas.types(['object'])), ...options]));
  }
  const items = get('unevaluatedItems');
  if (items !== undefined) {
    const rest = place.inside(items as JsonSchema);
    const options = evaluatedCases(place, 'items', false).map(({ condition, upTo, matching }) =>
      formulas.and([condition, everyItem(place, upTo, Infinity, formulas.or([matching, rest]))]),
    );
    parts.push(formulas.or([formulas.not(formulas.types(['array'])), ...options]));
  }
  return parts;
}
