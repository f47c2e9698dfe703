import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { writeCondition } from './conditions.ts';
import type { Body, Members, Value } from './emitter.ts';
import { absent, everything } from './json-types.ts';
import { isPlainName, memberText, namesOf, needsAllMembers, schemasOf } from './members.ts';
import { writeMemberLoop } from './member-loop.ts';
import type { Member } from './member-loop.ts';
import { isOpen } from './rule.ts';
import type { ObjectRule, Rule } from './rule.ts';
import { and, atom } from './test.ts';
import type { Test } from './test.ts';
import { typesOf } from './types-of.ts';
import { writeUnevaluated } from './unevaluated.ts';

/** Where no more members than these can be missing, each is asked for by its name. */
const mostQuestions = 5;

const noMembers: ObjectRule = { least: 0, most: Infinity, required: new Set(), members: [], names: [] };

/** Whether members can be tested where they stand: few, each named once. */
export function isSimpleObject(
  object: ObjectRule,
  hasMembers: boolean,
  isShort: (schemas: readonly PreparedSchema[]) => boolean,
): boolean {
  const names = namesOf(object);
  const isDirect = names.length <= 2 && names.every((name) => object.required.has(name) && isPlainName(name));
  return (
    !needsAllMembers(object) && (hasMembers || isDirect) && names.every((name) => isShort(schemasOf(object, name)))
  );
}

/** Whether the members that an object rule names are as it demands. */
export function objectTest(body: Body, object: ObjectRule, value: Value): Test {
  return and(
    ...namesOf(object).map((name) => {
      const member = value.members?.read(name) ?? {
        ...memberOf(value, name),
        text: memberText(value.text, name),
        types: everything | absent,
      };
      const isOptional = !object.required.has(name);
      return body.emitter.test(body, schemasOf(object, name), { ...member, isOptional });
    }),
  );
}

/** Writes statements that return false unless an object is as the rule demands. The value is an object for certain. */
export function writeObject(body: Body, rule: Rule, value: Value): void {
  const object = rule.object ?? noMembers;
  if (value.members !== undefined) {
    writeShared(body, object, rule, value.members, value);
    return;
  }
  const locals = new Map<string, string>();
  const isRequired = (name: string): boolean => object.required.has(name);
  const members: Members = {
    read: (name) => {
      const text = locals.get(name) ?? body.local(name);
      locals.set(name, text);
      const types = typesOf(body.emitter, schemasOf(object, name));
      return { ...memberOf(value, name), text, types: isRequired(name) ? types : types | absent, isOptional: false };
    },
  };
  const later = body.fork();
  writeRest(later, rule, { ...value, members });
  const names = [...new Set([...namesOf(object), ...locals.keys()])];
  const all = names.map((name): Member => ({
    ...memberOf(value, name),
    name,
    schemas: schemasOf(object, name),
    isRequired: isRequired(name),
    local: locals.get(name),
  }));
  const asked = all.filter((member) => !isOpenMember(member));
  if (needsAllMembers(object) || hasManyShapes(asked)) writeMemberLoop(body, object, all, value);
  else for (const member of asked) writeMember(body, member, value);
  body.append(later);
}

/**
 * Objects of many shapes make a question for a name slow, all the more when nothing is there: going through the members
 * that are there is faster then.
 */
function hasManyShapes(members: readonly Member[]): boolean {
  const optional = members.filter(({ isRequired }) => !isRequired).length;
  return optional > mostQuestions && optional * 3 > members.length;
}

function writeRest(body: Body, { conditions, unevaluated }: Rule, value: Value): void {
  for (const condition of conditions) writeCondition(body, condition, value);
  for (const schema of unevaluated) writeUnevaluated(body, schema, value);
}

/** The code around reads the members. */
function writeShared(body: Body, object: ObjectRule, rule: Rule, members: Members, value: Value): void {
  for (const name of namesOf(object)) {
    const isOptional = !object.required.has(name);
    body.emitter.write(body, schemasOf(object, name), { ...members.read(name), isOptional });
  }
  writeRest(body, rule, value);
}

function writeMember(body: Body, member: Member, { text: object }: Value): void {
  const { name, schemas, isRequired } = member;
  const source = memberText(object, name);
  if (member.local === undefined && schemas.every(isOpen)) {
    body.reject(atom(`${source} !== undefined`, `${source} === undefined`));
    return;
  }
  const text = member.local ?? body.local(name);
  body.line(`const ${text} = ${source};`);
  const { path, hint } = member;
  body.emitter.write(body, schemas, { text, types: everything | absent, isOptional: !isRequired, path, hint });
}

function isOpenMember({ schemas, isRequired, local }: Member): boolean {
  return !isRequired && local === undefined && schemas.every(isOpen);
}

function memberOf({ path, hint }: Value, name: string): Pick<Value, 'path' | 'hint' | 'isOptional'> {
  return { path: [...path, name], hint: `${hint} ${name}`, isOptional: false };
}
