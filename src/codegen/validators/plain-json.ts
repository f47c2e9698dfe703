import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { Emitter } from './emitter.ts';
import { booleans, nulls, objects, strings } from './json-types.ts';
import { namesOf, schemasOf } from './members.ts';
import type { Rule } from './rule.ts';
import { simplify } from './simplify.ts';

/** A text without anything that JSON would have to escape. */
const plainText = String.raw`"[ !#-[\]-~]*"`;

/** Written out, because engines count repetitions slowly. */
const uuid = `"${[8, 4, 4, 4, 12].map((digits) => String.raw`[\da-f]`.repeat(digits)).join('-')}"`;

/**
 * A regular expression for the JSON text that nearly every sender writes for a valid value: no spaces, members in the
 * order of the schema, nothing escaped. What it matches is JSON and valid under the schema, which is found out in a fifth
 * of the time that parsing takes; what it does not match has to be parsed. Undefined unless the schema is plain enough: an
 * object whose members are all required, and are texts, UUIDs, booleans or null.
 */
export function plainJsonPattern(emitter: Emitter, schema: PreparedSchema): string | undefined {
  const rule = simplify(emitter, [schema]);
  const { object } = rule;
  if (rule.types !== objects || object === undefined || !saysOnly(rule, 'object')) return undefined;
  const names = namesOf(object);
  if (object.least > 0 || object.most < names.length || object.names.length > 0) return undefined;
  if (names.length === 0 || names.some((name) => !object.required.has(name))) return undefined;
  const members = names.map((name) => memberPattern(name, simplify(emitter, schemasOf(object, name))));
  return members.includes(undefined) ? undefined : String.raw`/^\{${members.join(',')}\}$/`;
}

function memberPattern(name: string, rule: Rule): string | undefined {
  if (!/^[\w-]+$/.test(name) || !saysOnly(rule, 'string') || (rule.types & ~(strings | booleans | nulls)) !== 0)
    return undefined;
  const has = (types: number): boolean => (rule.types & types) !== 0;
  const options = [
    ...(has(strings) ? [textPattern(rule)] : []),
    ...(has(booleans) ? ['true', 'false'] : []),
    ...(has(nulls) ? ['null'] : []),
  ];
  return options.length === 0 || options.includes(undefined) ? undefined : `"${name}":(?:${options.join('|')})`;
}

function textPattern({ string }: Rule): string | undefined {
  if (string.length === 0) return plainText;
  return string.every(({ keyword, demand }) => keyword === 'format' && demand === 'uuid') ? uuid : undefined;
}

/** Whether the rule says nothing but types and what this part of it says. */
function saysOnly(rule: Rule, part: 'string' | 'object'): boolean {
  const { values, references, number, string, array, object, conditions, unevaluated } = rule;
  const others = [...references, ...number, ...conditions, ...unevaluated, ...(part === 'string' ? [] : string)];
  const isOther = part === 'string' && object !== undefined;
  return values === undefined && array === undefined && others.length === 0 && !isOther;
}
