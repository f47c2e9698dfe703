import type { Json } from '../../util/json.ts';
import { isObject } from '../../util/json.ts';
import type { BoundConstraint, Formula } from '../algebra/formula.ts';
import type { ValueType } from '../algebra/value-type.ts';
import { stringFormats } from '../../json-schema/formats.ts';
import { numberFormat } from './number-formats.ts';
import type { Place } from './place.ts';

/** Formats that every text has: they are for people. */
const anyText = new Set(['binary', 'password']);

/** `type`, `enum`, `const`, and the keywords for numbers and strings. */
export function scalarKeywords(place: Place): Formula[] {
  return [...general(place), ...numbers(place), ...strings(place)];
}

function general({ get, formulas }: Place): Formula[] {
  const type = get('type');
  const values = get('enum');
  const constant = get('const');
  return [
    ...(type === undefined ? [] : [formulas.or(list(type).map((name) => typeFormula(name, formulas)))]),
    ...(Array.isArray(values) ? [formulas.among(values)] : []),
    ...(constant === undefined ? [] : [formulas.among([constant])]),
  ];
}

function typeFormula(name: Json, formulas: Place['formulas']): Formula {
  if (name === 'integer') return formulas.atom('number', { kind: 'multiple', of: 1, holds: true });
  return formulas.types([name as ValueType]);
}

function numbers({ get, formulas, translator }: Place): Formula[] {
  const parts: Formula[] = [];
  for (const side of ['min', 'max'] as const) {
    const inclusive = get(`${side}imum`);
    const exclusive = get(side === 'min' ? 'exclusiveMinimum' : 'exclusiveMaximum');
    const bound = (value: Json, isExclusive: boolean): Formula =>
      formulas.keyword('number', boundOf(side, value as number, isExclusive));
    if (typeof inclusive === 'number') parts.push(bound(inclusive, exclusive === true));
    if (typeof exclusive === 'number') parts.push(bound(exclusive, true));
  }
  const multiple = get('multipleOf');
  if (typeof multiple === 'number')
    parts.push(formulas.keyword('number', { kind: 'multiple', of: multiple, holds: true }));
  const format = get('format');
  if (typeof format === 'string' && translator.reading.assertFormats) parts.push(numberFormat(formulas, format));
  return parts;
}

function boundOf(side: 'min' | 'max', value: number, exclusive: boolean): BoundConstraint {
  return { kind: 'bound', side, value, exclusive };
}

function strings({ get, inside, formulas, translator }: Place): Formula[] {
  const { minLength, maxLength, pattern, format } = {
    minLength: get('minLength'),
    maxLength: get('maxLength'),
    pattern: get('pattern'),
    format: get('format'),
  };
  const parts: Formula[] = [];
  if (typeof minLength === 'number')
    parts.push(formulas.keyword('string', { kind: 'size', side: 'min', value: minLength }));
  if (typeof maxLength === 'number')
    parts.push(formulas.keyword('string', { kind: 'size', side: 'max', value: maxLength }));
  if (typeof pattern === 'string')
    parts.push(formulas.keyword('string', { kind: 'pattern', source: pattern, holds: true }));
  if (!translator.reading.assertFormats) return parts;
  if (typeof format === 'string' && stringFormats.has(format) && !anyText.has(format)) {
    parts.push(formulas.keyword('string', { kind: 'format', format, holds: true }));
  }
  const content = get('contentSchema');
  const isJson = get('contentMediaType') === 'application/json' && get('contentEncoding') === undefined;
  if (isJson && (typeof content === 'boolean' || isObject(content))) {
    parts.push(formulas.keyword('string', { kind: 'content', formula: inside(content), holds: true }));
  }
  return parts;
}

function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}
