import type { Json } from '../api.ts';
import type { Note, Rule, Run, RuntimeSchema } from '../schema-set.ts';
import { chooseBranch } from './choose-branch.ts';
import type { Place } from './place.ts';
import { notListed, show, violation, wrongType } from './words.ts';

/** Keywords that every contract has, or nearly. `const` and `enum` compare scalars here. */
export const rules: Readonly<Record<string, Rule>> = {
  type(value: unknown, demand: string | readonly string[]) {
    const types = [demand].flat();
    return !types.some((type) => isOfType(value, type)) && wrongType(value, types);
  },
  const: (value: unknown, demand: Json) => value !== demand && notListed(value, [demand]),
  enum: (value: Json, demand: readonly Json[]) => !demand.includes(value) && notListed(value, demand),
  required: (value: Readonly<Record<string, unknown>>, demand: readonly string[], place, _, __, keyword) =>
    isOfType(value, 'object') &&
    demand.flatMap((name) =>
      Object.hasOwn(value, name) && value[name] !== undefined
        ? []
        : violation(place, keyword, `must have the property ${show(name)}`, name, value),
    ),
  $ref: (value, demand: string, place, { apply, set }, _, keyword) => apply(set.schemas[demand], value, place, keyword),
  allOf: (value, demand: readonly RuntimeSchema[], place, { apply }, _, keyword) =>
    demand.flatMap((schema) => apply(schema, value, place, keyword)),
  anyOf: (value, demand: readonly RuntimeSchema[], place, run, _, keyword) =>
    alternatives(value, demand, place, run, keyword)[0],
};

/** Whether `value` has the type that JSON Schema calls `type`. Source: JSON Schema Validation, "type". */
export function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return type === (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
}

/** How a value breaks all of several schemas, and how many of them it does not break. */
export function alternatives(
  value: unknown,
  schemas: readonly RuntimeSchema[],
  place: Place,
  { apply, notes }: Run,
  keyword: string,
): [violations: false | ReturnType<typeof chooseBranch>, valid: number] {
  const noted: Note[][] = [];
  const branches = schemas.map((schema) => {
    const start = notes.length;
    const found = apply(schema, value, place, keyword);
    noted.push(notes.splice(start));
    return found;
  });
  const valid = branches.filter(({ length }) => length === 0).length;
  // Not by spreading: an engine takes no more than some 100,000 arguments.
  for (const note of noted.filter((_, index) => valid === 0 || branches[index]?.length === 0).flat()) notes.push(note);
  return [valid === 0 && chooseBranch(branches, value, place, keyword), valid];
}
