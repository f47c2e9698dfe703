import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { Body, Value } from './emitter.ts';
import { absent, everything } from './json-types.ts';
import { isOpen } from './rule.ts';
import type { ArrayRule, ContainsRule } from './rule.ts';
import { and, atom, print } from './test.ts';
import type { Test } from './test.ts';

/** Whether no item needs to be looked at by itself. */
export function isSimpleArray({ items, contains }: ArrayRule): boolean {
  return items.length + contains.length === 0;
}

/** Whether an array is as the rule demands, but for its items. */
export function arrayTest({ emitter }: Body, { least, most, isUnique }: ArrayRule, { text }: Value): Test {
  const tests: Test[] = [];
  if (least > 0) tests.push(atom(`${text}.length >= ${least}`, `${text}.length < ${least}`));
  if (most < Infinity) tests.push(atom(`${text}.length <= ${most}`, `${text}.length > ${most}`));
  if (isUnique)
    tests.push(atom(`!${emitter.support('hasRepeats')}(${text})`, `${emitter.support('hasRepeats')}(${text})`));
  return and(...tests);
}

/** Writes statements that return false unless an array is as the rule demands. */
export function writeArray(body: Body, rule: ArrayRule, value: Value): void {
  body.reject(arrayTest(body, rule, value));
  writeItems(body, rule, value);
  for (const one of rule.contains) writeContains(body, one, value);
}

function writeItems(body: Body, { items }: ArrayRule, value: Value): void {
  const places = Math.max(0, ...items.map(({ first }) => first.length));
  for (let index = 0; index < places; index += 1) {
    const schemas = items.map(({ first, others }) => first[index] ?? others);
    if (schemas.every(isOpen)) continue;
    const text = body.local(`item ${index}`);
    body.line(`const ${text} = ${value.text}[${index}];`);
    body.emitter.write(body, schemas, { ...itemOf(value, text), types: everything | absent, isOptional: true });
  }
  const schemas = items.map(({ others }) => others).filter((schema) => !isOpen(schema));
  if (schemas.length > 0) writeOtherItems(body, schemas, places, value);
}

function writeOtherItems(body: Body, schemas: readonly PreparedSchema[], from: number, value: Value): void {
  const item = body.local('item');
  if (from === 0) {
    body.block(`for (const ${item} of ${value.text})`, () => body.emitter.write(body, schemas, itemOf(value, item)));
    return;
  }
  const index = body.local('index');
  body.block(`for (let ${index} = ${from}; ${index} < ${value.text}.length; ${index}++)`, () => {
    body.line(`const ${item} = ${value.text}[${index}];`);
    body.emitter.write(body, schemas, itemOf(value, item));
  });
}

function writeContains(body: Body, { schema, least, most }: ContainsRule, value: Value): void {
  const item = body.local('item');
  const test = print(body.emitter.test(body, [schema], itemOf(value, item)));
  if (least === 1 && most === Infinity) {
    body.reject(atom(`${value.text}.some((${item}) => ${test})`));
    return;
  }
  const matches = body.local('matches');
  body.line(`const ${matches} = ${value.text}.filter((${item}) => ${test}).length;`);
  if (least > 0) body.reject(atom(`${matches} >= ${least}`, `${matches} < ${least}`));
  if (most < Infinity) body.reject(atom(`${matches} <= ${most}`, `${matches} > ${most}`));
}

function itemOf({ path, hint }: Value, text: string): Value {
  return { text, types: everything, isOptional: false, path: [...path, '*'], hint: `${hint} item` };
}
