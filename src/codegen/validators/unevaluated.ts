import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { JsonObject } from '../../util/json.ts';
import { quote } from '../printer/escape.ts';
import type { Body, Evaluated, Value } from './emitter.ts';
import { absent, arrays, everything, objects, typeTest } from './json-types.ts';
import { memberText } from './members.ts';
import { patternConstant } from './patterns.ts';
import { isOpen, listOf, schemaOr } from './rule.ts';
import { always, and, atom, not, or, print } from './test.ts';
import type { Test } from './test.ts';

const kinds = [
  { kind: 'names', keyword: 'unevaluatedProperties', types: objects },
  { kind: 'items', keyword: 'unevaluatedItems', types: arrays },
] as const;

/**
 * Writes statements that return false unless what nothing else in `schema` has looked at is as its `unevaluated...` keywords
 * demand. They come last: the value is valid under everything else by then. Which names or items were looked at is
 * collected by functions of their own, so that nothing is kept track of where nobody asks.
 */
export function writeUnevaluated(body: Body, schema: JsonObject, value: Value): void {
  for (const { kind, keyword, types } of kinds) {
    const demand = schemaOr(schema[keyword], true);
    if (isOpen(demand) || (value.types & types) === 0) continue;
    const test = typeTest(value.text, types, value.types);
    const write = (): void => writeRest(body, schema, kind, demand, { ...value, types });
    if (test === always) write();
    else body.choice([[test, write]], always);
  }
}

function writeRest(body: Body, schema: JsonObject, kind: Evaluated, demand: PreparedSchema, value: Value): void {
  const { [kind === 'names' ? 'unevaluatedProperties' : 'unevaluatedItems']: _, ...others } = schema;
  const collector = body.emitter.collector(others, kind, value.hint);
  const evaluated = body.local('evaluated');
  if (collector !== undefined) {
    body.line(`const ${evaluated} = new Set();`);
    body.line(`${body.call(collector, value.path)}(${value.text}, ${evaluated});`);
  }
  const key = body.local(kind === 'names' ? 'key' : 'index');
  const member = body.local(kind === 'names' ? 'member' : 'item');
  body.block(loopOver(kind, key, value.text), () => {
    body.line(`const ${member} = ${value.text}[${key}];`);
    const isOver = kind === 'names' ? [`${member} === undefined`] : [];
    if (collector !== undefined) isOver.push(`${evaluated}.has(${key})`);
    if (isOver.length > 0) body.line(`if (${isOver.join(' || ')}) continue;`);
    const path = [...value.path, '*'];
    const hint = `${value.hint} unevaluated`;
    body.emitter.write(body, [demand], { text: member, types: everything, isOptional: false, path, hint });
  });
}

function loopOver(kind: Evaluated, key: string, text: string): string {
  return kind === 'names' ? `for (const ${key} in ${text})` : `for (let ${key} = 0; ${key} < ${text}.length; ${key}++)`;
}

/**
 * Writes statements that add to the set `evaluated` the names or the indexes that `schema` looks at, given a value that is
 * valid under it. Source: JSON Schema Core 2020-12, section 11.
 */
export function writeCollector(
  body: Body,
  schema: PreparedSchema,
  kind: Evaluated,
  value: Value,
  evaluated: string,
): void {
  if (typeof schema === 'boolean') return;
  if (kind === 'names') collectNames(body, schema, value, evaluated);
  else collectItems(body, schema, value, evaluated);
  collectInPlace(body, schema, kind, value, evaluated);
}

function collectNames(body: Body, schema: JsonObject, value: Value, evaluated: string): void {
  const key = body.local('key');
  const isAll = schema['additionalProperties'] !== undefined || schema['unevaluatedProperties'] !== undefined;
  const tests: readonly Test[] = [
    ...Object.keys(schema['properties'] ?? {}).map((name) => atom(`${key} === ${quote(name)}`)),
    ...Object.keys(schema['patternProperties'] ?? {}).map((source) =>
      atom(`${patternConstant(body.emitter, source, value.hint)}.test(${key})`),
    ),
  ];
  const add = `${evaluated}.add(${key});`;
  if (isAll) body.line(`for (const ${key} in ${value.text}) ${add}`);
  else if (tests.length > 0) body.line(`for (const ${key} in ${value.text}) if (${print(or(...tests))}) ${add}`);
}

function collectItems(body: Body, schema: JsonObject, value: Value, evaluated: string): void {
  const { items, prefixItems, additionalItems, unevaluatedItems, contains } = schema;
  const first = Array.isArray(items) ? items.length : listOf(prefixItems).length;
  const isAll = unevaluatedItems !== undefined || (Array.isArray(items) ? additionalItems : items) !== undefined;
  const index = body.local('index');
  const head = (test: Test): string =>
    `for (let ${index} = 0; ${print(and(atom(`${index} < ${value.text}.length`), test))}; ${index}++)`;
  const add = `${evaluated}.add(${index});`;
  if (isAll) body.line(`${head(always)} ${add}`);
  else if (first > 0) body.line(`${head(atom(`${index} < ${first}`))} ${add}`);
  // In 2019-09 it did not count.
  if (contains === undefined || isAll || body.emitter.dialect !== '2020-12') return;
  const item = body.local('item');
  const one = {
    text: item,
    types: everything,
    isOptional: false,
    path: [...value.path, '*'],
    hint: `${value.hint} item`,
  };
  body.block(head(always), () => {
    body.line(`const ${item} = ${value.text}[${index}];`);
    body.line(`if (${print(body.emitter.test(body, [contains as PreparedSchema], one))}) ${add}`);
  });
}

/** Schemas that apply to the same value: those that hold in any case, and those that hold when they are valid. */
function collectInPlace(body: Body, schema: JsonObject, kind: Evaluated, value: Value, evaluated: string): void {
  const { emitter } = body;
  const collect = (part: PreparedSchema, when: () => Test): void => {
    const collector = emitter.collector(part, kind, value.hint);
    if (collector === undefined) return;
    const test = when();
    const call = `${body.call(collector, value.path)}(${value.text}, ${evaluated});`;
    body.line(test === always ? call : `if (${print(test)}) ${call}`);
  };
  const isValid = (part: PreparedSchema) => (): Test => emitter.test(body, [part], value);
  const surely = (): Test => always;
  if (typeof schema['$ref'] === 'string') collect(emitter.schemaOf(schema['$ref']), surely);
  for (const part of listOf(schema['allOf'])) collect(part, surely);
  for (const part of [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])]) collect(part, isValid(part));
  const condition = schema['if'] as PreparedSchema | undefined;
  if (condition !== undefined) {
    collect(condition, isValid(condition));
    collect(schemaOr(schema['then'], true), isValid(condition));
    collect(schemaOr(schema['else'], true), () => not(isValid(condition)()));
  }
  for (const [name, part] of dependentSchemas(schema)) collect(part, () => presence(value, name));
}

function dependentSchemas(schema: JsonObject): [string, PreparedSchema][] {
  const all = [schema['dependentSchemas'], schema['dependencies']].flatMap((held) =>
    Object.entries((held ?? {}) as JsonObject),
  );
  return all.filter(([, held]) => !Array.isArray(held)) as [string, PreparedSchema][];
}

/** Where items are collected the value is an array, on which no such schema depends. */
function presence({ text, types }: Value, name: string): Test {
  if (types !== objects) return { kind: 'constant', value: false };
  return typeTest(memberText(text, name), everything, everything | absent);
}
