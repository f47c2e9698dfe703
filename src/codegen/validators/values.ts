import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { arrayTest, isSimpleArray, writeArray } from './arrays.ts';
import { numberTest, stringTest, valuesTest } from './assertions.ts';
import { conditionTest, isShortCondition, writeCondition } from './conditions.ts';
import type { Body, Emitter, Value } from './emitter.ts';
import {
  absent,
  arrays,
  everything,
  isMixed,
  nothing,
  numbers,
  objects,
  strings,
  typeOf,
  typeTest,
} from './json-types.ts';
import type { TypeSet } from './json-types.ts';
import { needsAllMembers } from './members.ts';
import { isSimpleObject, objectTest, writeObject } from './objects.ts';
import { emptyRule } from './rule.ts';
import type { Rule } from './rule.ts';
import { always, and, atom, never, or } from './test.ts';
import type { Test } from './test.ts';
import { simplify } from './simplify.ts';
import { typesOf } from './types-of.ts';
import { writeUnevaluated } from './unevaluated.ts';

/** Where blocks are nested deeper than this, the rest goes to a function of its own. */
const deepest = 8;

/** See `Emitter.write`. */
export function writeValue(body: Body, schemas: readonly PreparedSchema[], value: Value): void {
  const rule = simplify(body.emitter, schemas);
  if (isTestable(body.emitter, rule, value.members !== undefined)) body.reject(testRule(body, rule, value));
  else if (value.members !== undefined ? !canShareMembers(rule) : body.depth > deepest) {
    body.reject(helperTest(body, schemas, value));
  } else if (mayBeAbsent(value) && value.isOptional && !isTypesAlone(rule)) {
    body.block(`if (${value.text} !== undefined)`, () => writeRule(body, rule, whereThere(value)));
  } else writeRule(body, rule, value);
}

/** See `Emitter.test`. */
export function testValue(body: Body, schemas: readonly PreparedSchema[], value: Value): Test {
  const { emitter } = body;
  const rule = simplify(emitter, schemas);
  return isTestable(emitter, rule, value.members !== undefined)
    ? testRule(body, rule, value)
    : helperTest(body, schemas, value);
}

/** See `Emitter.isShort`. */
export function isShort(emitter: Emitter, schemas: readonly PreparedSchema[], value: Value): boolean {
  return isTestable(emitter, simplify(emitter, schemas), value.members !== undefined);
}

/** Whether the rule fits into an expression that reads no member twice. */
function isTestable(emitter: Emitter, rule: Rule, hasMembers: boolean): boolean {
  const { unevaluated, array, object, conditions } = rule;
  const isShort = (schemas: readonly PreparedSchema[], withMembers = false): boolean =>
    isTestable(emitter, simplify(emitter, schemas), withMembers);
  if (unevaluated.length > 0 || (array !== undefined && !isSimpleArray(array))) return false;
  if (object !== undefined && !hasMembers && conditions.length > 0) return false;
  const fits = (member: readonly PreparedSchema[]): boolean =>
    hasMembers ? isShort(member) : isOneLook(simplify(emitter, member));
  return (
    (object === undefined || isSimpleObject(object, hasMembers, fits)) &&
    conditions.every((condition) => isShortCondition(emitter, condition, (schema) => isShort([schema], hasMembers)))
  );
}

/** Whether the rule takes one look at its value, so that a member can be tested where it stands. */
function isOneLook(rule: Rule): boolean {
  const { types, values, references, number, string, array, object, conditions, unevaluated } = rule;
  const assertions = number.length + string.length + conditions.length + unevaluated.length;
  if (assertions > 0 || array !== undefined || object !== undefined) return false;
  const looksAtType = types === everything ? 0 : isMixed(types) || types === objects ? 2 : 1;
  return references.length + (values?.length ?? looksAtType) <= 1;
}

/** Whether a rule beside others for the same object gets along with the members that the code around reads. */
function canShareMembers({ object, unevaluated }: Rule): boolean {
  return unevaluated.length === 0 && (object === undefined || !needsAllMembers(object));
}

/** Whether nothing is asked but types and what hangs on them: then one chain of tests covers what is not there, too. */
function isTypesAlone({ references, values, conditions, unevaluated }: Rule): boolean {
  return references.length + conditions.length + unevaluated.length === 0 && values === undefined;
}

function helperTest(body: Body, schemas: readonly PreparedSchema[], value: Value): Test {
  const [only = true] = schemas;
  const name = body.emitter.helper(schemas.length === 1 ? only : { allOf: [...schemas] }, value.hint);
  return unlessAbsent(value, atom(`${body.call(name, value.path)}(${value.text})`));
}

function unlessAbsent(value: Value, test: Test): Test {
  if (!mayBeAbsent(value)) return test;
  const isAbsent = typeTest(value.text, absent, value.types);
  return value.isOptional ? or(isAbsent, test) : and(typeTest(value.text, everything, value.types), test);
}

function mayBeAbsent(value: Value): boolean {
  return (value.types & absent) !== 0;
}

function whereThere(value: Value): Value {
  return { ...value, types: value.types & ~absent, isOptional: false };
}

