import { RE2JS } from 're2js';

/** A pattern that is not a regular expression, or that cannot be run without the risk of running for ever. */
export class PatternRefused extends Error {
  override readonly name = 'PatternRefused';
}

/** A compiled pattern. `test` says whether it matches anywhere in the text, in time linear in the text's length. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
}

const compiled = new Map<string, Pattern>();

/**
 * Compiles a regular expression as `pattern` means it: ECMA-262 with the flag `u`, found anywhere in the text.
 * @throws {PatternRefused} with a sentence for a person
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source) ?? compile(source);
  compiled.set(source, known);
  return known;
}

function compile(source: string): Pattern {
  let native: RegExp;
  try {
    native = new RegExp(source, 'u');
  } catch (cause) {
    throw new PatternRefused(`This is not a regular expression of ECMA-262 with the flag u: ${(cause as Error).message}.`, { cause });
  }
  if (!/[*+{]|\\\d|\(\?[=!<]/.test(source)) return { source, test: (text) => native.test(text) };
  try {
    const engine = RE2JS.compile(source);
    return { source, test: (text) => engine.test(text) };
  } catch (cause) {
    throw new PatternRefused(`A linear-time engine cannot run this pattern: ${(cause as Error).message}.`, { cause });
  }
}
