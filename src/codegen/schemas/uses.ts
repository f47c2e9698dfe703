import { isSafe } from '../../json-schema/patterns/is-safe.ts';
import { parsePattern } from '../../json-schema/patterns/parse.ts';
import type { RuntimeSchema } from '../../runtime/schema-set.ts';
import { linearProgram } from '../validators/linear-program.ts';
import { ruleNamesOf } from './rule-names.ts';
import { forEachPart } from './runtime-schemas.ts';

/** What schemas need of the runtime beside the rules that it always has. */
export interface Uses {
  /** Functions of rules by keyword; `format` is not among them. */
  readonly rules: ReadonlyMap<string, string>;
  /** Names of formats. */
  readonly formats: ReadonlySet<string>;
  /** Programs for `linear`, as expressions, by the pattern that the platform's engine could take for ever to find. */
  readonly patterns: ReadonlyMap<string, string>;
}

/**
 * Finds out what schemas need of the runtime.
 *
 * @throws {PatternRefused} for a pattern that no linear machine can find
 */
export function usesOf(schemas: Iterable<RuntimeSchema>): Uses {
  const rules = new Map<string, string>();
  const formats = new Set<string>();
  const sources = new Set<string>();
  for (const schema of schemas)
    forEachPart(schema, (part) => {
      for (const [keyword, name] of ruleNamesOf(part)) rules.set(keyword, name);
      if (typeof part['format'] === 'string') formats.add(part['format']);
      if (typeof part['pattern'] === 'string') sources.add(part['pattern']);
      for (const source of Object.keys(part['patternProperties'] ?? {})) sources.add(source);
    });
  const patterns = [...sources].flatMap((source): [string, string][] => {
    const parsed = parsePattern(source);
    return isSafe(parsed) ? [] : [[source, linearProgram(parsed)]];
  });
  return { rules, formats, patterns: new Map(patterns) };
}
