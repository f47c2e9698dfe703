import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** When a condition holds, as CommonMark: "`type` is `booking`". */
export function describeCondition(test: Json): string {
  const parts = isObject(test) && isObject(test['properties']) ? Object.entries(test['properties']) : [];
  const texts = parts.flatMap(([name, schema]) => {
    if (!isObject(schema)) return [];
    if (Object.hasOwn(schema, 'const')) return [`${code(name)} is ${code(plain(schema['const'] ?? null))}`];
    const { enum: values } = schema;
    if (Array.isArray(values))
      return [`${code(name)} is ${values.map((value: Json) => code(plain(value))).join(' or ')}`];
    return isObject(schema['properties']) ? [`in ${code(name)}, ${describeCondition(schema)}`] : [];
  });
  return texts.length > 0 && texts.length === parts.length ? texts.join(' and ') : 'a condition of the schema holds';
}

/** What further keywords demand, in words. */
export function rulesOf(schema: JsonObject): string[] {
  return Object.entries(rules).flatMap(([keyword, describe]) => {
    const value = schema[keyword];
    return value === undefined ? [] : describe(value);
  });
}

const rules: Readonly<Record<string, (value: Json) => readonly string[]>> = {
  pattern: (value) => (typeof value === 'string' ? [`matches ${code(value)}`] : []),
  minLength: (value) => (value === 1 ? ['not empty'] : [`at least ${plain(value)} characters`]),
  maxLength: (value) => [`at most ${plain(value)} characters`],
  minimum: (value) => [`at least ${plain(value)}`],
  maximum: (value) => [`at most ${plain(value)}`],
  exclusiveMinimum: (value) => (typeof value === 'number' ? [`more than ${value}`] : []),
  exclusiveMaximum: (value) => (typeof value === 'number' ? [`less than ${value}`] : []),
  multipleOf: (value) => [`a multiple of ${plain(value)}`],
  minItems: (value) => [`at least ${count(value, 'item')}`],
  maxItems: (value) => [`at most ${count(value, 'item')}`],
  uniqueItems: (value) => (value === true ? ['no item twice'] : []),
  minProperties: (value) => [`at least ${count(value, 'property', 'properties')}`],
  maxProperties: (value) => [`at most ${count(value, 'property', 'properties')}`],
  additionalProperties: (value) => (value === false ? ['no other properties'] : []),
};

function count(value: Json, one: string, many = `${one}s`): string {
  return `${plain(value)} ${value === 1 ? one : many}`;
}

/** As a code span of CommonMark. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text === '' ? ' ' : text}${pad}${fence}`;
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const plurals: Readonly<Record<string, string>> = {
  string: 'strings',
  number: 'numbers',
  integer: 'integers',
  boolean: 'booleans',
  object: 'objects',
  array: 'lists',
  list: 'lists',
};

/** `string`, `list of objects`, `integer or null`. */
export function typeText(types: readonly string[], items: string | undefined): string {
  const distinct = [...new Set(types)];
  const ordered = [...distinct.filter((type) => type !== 'null'), ...distinct.filter((type) => type === 'null')];
  const names = ordered.map((type) => {
    if (type !== 'array') return type;
    return items === undefined ? 'list' : `list of ${plurals[items] ?? items}`;
  });
  return names.join(' or ');
}
