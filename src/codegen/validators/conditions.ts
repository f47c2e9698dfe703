import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { areDisjoint, branchesOf } from './branches.ts';
import type { Body, Emitter, Value } from './emitter.ts';
import { absent, everything, objects, typeTest } from './json-types.ts';
import { memberText } from './members.ts';
import { isOpen } from './rule.ts';
import type { Condition } from './rule.ts';
import { always, and, atom, not, or, print, printOperand } from './test.ts';
import type { Test } from './test.ts';
import { typesOf } from './types-of.ts';

/** Writes statements that return false unless the value meets the condition. */
export function writeCondition(body: Body, condition: Condition, value: Value): void {
  switch (condition.kind) {
    case 'not':
      body.reject(conditionTest(body, condition, value));
      return;
    case 'anyOf':
      writeAnyOf(body, condition.branches, value);
      return;
    case 'oneOf':
      if (areDisjoint(body.emitter, condition.branches)) writeAnyOf(body, condition.branches, value);
      else body.reject(conditionTest(body, condition, value));
      return;
    default:
      writeConsequences(body, condition, value);
  }
}

/** Whether the value meets the condition. */
export function conditionTest(body: Body, condition: Condition, value: Value): Test {
  const { emitter } = body;
  switch (condition.kind) {
    case 'not':
      return not(emitter.test(body, [condition.schema], named(value, 'not')));
    case 'anyOf':
      return anyOfTest(body, condition.branches, value);
    case 'oneOf':
      return oneOfTest(body, condition.branches, value);
    default: {
      const { test, met, unmet } = consequencesOf(body, condition, value);
      const [first, second] = [met, unmet].map((schema) => emitter.test(body, [schema], named(value, 'then')));
      if (first === undefined || second === undefined) return always;
      if (first === always || second === always) return and(or(not(test), first), or(test, second));
      return atom(`(${print(test)} ? ${print(first)} : ${print(second)})`);
    }
  }
}

/** Whether the condition is better tested in an expression than held by statements. */
export function isShortCondition(
  emitter: Emitter,
  condition: Condition,
  isShort: (schema: PreparedSchema) => boolean,
): boolean {
  switch (condition.kind) {
    case 'not':
      return true;
    case 'if':
      return isShort(condition.met) && isShort(condition.unmet);
    case 'present':
      return isShort(condition.needed);
    default: {
      const { others } = branchesOf(emitter, condition.branches);
      return others.every(isShort) || !areDisjoint(emitter, others);
    }
  }
}

function named(value: Value, word: string): Value {
  return { ...value, hint: `${value.hint} ${word}` };
}

function anyOfTest(body: Body, schemas: readonly PreparedSchema[], value: Value): Test {
  const { types, others } = branchesOf(body.emitter, schemas);
  const rest = { ...value, types: value.types & ~types };
  return or(typeTest(value.text, types, value.types), ...testsOf(body, others, rest));
}

function testsOf(body: Body, schemas: readonly PreparedSchema[], value: Value): Test[] {
  return schemas.map((schema, index) => body.emitter.test(body, [schema], named(value, `option ${index + 1}`)));
}

function oneOfTest(body: Body, schemas: readonly PreparedSchema[], value: Value): Test {
  const tests = testsOf(body, schemas, value);
  if (areDisjoint(body.emitter, schemas)) return or(...tests);
  const [a, b] = tests.map(printOperand);
  if (tests.length === 2) return atom(`${a} !== ${b}`, `${a} === ${b}`);
  const count = tests.map((test) => `Number(${print(test)})`).join(' + ');
  return atom(`${count} === 1`, `${count} !== 1`);
}

/** What is not valid by its type alone must be valid under another branch, of which that for its type is looked up. */
function writeAnyOf(body: Body, schemas: readonly PreparedSchema[], value: Value): void {
  const { emitter } = body;
  const { types, others } = branchesOf(emitter, schemas);
  const rest = { ...value, types: value.types & ~types };
  const isShort = others.every((schema) => emitter.isShort(emitter, [schema], value));
  if (isShort || !areDisjoint(emitter, others)) {
    body.reject(anyOfTest(body, schemas, value));
    return;
  }
  const [only] = others;
  if (only !== undefined && others.length === 1) {
    const isOpenType = typeTest(value.text, types, value.types);
    const write = (): void => emitter.write(body, [only], rest);
    if (types === 0) write();
    else body.choice([[not(isOpenType), write]], always);
    return;
  }
  let left = value.types;
  const blocks = others.map((schema, index) => {
    const wanted = typesOf(emitter, [schema]) & ~types;
    const test = typeTest(value.text, wanted, left);
    const one = { ...named(value, `option ${index + 1}`), types: left & wanted };
    left &= ~wanted;
    return [test, () => emitter.write(body, [schema], one)] as const;
  });
  body.choice(blocks, typeTest(value.text, types, left));
}

type Consequences = Extract<Condition, { kind: 'if' | 'present' }>;

function consequencesOf(
  body: Body,
  condition: Consequences,
  value: Value,
): { test: Test; met: PreparedSchema; unmet: PreparedSchema } {
  if (condition.kind === 'present')
    return { test: presenceTest(value, condition.name), met: condition.needed, unmet: true };
  const test = body.emitter.test(body, [condition.condition], named(value, 'if'));
  return { test, met: condition.met, unmet: condition.unmet };
}

function presenceTest(value: Value, name: string): Test {
  const member = value.members?.read(name) ?? { text: memberText(value.text, name), types: everything | absent };
  return and(typeTest(value.text, objects, value.types), typeTest(member.text, everything, member.types));
}

function writeConsequences(body: Body, condition: Consequences, value: Value): void {
  const { emitter } = body;
  const { test, met, unmet } = consequencesOf(body, condition, value);
  const branches = (
    [
      [test, met],
      [not(test), unmet],
    ] as const
  ).filter(([, schema]) => !isOpen(schema));
  const write = (schema: PreparedSchema): void => emitter.write(body, [schema], named(value, 'then'));
  const [first, second] = branches;
  if (first === undefined) return;
  if (second !== undefined)
    body.choice(
      [
        [first[0], () => write(met)],
        [always, () => write(unmet)],
      ],
      always,
    );
  else if (emitter.isShort(emitter, [first[1]], value))
    body.reject(or(not(first[0]), emitter.test(body, [first[1]], named(value, 'then'))));
  else body.choice([[first[0], () => write(first[1])]], always);
}
