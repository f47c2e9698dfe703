import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';

const greatestFloat = 3.4028234663852886e38;

/** Least and greatest value of the formats of numbers, and whether they are whole. Source: OpenAPI Format Registry. */
const ranges: ReadonlyMap<string, { readonly min: number; readonly max: number; readonly whole: boolean }> = new Map([
  ['int32', { min: -(2 ** 31), max: 2 ** 31 - 1, whole: true }],
  ['int64', { min: -(2 ** 63), max: 2 ** 63, whole: true }],
  ['float', { min: -greatestFloat, max: greatestFloat, whole: false }],
]);

/** What a format demands of numbers; nothing when it is not one of numbers. */
export function numberFormat(formulas: Formulas, format: string): Formula {
  const range = ranges.get(format);
  if (range === undefined) return formulas.anything;
  return formulas.and([
    formulas.keyword('number', { kind: 'bound', side: 'min', value: range.min, exclusive: false }),
    formulas.keyword('number', { kind: 'bound', side: 'max', value: range.max, exclusive: false }),
    ...(range.whole ? [formulas.keyword('number', { kind: 'multiple', of: 1, holds: true })] : []),
  ]);
}
