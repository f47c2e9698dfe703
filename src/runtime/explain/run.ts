import type { Run, SchemaSet } from '../schema-set.ts';
import { schemasBelow } from './below.ts';
import { into } from './place.ts';
import { rules } from './rules.ts';
import { isComposite, violation } from './words.ts';

/** How often schemas are applied before a run is given up: deterministic, a fraction of a second's worth. */
const mostSteps = 100_000;

/** Starts a run over one value. */
export function startRun(set: SchemaSet): Run {
  let steps = 0;
  const run: Run = {
    set,
    notes: [],
    apply(schema, value, place, above = '') {
      if (typeof schema !== 'object')
        return schema === false ? [violation(place, above, 'must not be there', false, value)] : [];
      if (steps++ > mostSteps) throw new Error('too many steps');
      run.notes.push({ place, schema, value });
      const found = Object.entries(schema).flatMap(([keyword, demand]) => {
        const rule = set.rules[keyword] ?? rules[keyword];
        const outcome = rule?.(value as never, demand as never, place, run, schema, keyword);
        return typeof outcome === 'string' ? violation(place, keyword, outcome, demand, value) : outcome || [];
      });
      if (!isComposite(value)) return found;
      return found.concat(
        Object.entries(value).flatMap(([name, member]) => {
          const token = Array.isArray(value) ? Number(name) : name;
          if (member === undefined) return [];
          return schemasBelow(set, schema, token).flatMap(([keyword, held]) =>
            run.apply(held, member, into(place, token), keyword),
          );
        }),
      );
    },
  };
  return run;
}
