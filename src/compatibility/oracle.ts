import { createValidator, SchemaCompileError } from '../json-schema/validate.ts';
import type { CompiledSchema } from '../json-schema/validate.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { localise } from './normalise/localise.ts';
import type { ReadSchema } from './read-schema.ts';
import { Undecided } from './undecided.ts';
import { validationCost } from './validation-cost.ts';

/** Schemas that a validator may apply for one value: a second's worth on a slow machine. */
const mostApplied = 1_000_000;

/**
 * Whether a validator accepts the value; undefined when it cannot take the schema or decide
 * the value. It gets the schema without the
 * properties that the value does not have, because compiling them would cost more than everything else.
 * @throws {Undecided} when that would take too long
 */
export function accepts(read: ReadSchema, value: Json, assertFormats: boolean): boolean | undefined {
  return compile(read, value, assertFormats)?.decide(value);
}

function compile(read: ReadSchema, value: Json, assertFormats: boolean): CompiledSchema | undefined {
  try {
    const bundle = localise(read, assertFormats, namesIn(value));
    if (validationCost(bundle, 'root', value) > mostApplied) throw new TooLarge();
    return createValidator(bundle, { formats: assertFormats ? 'assert' : 'annotate' }).compile('root');
  } catch (reason) {
    if (reason instanceof TooLarge) throw reason;
    if (reason instanceof SchemaCompileError || reason instanceof Undecided) return undefined;
    throw reason;
  }
}

class TooLarge extends Undecided {
  constructor() {
    super(`too large: to confirm the witness, a validator would have to apply more than ${mostApplied} schemas`);
  }
}

/** Names of properties anywhere in the value, also in strings that hold JSON. */
function namesIn(value: Json): Set<string> {
  const names = new Set<string>();
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') {
      const content = parsed(next);
      if (typeof content === 'object' && content !== null) waiting.push(content);
    } else if (Array.isArray(next)) {
      waiting.push(...(next as readonly Json[]));
    } else if (isObject(next)) {
      for (const name of Object.keys(next)) names.add(name);
      waiting.push(...Object.values(next));
    }
  }
  return names;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
