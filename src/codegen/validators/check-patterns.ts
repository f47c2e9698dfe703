import { isSafe } from '../../json-schema/patterns/is-safe.ts';
import { parsePattern } from '../../json-schema/patterns/parse.ts';
import { PatternRefused } from '../../json-schema/patterns/refused.ts';
import { child } from '../../json-schema/pointer.ts';
import type { Target } from '../../json-schema/prepare.ts';
import { SchemaCompileError } from '../../json-schema/schema-error.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { linearProgram } from './linear-program.ts';

/**
 * Refuses a schema with a pattern that generated code cannot run in linear time.
 *
 * @throws {SchemaCompileError} which names the place
 */
export function checkPatterns(target: Target): void {
  walkSchema(target.schema, (schema, pointer) => {
    if (typeof schema === 'boolean') return;
    if (typeof schema['pattern'] === 'string')
      checkPattern(schema['pattern'], target.pointer + child(pointer, 'pattern'));
    for (const source of Object.keys(schema['patternProperties'] ?? {}))
      checkPattern(source, target.pointer + child(child(pointer, 'patternProperties'), source));
  });
}

function checkPattern(source: string, pointer: string): void {
  try {
    const parsed = parsePattern(source);
    if (!isSafe(parsed)) linearProgram(parsed);
  } catch (cause) {
    if (!(cause instanceof PatternRefused)) throw cause;
    throw new SchemaCompileError(
      `No code can be made for the pattern ${JSON.stringify(source)}. ${cause.message}`,
      `#${pointer}`,
      pointer.includes('/patternProperties/') ? 'patternProperties' : 'pattern',
      { cause },
    );
  }
}
