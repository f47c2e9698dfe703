import type { Json } from '../../util/json.ts';
import { show } from '../violation.ts';
import type { Violation } from '../violation.ts';
import { violation } from './run.ts';
import type { Place, Run } from './run.ts';

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** How the JSON in a string breaks the schema that `demand` is the key of. */
export function* applyJsonText(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  if (typeof value !== 'string') return;
  const content = parseJson(value);
  if (content === undefined) {
    yield violation(place, 'contentMediaType', `must be JSON text, got ${show(value)}`, 'application/json', value);
    return;
  }
  const target = run.targetOf(demand as string);
  const inside = run.inside().apply(target.schema, content, { pointer: '', schemaPointer: `#${target.pointer}` });
  for (const one of inside) {
    const where = one.pointer === '' ? '' : `, at ${one.pointer}`;
    yield {
      ...one,
      pointer: place.pointer,
      inner: one.pointer + (one.inner ?? ''),
      message: one.inner === undefined ? `in the JSON text${where}: ${one.message}` : one.message,
    };
  }
}
