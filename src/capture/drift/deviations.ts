import type { Json } from '../../util/json.ts';
import type { Violation } from '../../json-schema/violation.ts';
import { listOf, listOfTypes } from '../../json-schema/violation.ts';
import { typeIndex } from './strangers.ts';
import { jsonTypes } from './summary.ts';
import type { DeviationKind } from './summary.ts';

const typeNames: ReadonlySet<unknown> = new Set(jsonTypes);

/** The type of a value, as JSON Schema names it. */
export function typeName(value: Json): string {
  return jsonTypes[typeIndex(value)] ?? 'object';
}

/** What kind of deviation a violation is; `value` is what stands at its place. */
export function kindOf({ keyword, expected }: Violation, value: Json): DeviationKind {
  if (
    keyword === 'required' ||
    ((keyword === 'dependencies' || keyword === 'dependentRequired') && typeof expected === 'string')
  )
    return 'missing';
  if (value === null) return 'null';
  if (keyword === 'type' || isTypes(keyword, expected)) return 'type';
  return keyword === 'enum' || keyword === 'const' || isChoice(keyword, expected) ? 'value' : 'format';
}

/** What the schema wants, without anything of the payload. */
export function wantsOf(violation: Violation): string {
  const { keyword, expected } = violation;
  if (keyword === 'required') return 'it is required';
  if (keyword === 'type' || isTypes(keyword, expected)) {
    return listOfTypes((Array.isArray(expected) ? expected : [expected]) as string[]);
  }
  if (keyword === 'enum' || isChoice(keyword, expected)) return listOf(expected as readonly Json[]);
  if (keyword === 'const') return JSON.stringify(expected);
  return typeof expected === 'object' ? keyword : `${keyword} ${String(expected)}`;
}

/** Alternatives of which each wants another type. */
function isTypes(keyword: string, expected: Json): boolean {
  return isChoice(keyword, expected) && (expected as readonly Json[]).every((one) => typeNames.has(one));
}

function isChoice(keyword: string, expected: Json): boolean {
  return (keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(expected);
}
