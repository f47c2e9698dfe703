import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { quote } from '../printer/escape.ts';
import type { Body, Path, Value } from './emitter.ts';
import { everything, strings } from './json-types.ts';
import { reachesFurther } from './members.ts';
import { patternConstant } from './patterns.ts';
import { isOpen } from './rule.ts';
import type { MembersRule, ObjectRule } from './rule.ts';
import { always, atom, not, or } from './test.ts';
import type { Test } from './test.ts';

/** A member that an object rule, or a condition beside it, names. */
export interface Member {
  readonly name: string;
  readonly schemas: readonly PreparedSchema[];
  readonly isRequired: boolean;
  /** The local that later code reads. */
  readonly local: string | undefined;
  readonly path: Path;
  readonly hint: string;
}

/** More members than these are told apart by the length of their names first. */
const mostComparisons = 4;

/** Names of the locals in a loop over members. */
interface Loop {
  readonly key: string;
  readonly member: string;
  /** Counts the required members, where there are some. */
  readonly found: string | undefined;
  /** Counts all members, where their number matters. */
  readonly size: string | undefined;
}

/** Writes a loop over the members that are there, which looks at each once. */
export function writeMemberLoop(body: Body, object: ObjectRule, members: readonly Member[], value: Value): void {
  const { required, least, most } = object;
  const loop: Loop = {
    key: body.local('key'),
    member: body.local('member'),
    found: required.size > 0 ? body.local('found') : undefined,
    size: least > 0 || most < Infinity ? body.local('size') : undefined,
  };
  const locals = members.flatMap(({ local }) => local ?? []);
  if (locals.length > 0) body.line(`let ${locals.join(', ')};`);
  for (const counter of [loop.found, loop.size]) if (counter !== undefined) body.line(`let ${counter} = 0;`);
  body.block(`for (const ${loop.key} in ${value.text})`, () => {
    body.line(`const ${loop.member} = ${value.text}[${loop.key}];`);
    body.line(`if (${loop.member} === undefined) continue;`);
    if (loop.size !== undefined) body.line(`${loop.size}++;`);
    writeNameChecks(body, object, loop, value);
    writeMembers(body, object, members, loop, value);
  });
  if (loop.found !== undefined) body.reject(compare(loop.found, '===', '!==', required.size));
  if (loop.size !== undefined && least > 0) body.reject(compare(loop.size, '>=', '<', least));
  if (loop.size !== undefined && most < Infinity) body.reject(compare(loop.size, '<=', '>', most));
}

function compare(text: string, sign: string, opposite: string, count: number): Test {
  return atom(`${text} ${sign} ${count}`, `${text} ${opposite} ${count}`);
}

function writeNameChecks(body: Body, { names }: ObjectRule, { key }: Loop, value: Value): void {
  if (names.length === 0) return;
  const hint = `${value.hint} name`;
  body.emitter.write(body, names, { text: key, types: strings, isOptional: false, path: [...value.path, '*'], hint });
}

function writeMembers(body: Body, object: ObjectRule, members: readonly Member[], loop: Loop, value: Value): void {
  const others = object.members.filter(reachesFurther);
  const cases = others.length > 0 ? members : members.filter((member) => !isSilent(member));
  if (cases.length > mostComparisons) {
    writeSwitch(body, cases, others.length > 0, loop);
    writeOthers(body, others, loop, value);
    return;
  }
  const blocks = alike(cases.map((member) => memberCode(body, member, loop, 1))).map(
    ([names, code]) => [isOneOf(loop.key, names), () => body.append(code)] as const,
  );
  if (others.length === 0) body.choice(blocks, always);
  else if (blocks.length === 0) writeOthers(body, others, loop, value);
  else body.choice([...blocks, [always, () => writeOthers(body, others, loop, value)]], always);
}

function isSilent({ isRequired, local, schemas }: Member): boolean {
  return !isRequired && local === undefined && schemas.every(isOpen);
}

type Case = readonly [name: string, code: Body];

/** What is to be done with a member; in a part of its own, because several members can have the same. */
function memberCode(body: Body, member: Member, loop: Loop, deeper: number): Case {
  const part = body.fork(deeper);
  if (loop.found !== undefined && member.isRequired) part.line(`${loop.found}++;`);
  if (member.local !== undefined) part.line(`${member.local} = ${loop.member};`);
  const { path, hint } = member;
  part.emitter.write(part, member.schemas, { text: loop.member, types: everything, isOptional: false, path, hint });
  return [member.name, part];
}

function writeSwitch(body: Body, members: readonly Member[], hasOthers: boolean, loop: Loop): void {
  const byLength = Map.groupBy(members, ({ name }) => name.length);
  body.block(`switch (${loop.key}.length)`, () => {
    for (const [length, group] of [...byLength].toSorted(([a], [b]) => a - b)) {
      body.line(`case ${length}:`);
      const cases = group.map((member) => memberCode(body, member, loop, 2));
      const blocks = alike(cases).map(([names, code]) => {
        const write = (): void => {
          body.append(code);
          if (hasOthers) body.line('continue;');
        };
        return [isOneOf(loop.key, names), write] as const;
      });
      body.indented(() => {
        body.choice(blocks, always);
        body.line('break;');
      });
    }
  });
}

/** Members whose code is the same, together. */
function alike(cases: readonly Case[]): (readonly [names: readonly string[], code: Body])[] {
  return [...Map.groupBy(cases, ([, code]) => code.lines.join('\n')).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [[group.map(([name]) => name), first[1]] as const];
  });
}

function isOneOf(key: string, names: readonly string[]): Test {
  return or(...names.map((name) => atom(`${key} === ${quote(name)}`, `${key} !== ${quote(name)}`)));
}

/** For a member that no schema names. */
function writeOthers(body: Body, rules: readonly MembersRule[], loop: Loop, value: Value): void {
  const { emitter } = body;
  const hint = `${value.hint} member`;
  const member = { text: loop.member, types: everything, isOptional: false, path: [...value.path, '*'], hint };
  const plain = rules.filter(({ patterns }) => patterns.length === 0).map(({ others }) => others);
  if (plain.length > 0) emitter.write(body, plain, member);
  for (const { patterns, others } of rules) {
    const tests = patterns.map(([source]) => atom(`${patternConstant(emitter, source, value.hint)}.test(${loop.key})`));
    for (const [index, [, schema]] of patterns.entries()) {
      const test = tests[index];
      if (test !== undefined && !isOpen(schema)) writeWhere(body, test, schema, member);
    }
    if (patterns.length > 0 && !isOpen(others)) writeWhere(body, not(or(...tests)), others, member);
  }
}

function writeWhere(body: Body, test: Test, schema: PreparedSchema, member: Value): void {
  const { emitter } = body;
  if (emitter.isShort(emitter, [schema], member)) body.reject(or(not(test), emitter.test(body, [schema], member)));
  else body.choice([[test, () => emitter.write(body, [schema], member)]], always);
}
