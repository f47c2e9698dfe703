import type { Json } from '../util/json.ts';
import { createDeciders } from './ajv.ts';
import type { Decider, Refusal } from './ajv.ts';
import { explain, startRun, TooManySteps } from './explain.ts';
import { parseJson } from './explain/json-text.ts';
import { numberFormats, stringFormats } from './formats.ts';
import { child, parsePointer, PointerSyntaxError } from './pointer.ts';
import { createTargets } from './prepare.ts';
import type { Target, Targets } from './prepare.ts';
import type { SchemaBundle } from './schema.ts';
import { SchemaCompileError } from './schema-error.ts';
import { shorten } from './violation.ts';
import type { Violation } from './violation.ts';

export { SchemaCompileError } from './schema-error.ts';
export type { Violation } from './violation.ts';

export interface ValidatorOptions {
  /** Whether `format` takes part in validation; `assert` when absent. */
  readonly formats?: 'assert' | 'annotate';
}

/** The schemas of a bundle, compiled when they are first asked for. */
export interface Validator {
  /**
   * The schema called `name`, or one below it: `events.visit.created/properties/data`.
   * @throws {SchemaCompileError} when there is none, or when it or a schema that it refers to breaks the rules of its
   *   dialect, refers out of the bundle, refers to itself without end, or cannot be compiled
   */
  compile(name: string): CompiledSchema;
  /** Formats named by the schemas compiled so far that nobody defines; they assert nothing. */
  readonly unknownFormats: ReadonlySet<string>;
}

/** One schema of a bundle. The functions take any JSON value and never throw. */
export interface CompiledSchema {
  /** Whether the value is known to be valid: what cannot be decided never passes. */
  isValid(value: Json): boolean;
  /** Whether the value is valid; undefined when ajv cannot decide it, which happens with `unevaluated...` keywords only. */
  decide(value: Json): boolean | undefined;
  /** Every way in which the value breaks the schema; empty exactly when `isValid` says true. */
  violations(value: Json): readonly Violation[];
  /** The schema made ready, for other readers in this folder. */
  readonly target: Target;
  readonly targets: Targets;
}

/**
 * A validator for the schemas of `bundle`. Nothing is compiled yet. Dialects draft-04 to 2020-12, without dynamic
 * references; unknown keywords are ignored; a string with `contentMediaType: application/json` and a `contentSchema`
 * must hold JSON that is valid under it, in every dialect.
 */
export function createValidator(bundle: SchemaBundle, options: ValidatorOptions = {}): Validator {
  const known = new Set([...stringFormats.keys(), ...numberFormats.keys()]);
  const targets = createTargets(bundle, { known, assert: options.formats !== 'annotate' });
  const deciders = createDeciders(bundle, holdsContent);
  const decidersByKey = new Map<string, Decider>();
  const added = new Set<string>();
  const compiled = new Map<string, CompiledSchema>();

  function holdsContent(key: string, text: string): boolean {
    const content = parseJson(text);
    return content !== undefined && decider(key)(content);
  }

  function decider(key: string): Decider {
    const existing = decidersByKey.get(key);
    if (existing !== undefined) return existing;
    const made = deciders.compile(key);
    decidersByKey.set(key, made);
    return made;
  }

  function compile(name: string): CompiledSchema {
    const pointer = pointerOf(bundle, name);
    const target = guarded(pointer, () => targets.prepare(pointer));
    guarded(pointer, () => {
      const fresh = targets.all().filter(({ key }) => !added.has(key));
      for (const one of fresh) {
        deciders.add(one);
        added.add(one.key);
      }
      // All of them: one that only a JSON text reaches would otherwise fail in the middle of a validation. The last
      // first: ajv goes into a reference that is not compiled yet, and a long chain would be too deep for it.
      for (const one of fresh.toReversed()) decider(one.key);
    });
    return createCompiled(target, targets, decider(target.key));
  }

  return {
    compile(name) {
      const schema = compiled.get(name) ?? compile(name);
      compiled.set(name, schema);
      return schema;
    },
    unknownFormats: targets.unknownFormats,
  };
}

function createCompiled(target: Target, targets: Targets, decide: Decider): CompiledSchema {
  const tryToDecide = (value: Json): boolean | undefined => {
    try {
      return decide(value);
    } catch (error) {
      if (error instanceof RangeError) return false;
      // What ajv writes for unevaluated keywords can fail on a value.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
  const isValid = (value: Json): boolean => tryToDecide(value) === true;
  return {
    target,
    targets,
    isValid,
    decide: tryToDecide,
    violations: (value) => (isValid(value) ? [] : findViolations(target, targets, decide, value)),
  };
}

function findViolations(target: Target, targets: Targets, decide: Decider, value: Json): readonly Violation[] {
  const refusal = decide.errors?.[0];
  try {
    const found = explain(startRun(targets.get), target, value);
    return found.length > 0 ? found : [unexplained(target, refusal, value)];
  } catch (error) {
    if (error instanceof TooManySteps) return [unexplained(target, refusal, value)];
    if (error instanceof RangeError) return [tooDeep(target, value)];
    throw error;
  }
}

/** For what only the decider understands: it names keyword and place. */
function unexplained(target: Target, refusal: Refusal | undefined, value: Json): Violation {
  const keyword = refusal?.keyword ?? 'schema';
  return {
    pointer: refusal?.instancePath ?? '',
    schemaPointer: `#${target.pointer}`,
    keyword,
    message: `is not valid (${keyword})`,
    expected: null,
    actual: shorten(value),
  };
}

function tooDeep(target: Target, value: Json): Violation {
  return {
    pointer: '',
    schemaPointer: `#${target.pointer}`,
    keyword: 'schema',
    message: 'is nested too deeply to be checked',
    expected: null,
    actual: shorten(value),
  };
}

function pointerOf(bundle: SchemaBundle, name: string): string {
  if (Object.hasOwn(bundle.definitions, name)) return child('/definitions', name);
  const pointer = `/definitions/${name}`;
  try {
    parsePointer(pointer);
    return pointer;
  } catch (cause) {
    if (!(cause instanceof PointerSyntaxError)) throw cause;
    throw new SchemaCompileError(
      `No schema has the name ${JSON.stringify(name)}.`,
      `#/definitions/${name}`,
      undefined,
      { cause },
    );
  }
}

/** Whatever goes wrong while a schema is prepared or compiled is the schema's fault. */
function guarded<Result>(pointer: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof SchemaCompileError) throw cause;
    const reason = cause instanceof RangeError ? 'It is nested too deeply' : (cause as Error).message;
    throw new SchemaCompileError(
      `The schema cannot be compiled: ${reason.replace(/\.$/, '')}.`,
      `#${pointer}`,
      undefined,
      { cause },
    );
  }
}
