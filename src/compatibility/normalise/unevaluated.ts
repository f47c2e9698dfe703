import type { JsonSchema } from '../../json-schema/schema.ts';
import type { Formula } from '../algebra/formula.ts';
import { everyItem, itemKeywords } from './array-keywords.ts';
import { holdingCases } from './cases.ts';
import { describedNames, restOfProperties } from './object-keywords.ts';
import { Undecided } from '../undecided.ts';
import type { Place } from './place.ts';

/**
 * `unevaluatedProperties` and `unevaluatedItems`: what the schemas that hold do not evaluate, by cases.
 * Source: JSON Schema Core 2020-12, section 11.
 */
export function unevaluatedKeywords(place: Place): Formula[] {
  return [...unevaluatedProperties(place), ...unevaluatedItems(place)];
}

function unevaluatedProperties(place: Place): Formula[] {
  const { formulas, get } = place;
  const rest = get('unevaluatedProperties') as JsonSchema | undefined;
  if (rest === undefined) return [];
  const evaluated = (holding: Place): Formula => evaluatedNames(holding, holding.schema !== place.schema);
  const cases = holdingCases(place, (holding) => evaluated(holding) !== formulas.nothing);
  const options = cases.map(({ condition, places }) => {
    const names = formulas.or(places.map(evaluated));
    return formulas.and([condition, restOfProperties(place, formulas.not(names), rest)]);
  });
  return [formulas.or([formulas.not(formulas.types(['object'])), ...options])];
}

/** Names of the properties that the schema itself evaluates; `unevaluatedProperties` does only seen from outside. */
function evaluatedNames(place: Place, fromOutside: boolean): Formula {
  const all =
    place.get('additionalProperties') !== undefined ||
    (fromOutside && place.get('unevaluatedProperties') !== undefined);
  return all ? place.formulas.types(['string']) : describedNames(place);
}

function unevaluatedItems(place: Place): Formula[] {
  const { formulas, get, inside } = place;
  const rest = get('unevaluatedItems') as JsonSchema | undefined;
  if (rest === undefined) return [];
  const evaluated = (holding: Place): EvaluatedItems => evaluatedItems(holding, holding.schema !== place.schema);
  const cases = holdingCases(place, (holding) => {
    const { upTo, matching } = evaluated(holding);
    return upTo > 0 || matching !== undefined;
  });
  const options = cases.map(({ condition, places }) => {
    const parts = places.map(evaluated);
    const upTo = Math.max(0, ...parts.map((part) => part.upTo));
    const matching = parts.flatMap((part) => (part.matching === undefined ? [] : [part.matching]));
    return formulas.and([
      condition,
      everyItem(formulas, upTo, Infinity, formulas.or([...matching, inside(rest, { to: 'items' })])),
    ]);
  });
  return [formulas.or([formulas.not(formulas.types(['array'])), ...options])];
}

/** Items that a schema itself evaluates: those before an index, and those that satisfy a formula. */
interface EvaluatedItems {
  readonly upTo: number;
  readonly matching: Formula | undefined;
}

function evaluatedItems(place: Place, fromOutside: boolean): EvaluatedItems {
  const { prefix, rest } = itemKeywords(place);
  const all = rest !== undefined || (fromOutside && place.get('unevaluatedItems') !== undefined);
  const contains = place.get('contains');
  // By the text of 2019-09 (Core, section 9.3.1.3) it evaluates none, but validators read it as in 2020-12.
  if (contains !== undefined && !all && place.translator.document.dialect === '2019-09') {
    throw new Undecided('what "contains" evaluates for "unevaluatedItems" is read in two ways in 2019-09');
  }
  return {
    upTo: all ? Infinity : prefix.length,
    matching: contains === undefined ? undefined : place.inside(contains as JsonSchema, { to: 'items' }),
  };
}
