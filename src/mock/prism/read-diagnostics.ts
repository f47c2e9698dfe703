import { at, child } from '../../json-schema/pointer.ts';
import { shorten } from '../../json-schema/violation.ts';
import type { Json } from '../../util/json.ts';
import type { JudgedViolation } from '../engine.ts';
import type { Diagnostic } from './prism-http.ts';

/** A list of a hundred thousand wrong items says nothing that its first items do not. */
const mostViolations = 200;

/**
 * What Prism finds, as violations, the first 200. Where our validators say the same of the same place, their knowledge of what was
 * expected is added; otherwise the value is looked up.
 *
 * @param own what our validators find in the same delivery
 */
export function readDiagnostics(
  diagnostics: readonly Diagnostic[],
  payload: Json,
  own: readonly JudgedViolation[],
): JudgedViolation[] {
  const errors = diagnostics.filter(({ severity }) => severity === 0);
  // A branch that does not hold is reported once for what is wrong in it, and once more as a whole.
  const inside = errors.filter(({ code }) => code !== 'if');
  return (inside.length > 0 ? inside : errors)
    .slice(0, mostViolations)
    .map((diagnostic) => readDiagnostic(diagnostic, payload, own));
}

function readDiagnostic(
  { path = [], code, message }: Diagnostic,
  payload: Json,
  own: readonly JudgedViolation[],
): JudgedViolation {
  const [prefix, ...steps] = path;
  const where = prefix === 'header' ? 'headers' : 'body';
  const pointer = steps.map((step) => `/${step}`).join('');
  const keyword = String(code ?? 'schema');
  const absent = /must have required property '(.*)'$/s.exec(message)?.[1];
  const same = own.find(
    (one) =>
      one.in === where &&
      one.keyword === keyword &&
      sameCase(one.pointer, where) === sameCase(pointer, where) &&
      (absent === undefined || (typeof one.expected === 'string' && sameCase(one.expected, where) === absent)),
  );
  if (same !== undefined) return { ...same, message };
  const actual = where === 'body' ? valueAt(payload, pointer) : undefined;
  return {
    in: where,
    pointer,
    keyword,
    message,
    ...(absent === undefined ? {} : { expected: absent }),
    ...(actual === undefined ? {} : { actual: shorten(actual) }),
  };
}

/** Prism knows headers in lower case only. */
function sameCase(text: string, where: JudgedViolation['in']): string {
  return where === 'headers' ? text.toLowerCase() : text;
}

function valueAt(payload: Json, pointer: string): Json | undefined {
  return pointer === '' || pointer === child('', '') ? payload : at(payload, pointer);
}
