import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';

/** For arrays and objects: the formula, in terms of items and properties, that the value is not equal to `value`. */
export function differsFrom(formulas: Formulas, value: Json): Formula {
  if (Array.isArray(value)) return differsFromArray(formulas, value as readonly Json[]);
  return isObject(value) ? differsFromObject(formulas, value) : formulas.not(formulas.among([value]));
}

function differsFromArray(formulas: Formulas, value: readonly Json[]): Formula {
  return formulas.or([
    formulas.atom('array', { kind: 'size', side: 'max', value: value.length - 1 }),
    formulas.atom('array', { kind: 'size', side: 'min', value: value.length + 1 }),
    ...value.map((item, index) =>
      formulas.atom('array', {
        kind: 'items',
        from: index,
        to: index + 1,
        some: true,
        formula: formulas.not(formulas.among([item])),
      }),
    ),
  ]);
}

function differsFromObject(formulas: Formulas, value: JsonObject): Formula {
  const names = Object.keys(value);
  return formulas.or([
    formulas.atom('object', {
      kind: 'properties',
      names: formulas.and([formulas.types(['string']), formulas.not(formulas.among(names))]),
      some: true,
      formula: formulas.anything,
    }),
    ...names.flatMap((name) => [
      formulas.atom('object', { kind: 'property', name, some: false, formula: formulas.nothing }),
      formulas.atom('object', {
        kind: 'property',
        name,
        some: true,
        formula: formulas.not(formulas.among([value[name] as Json])),
      }),
    ]),
  ]);
}
