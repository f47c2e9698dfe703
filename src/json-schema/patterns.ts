import { RE2JS } from 're2js';
import { isSafe } from './patterns/is-safe.ts';
import { parsePattern } from './patterns/parse.ts';
import { PatternRefused } from './patterns/refused.ts';
import { toRe2 } from './patterns/to-re2.ts';
import { show } from './violation.ts';

export { PatternRefused } from './patterns/refused.ts';

/** A compiled pattern. `test` says whether it matches anywhere in the text, in time linear in the text's length. */
export interface Pattern {
  test(text: string): boolean;
}

const compiled = new Map<string, Pattern>();

/**
 * Compiles a regular expression as `pattern` and `patternProperties` mean it: ECMA-262 with the flag `u`, found
 * anywhere in the text. The engine of the platform runs it when it cannot backtrack badly; else a linear-time one.
 * @throws {PatternRefused} when it is no regular expression, or looks around, refers back or repeats too often
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source) ?? compile(source);
  if (compiled.size > 2000) compiled.clear();
  compiled.set(source, known);
  return known;
}

function compile(source: string): Pattern {
  const native = compileNative(source);
  return explained(source, () => {
    const parsed = parsePattern(source);
    return isSafe(parsed) ? native : compileLinear(toRe2(parsed));
  });
}

function compileNative(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch (cause) {
    const reason = (cause as Error).message.replace(/^.*: /s, '');
    throw new PatternRefused(`${show(source)} is not a regular expression (ECMA-262, flag u): ${reason}.`, {
      cause,
    });
  }
}

function compileLinear(source: string): Pattern {
  const engine = RE2JS.compile(source);
  return { test: (text) => engine.test(text) };
}

function explained(source: string, work: () => Pattern): Pattern {
  try {
    return work();
  } catch (cause) {
    const reason =
      cause instanceof PatternRefused ? cause.message : `A linear-time engine refuses it: ${(cause as Error).message}.`;
    throw new PatternRefused(`The pattern ${show(source)} cannot be run. ${reason}`, { cause });
  }
}
