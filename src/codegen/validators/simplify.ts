import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { JsonObject } from '../../util/json.ts';
import { branchesOf } from './branches.ts';
import type { Emitter } from './emitter.ts';
import { flatten, isUnevaluated, ruleOfParts } from './rule.ts';
import type { Condition, Rule } from './rule.ts';
import { typesUnder } from './types-of.ts';

/** A schema with more schemas in it than these is called and not copied. */
const mostCopied = 10;

/**
 * The rule of `schemas`, where alternatives that say nothing but types are types. What a small schema demands that stands
 * beside others (an envelope beside its event) is drawn in, so that no member is read twice.
 */
export function simplify(emitter: Emitter, schemas: readonly PreparedSchema[]): Rule {
  const parts = schemas.flatMap(flatten);
  const rule = ruleOfParts(parts.length > 1 ? parts.flatMap((part) => copied(emitter, part)) : parts);
  const isBare = (condition: Condition): boolean =>
    condition.kind === 'anyOf' && branchesOf(emitter, condition.branches).others.length === 0;
  const bare = rule.conditions.filter(isBare);
  if (bare.length === 0) return rule;
  const conditions = rule.conditions.filter((condition) => !bare.includes(condition));
  return { ...rule, types: typesUnder(emitter, bare, rule.types), conditions };
}

function copied(emitter: Emitter, part: JsonObject | false): (JsonObject | false)[] {
  if (part === false || typeof part['$ref'] !== 'string' || isUnevaluated(part)) return [part];
  const target = emitter.schemaOf(part['$ref']);
  const { $ref: _, ...others } = part;
  return isSmall(target) ? [...flatten(target), ...flatten(others)] : [part];
}

/**
 * Whether a schema is copied. One with parts that stand beside references further down is not: copies would be made within
 * copies, and of a schema that refers to itself without end.
 */
function isSmall(schema: PreparedSchema): boolean {
  let count = 0;
  let isPlain = true;
  walkSchema(schema, (part, pointer) => {
    count += 1;
    if (pointer !== '' && isObject(part)) isPlain &&= part['allOf'] === undefined && !hasSiblings(part);
  });
  return isPlain && count <= mostCopied;
}

function hasSiblings(part: JsonObject): boolean {
  return part['$ref'] !== undefined && Object.keys(part).length > 1;
}
