import type { JsonSchema } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Declaration } from './declarations.ts';
import { membersOf } from './objects.ts';
import { alternatives } from './union.ts';
import type { TypeProblem, World } from './world.ts';

/** What looks like a mistake in the schema of a declared type. */
export function findProblems(world: World, { key, name }: Declaration, schema: JsonSchema | undefined): TypeProblem[] {
  const type = world.resolved({ kind: 'reference', key });
  const members = type.kind === 'object' ? [...membersOf(world, type).values()] : [];
  const isNever = members.some((member) => !member.isOptional && world.near(member.type)?.kind === 'never');
  if (type.kind === 'never' || isNever) {
    return [{ pointer: key, message: `${name} can have no value: what its schema says contradicts itself.` }];
  }
  const isUntyped = isObject(schema) && isObject(schema['properties']) && schema['type'] === undefined;
  const isOther = alternatives(type).some(({ kind }) => kind === 'string' || kind === 'unknown');
  if (!isUntyped || !isOther) return [];
  const message = 'The schema describes an object and lets everything else through too: "type": "object" is missing.';
  return [{ pointer: key, message }];
}

/** Each problem once. */
export function distinct(problems: readonly TypeProblem[]): TypeProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.pointer} ${problem.message}`, problem])).values()];
}
