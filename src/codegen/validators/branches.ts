import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { Emitter } from './emitter.ts';
import type { TypeSet } from './json-types.ts';
import { ruleOf } from './rule.ts';
import { typesOf } from './types-of.ts';

/** Alternatives, of which those that say nothing but types are drawn together. */
export interface Branches {
  /** Values of these types are valid whatever they hold. */
  readonly types: TypeSet;
  readonly others: readonly PreparedSchema[];
}

/** Alternatives for `anyOf`: known values beside a bare type that has them all fall away. */
export function branchesOf(emitter: Emitter, schemas: readonly PreparedSchema[]): Branches {
  const resolved = schemas.map((schema) => resolve(emitter, schema));
  const types = resolved.reduce<TypeSet>((set, schema) => set | bareTypes(schema), 0);
  return { types, others: resolved.filter((schema) => (typesOf(emitter, [schema]) & ~types) !== 0) };
}

/** Whether no value has the types of two of the schemas. */
export function areDisjoint(emitter: Emitter, schemas: readonly PreparedSchema[]): boolean {
  let seen: TypeSet = 0;
  for (const schema of schemas) {
    const types = typesOf(emitter, [schema]);
    if ((seen & types) !== 0) return false;
    seen |= types;
  }
  return true;
}

/** The types of a schema that says nothing else. */
function bareTypes(schema: PreparedSchema): TypeSet {
  const { types, ...rest } = ruleOf([schema]);
  const says = Object.values({ ...rest }).some((part) => (Array.isArray(part) ? part.length > 0 : part !== undefined));
  return says ? 0 : types;
}

/** What a chain of nothing but references leads to. */
function resolve(emitter: Emitter, schema: PreparedSchema): PreparedSchema {
  if (typeof schema === 'boolean' || typeof schema['$ref'] !== 'string' || Object.keys(schema).length > 1)
    return schema;
  const target = emitter.schemaOf(schema['$ref']);
  return bareTypes(target) === 0 ? schema : target;
}
