import type { Violation } from './api.ts';
import type { SchemaSet } from './schema-set.ts';
import { placed } from './explain/place.ts';
import { startRun } from './explain/run.ts';
import { violation } from './explain/words.ts';

/** No more violations than this are reported for one value. */
const mostViolations = 200;

/**
 * Every way in which `value` breaks the schema with this key, but for what `unevaluated...` keywords say. Of
 * alternatives only the one that was meant is explained. At most 200; never throws: what cannot be followed to its end
 * is said in one violation.
 */
export function explain(set: SchemaSet, key: string, value: unknown): readonly Violation[] {
  let message = 'is not valid';
  let found: readonly Violation[] = [];
  try {
    found = startRun(set).apply(set.schemas[key], value, '');
  } catch (cause) {
    if (cause instanceof RangeError) message = 'is nested too deeply to be checked';
  }
  if (found.length === 0) return [violation('', 'schema', message, null, value)];
  // Several schemas can say the same of one place.
  const different = new Map(found.map((one) => [one.pointer + one.keyword + one.message, one]));
  return [...different.values()].slice(0, mostViolations).map(placed);
}
