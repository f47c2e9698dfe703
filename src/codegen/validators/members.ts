import { compilePattern } from '../../json-schema/patterns.ts';
import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { quote } from '../printer/escape.ts';
import { isOpen } from './rule.ts';
import type { MembersRule, ObjectRule } from './rule.ts';

/** The names of members that an object rule speaks of, in the order of the schemas. */
export function namesOf({ members, required }: ObjectRule): string[] {
  return [...new Set([...members.flatMap(({ named }) => Object.keys(named)), ...required])];
}

/** The schemas that apply to the member called `name`; patterns are tried here and not when the code runs. */
export function schemasOf({ members }: ObjectRule, name: string): PreparedSchema[] {
  return members.flatMap((rule) => {
    const found = rule.patterns.filter(([source]) => compilePattern(source).test(name)).map(([, schema]) => schema);
    if (Object.hasOwn(rule.named, name)) found.unshift(rule.named[name] as PreparedSchema);
    return found.length === 0 ? [rule.others] : found;
  });
}

/** Whether members must be looked at that no schema names. */
export function needsAllMembers({ least, most, members, names }: ObjectRule): boolean {
  return least > 0 || most < Infinity || names.length > 0 || members.some(reachesFurther);
}

/** Whether a schema speaks of members that it does not name. */
export function reachesFurther({ patterns, others }: MembersRule): boolean {
  return !isOpen(others) || patterns.some(([, schema]) => !isOpen(schema));
}

/** How a member is read: a name that every object inherits must be the object's own. */
export function memberText(object: string, name: string): string {
  if (name in Object.prototype) return `(Object.hasOwn(${object}, '${name}') ? ${object}.${name} : undefined)`;
  return isPlainName(name) ? `${object}.${name}` : `${object}[${quote(name)}]`;
}

/** Whether a member can be read with a dot, again and again. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name) && !(name in Object.prototype);
}
