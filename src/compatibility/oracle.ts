import type { Json } from '../util/json.ts';
import type { ReadSchema } from './read-schema.ts';
import { createValidator, SchemaCompileError } from '../json-schema/validate.ts';
import { localise } from './normalise/localise.ts';
import type { CompiledSchema } from '../json-schema/validate.ts';
import { Undecided } from './undecided.ts';

const compiled = new WeakMap<ReadSchema, CompiledSchema | undefined>();

/** Whether a validator accepts the value; undefined when it cannot take the schema. */
export function accepts(read: ReadSchema, value: Json, assertFormats: boolean): boolean | undefined {
  if (!compiled.has(read)) compiled.set(read, compile(read, assertFormats));
  try {
    return compiled.get(read)?.isValid(value);
  } catch {
    // Code that ajv writes for unevaluated* can fail on a value; then there is no second opinion.
    return undefined;
  }
}

function compile(read: ReadSchema, assertFormats: boolean): CompiledSchema | undefined {
  try {
    return createValidator(localise(read, assertFormats), { formats: assertFormats ? 'assert' : 'annotate' }).compile(
      'root',
    );
  } catch (reason) {
    if (reason instanceof SchemaCompileError || reason instanceof Undecided) return undefined;
    throw reason;
  }
}
