import { isObject, own } from '../../util/json.ts';
import type { Applied } from './applied.ts';

/** What `x-personal-data` says about a place: whose data it holds, and of which kind. */
export function personalKind(schemas: readonly Applied[]): string | undefined {
  for (const { written } of schemas) {
    const kind = isObject(written) ? own(written, 'x-personal-data') : undefined;
    if (typeof kind === 'string') return kind;
  }
  return undefined;
}