function testRule(body: Body, rule: Rule, value: Value): Test {
  if (mayBeAbsent(value) && value.isOptional && !isTypesAlone(rule))
    return unlessAbsent(value, testRule(body, rule, whereThere(value)));
  const { tests, known } = firstTests(body, rule, value);
  const typed = typedTest(body, rule, known, allowedTypes(rule, known));
  const narrowed = { ...known, types: allowedTypes(rule, known) };
  return and(...tests, typed, ...rule.conditions.map((condition) => conditionTest(body, condition, narrowed)));
}

function writeRule(body: Body, rule: Rule, value: Value): void {
  const { tests, known } = firstTests(body, rule, value);
  for (const test of tests) body.reject(test);
  const allowed = allowedTypes(rule, known);
  if (allowed === objects) {
    body.reject(typeTest(known.text, objects, known.types));
    writeObject(body, rule, { ...known, types: objects });
    return;
  }
  if (allowed === nothing) {
    body.reject(never);
    return;
  }
  writeTyped(body, rule, known, allowed);
  const narrowed = { ...known, types: allowed };
  for (const condition of rule.conditions) writeCondition(body, condition, narrowed);
  for (const schema of rule.unevaluated) writeUnevaluated(body, schema, narrowed);
}

/** What other schemas and lists of values say, which tells something about the types of what is left. */
function firstTests(body: Body, rule: Rule, value: Value): { tests: Test[]; known: Value } {
  const { emitter } = body;
  const tests: Test[] = [];
  let { types } = value;
  for (const key of rule.references) {
    const reference = referenceTest(body, key, value);
    tests.push(reference);
    const allowed = typesOf(emitter, [emitter.schemaOf(key)]);
    if (allowed !== everything) types &= allowed;
  }
  if (rule.values !== undefined) {
    tests.push(valuesTest(body, rule.values, value));
    types &= rule.values.reduce<TypeSet>((set, one) => set | typeOf(one), nothing);
  }
  return { tests, known: { ...value, types } };
}

function referenceTest(body: Body, key: string, value: Value): Test {
  const { emitter } = body;
  const schema = emitter.schemaOf(key);
  if (typeof schema === 'boolean') return schema ? always : never;
  return atom(`${body.call(emitter.functionOf(key), value.path)}(${value.text})`);
}

function allowedTypes(rule: Rule, value: Value): TypeSet {
  return value.types & (value.isOptional ? rule.types | absent : rule.types);
}

/** The groups of types that the rule says more about. */
function demandsOf(rule: Rule, allowed: TypeSet): TypeSet {
  const groups: readonly (readonly [TypeSet, boolean])[] = [
    [numbers, rule.number.length > 0],
    [strings, rule.string.length > 0],
    [arrays, rule.array !== undefined],
    [objects, rule.object !== undefined],
  ];
  return groups.reduce((set, [group, hasDemands]) => (hasDemands ? set | (allowed & group) : set), 0);
}

/** Whether the value is of an allowed type and, if of one that the rule says more about, as it says. */
function typedTest(body: Body, rule: Rule, value: Value, allowed: TypeSet): Test {
  const { text } = value;
  const demanding = demandsOf(rule, allowed);
  const free = allowed & ~demanding;
  const rest = value.types & ~free;
  const alternatives = [numbers, strings, arrays, objects]
    .filter((group) => (demanding & group) !== 0)
    .map((group) => {
      const types = allowed & group;
      return and(typeTest(text, types, rest), groupTest(body, rule, group, { ...value, types }));
    });
  return or(typeTest(text, free, value.types), ...alternatives);
}

function groupTest(body: Body, rule: Rule, group: TypeSet, value: Value): Test {
  if (group === numbers) return numberTest(body, rule.number, value);
  if (group === strings) return stringTest(body, rule.string, value);
  if (group === arrays) return rule.array === undefined ? always : arrayTest(body, rule.array, value);
  return rule.object === undefined ? always : objectTest(body, rule.object, value);
}

/** As `typedTest`, with statements for arrays and objects that take some. */
function writeTyped(body: Body, rule: Rule, value: Value, allowed: TypeSet): void {
  const { array, object } = rule;
  const long: [TypeSet, (one: Value) => void][] = [];
  if (object !== undefined && (allowed & objects) !== 0 && !isTestable(body.emitter, { ...emptyRule, object }, false))
    long.push([objects, (one) => writeObject(body, { ...emptyRule, object }, one)]);
  if (array !== undefined && (allowed & arrays) !== 0 && !isSimpleArray(array))
    long.push([arrays, (one) => writeArray(body, array, one)]);
  let { types } = value;
  const remaining = long.reduce((set, [group]) => set & ~group, allowed);
  const [only] = long;
  if (only !== undefined && remaining === 0 && long.length === 1) {
    body.reject(typeTest(value.text, only[0], types));
    only[1]({ ...value, types: only[0], isOptional: false });
    return;
  }
  const blocks = long.map(([group, write]) => {
    const test = typeTest(value.text, group, types);
    types &= ~group;
    return [test, () => write({ ...value, types: group, isOptional: false })] as const;
  });
  body.choice(blocks, typedTest(body, rule, { ...value, types }, remaining));
}
