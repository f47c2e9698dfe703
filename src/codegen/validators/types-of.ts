import type { PreparedSchema } from '../../json-schema/prepare.ts';
import type { Emitter } from './emitter.ts';
import type { TypeSet } from './json-types.ts';
import { ruleOf } from './rule.ts';
import type { Condition } from './rule.ts';

/** References and alternatives are followed this far. */
const furthest = 3;

/** What a value can be that is valid under all of `schemas`, as far as their types and those of what they lead to tell. */
export function typesOf(emitter: Emitter, schemas: readonly PreparedSchema[], depth = 0): TypeSet {
  const { types, references, conditions } = ruleOf(schemas);
  if (depth > furthest) return types;
  const referred = references.reduce<TypeSet>(
    (set, key) => set & typesOf(emitter, [emitter.schemaOf(key)], depth + 1),
    types,
  );
  return typesUnder(emitter, conditions, referred, depth);
}

/** Those of `types` that are left by alternatives. */
export function typesUnder(emitter: Emitter, conditions: readonly Condition[], types: TypeSet, depth = 0): TypeSet {
  return conditions.reduce<TypeSet>((set, condition) => {
    if (condition.kind !== 'anyOf' && condition.kind !== 'oneOf') return set;
    return set & condition.branches.reduce<TypeSet>((all, one) => all | typesOf(emitter, [one], depth + 1), 0);
  }, types);
}
