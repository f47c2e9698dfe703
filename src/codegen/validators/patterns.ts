import { isSafe } from '../../json-schema/patterns/is-safe.ts';
import { parsePattern } from '../../json-schema/patterns/parse.ts';
import type { Emitter } from './emitter.ts';
import { linearProgram } from './linear-program.ts';

/**
 * The name of a constant that has `test(text)`: the engine of the platform where it cannot backtrack badly, else a machine
 * of states that goes through the text once.
 *
 * @throws {PatternRefused} when no linear machine of bearable size does the same
 */
export function patternConstant(emitter: Emitter, source: string, hint: string): string {
  const parsed = parsePattern(source);
  const native = new RegExp(source, 'u');
  const expression = isSafe(parsed) ? String(native) : `${emitter.support('linear')}(${linearProgram(parsed)})`;
  return emitter.constant(`${hint} pattern`, expression);
}
