import { own } from '../../util/json.ts';
import { compilePattern } from '../patterns.ts';
import { below, mapBelow } from './applied.ts';
import type { Applied, AppliedObject } from './applied.ts';

/** What the schemas of an object say about its properties. */
export interface Members {
  /** The properties that they name, in their order. */
  readonly names: readonly string[];
  /** All schemas that apply to the property called `name`. */
  schemasOf(name: string): Applied[];
}

/** Reads the keywords that name properties or describe those that are not named. */
export function createMembers(schemas: readonly AppliedObject[]): Members {
  const readers = schemas.map((applied) => {
    const named = new Map(mapBelow(applied, 'properties'));
    const patterns = mapBelow(applied, 'patternProperties').map(
      ([source, held]) => [compilePattern(source), held] as const,
    );
    const others = [below(applied, 'additionalProperties'), below(applied, 'unevaluatedProperties')].filter(
      (held) => held !== undefined,
    );
    return { named, patterns, others };
  });
  return {
    names: [...new Set(schemas.flatMap(({ schema }) => Object.keys(own(schema, 'properties') ?? {})))],
    schemasOf: (name) =>
      readers.flatMap(({ named, patterns, others }) => {
        const own = named.get(name);
        const matching = patterns.filter(([pattern]) => pattern.test(name)).map(([, held]) => held);
        const found = own === undefined ? matching : [own, ...matching];
        return found.length > 0 ? found : others;
      }),
  };
}
