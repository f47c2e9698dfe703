/**
 * What generated validators call, beside the functions of formats. A client takes no more of it than it uses.
 *
 * @module
 */
import { canonicalize, isSame } from './explain/equal.ts';

export { isMultiple } from '../json-schema/multiple.ts';
export { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from '../json-schema/formats/network.ts';
export { isDouble, isFloat, isInt32, isInt64 } from '../json-schema/formats/numbers.ts';
export { isBase64, isJsonPointer, isRegex, isRelativeJsonPointer, isUuid } from '../json-schema/formats/text.ts';
export { isDate, isDateTime, isDuration, isTime } from '../json-schema/formats/time.ts';
export { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from '../json-schema/formats/uri.ts';
export { linear } from './support/linear.ts';
export { isSame as isEqual };

type Check = (value: unknown) => boolean;

/** Answers that were found for a value in this run, by the function that found them. */
type Memory = Map<unknown, Map<Check, boolean>>;

/**
 * The function that a client gets: says no to what is nested too deeply for the call stack, and starts with an empty
 * memory.
 */
export function guard(check: Check, memory?: Memory): Check {
  return (value) => {
    try {
      return check(value);
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    } finally {
      memory?.clear();
    }
  };
}

/** The answer of `check` for an array or object, found once: alternatives within alternatives would take for ever. */
export function remember(memory: Memory, check: Check, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return check(value);
  const answers = memory.get(value) ?? new Map<Check, boolean>();
  memory.set(value, answers);
  const answer = answers.get(check) ?? check(value);
  answers.set(check, answer);
  return answer;
}

/** Whether `text` is JSON whose value `check` says yes to. */
export function holdsJson(text: string, check: Check): boolean {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return false;
  }
  return check(content);
}

/** Length in characters (code points), as `minLength` counts. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) if ((text.codePointAt(index) ?? 0) > 0xffff) length--;
  return length;
}

/** Whether two items of an array are equal. */
export function hasRepeats(items: readonly unknown[]): boolean {
  const scalars = new Set<unknown>();
  const texts = new Set<string>();
  for (const item of items) {
    if (typeof item === 'object' && item !== null) texts.add(canonicalize(item));
    else scalars.add(item);
  }
  return scalars.size + texts.size < items.length;
}
