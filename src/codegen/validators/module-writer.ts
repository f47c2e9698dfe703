import { parsePointer } from '../../json-schema/pointer.ts';
import type { PreparedSchema, Target, Targets } from '../../json-schema/prepare.ts';
import type { Dialect } from '../../json-schema/schema.ts';
import { createNameTable, pascalCase } from '../names.ts';
import type { Call, Emitter, Evaluated, Value } from './emitter.ts';
import { FunctionBody } from './function-body.ts';
import { arrays, everything, objects } from './json-types.ts';
import { supportNames } from './support-names.ts';
import { writeCollector } from './unevaluated.ts';
import { isShort, testValue, writeValue } from './values.ts';

/** A function of the module. */
export interface GeneratedFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
  readonly calls: readonly Call[];
}

/** The pieces of a module while it is written. */
export interface ModuleParts {
  readonly functions: readonly GeneratedFunction[];
  /** Expressions by name. */
  readonly constants: ReadonlyMap<string, string>;
  /** Names of the functions that decide the schemas asked for, in their order. */
  readonly checks: readonly string[];
}

/** The functions that decide the schemas with `keys`, and all that they call; `taken` are names of the module. */
export function writeModule(
  targets: Targets,
  dialect: Dialect,
  keys: readonly string[],
  taken: Iterable<string>,
): ModuleParts {
  const writer = new ModuleWriter(targets, dialect, taken);
  const checks = keys.map((key) => writer.check(key));
  writer.finish();
  return { functions: writer.functions, constants: writer.constants, checks };
}

interface Waiting {
  readonly name: string;
  readonly hint: string;
  readonly schema: PreparedSchema;
}

class ModuleWriter implements Emitter {
  readonly dialect: Dialect;
  readonly functions: GeneratedFunction[] = [];
  readonly constants = new Map<string, string>();
  readonly isShort = isShort;
  readonly write = writeValue;
  readonly test = testValue;
  readonly #targets: Targets;
  readonly #names;
  readonly #constantNames = new Map<string, string>();
  readonly #byKey = new Map<string, string>();
  readonly #helpers = new Map<PreparedSchema, string>();
  readonly #collectors = new Map<PreparedSchema, Map<Evaluated, string | undefined>>();
  readonly #waiting: Waiting[] = [];

  constructor(targets: Targets, dialect: Dialect, taken: Iterable<string>) {
    this.#targets = targets;
    this.dialect = dialect;
    this.#names = createNameTable([...taken, ...supportNames, 'value', 'evaluated', 'memory']);
  }

  /** The function of a schema that was asked for. */
  check(key: string): string {
    return this.#functionOf(key, 'check');
  }

  functionOf(key: string): string {
    return this.#functionOf(key, 'is');
  }

  helper(schema: PreparedSchema, hint: string): string {
    const known = this.#helpers.get(schema);
    if (known !== undefined) return known;
    const name = this.#enqueue('is', hint, schema);
    // A boolean is no object of its own: each gets its function.
    if (typeof schema !== 'boolean') this.#helpers.set(schema, name);
    return name;
  }

  collector(schema: PreparedSchema, kind: Evaluated, hint: string): string | undefined {
    const known = this.#collectors.get(schema) ?? new Map<Evaluated, string | undefined>();
    this.#collectors.set(schema, known);
    if (known.has(kind)) return known.get(kind);
    const body = new FunctionBody(this);
    const value = argument(hint, kind === 'names' ? objects : arrays);
    writeCollector(body, schema, kind, value, 'evaluated');
    const name = body.lines.length === 0 ? undefined : this.#names.take(`collect${pascalCase(`${hint} ${kind}`)}`);
    known.set(kind, name);
    if (name !== undefined)
      this.functions.push({ name, parameters: 'value, evaluated', body: body.lines.join('\n'), calls: body.calls });
    return name;
  }

  support(name: string): string {
    if (!supportNames.has(name)) throw new Error(`The runtime has no function ${name}.`);
    return name;
  }

  constant(hint: string, expression: string): string {
    const known = this.#constantNames.get(expression);
    if (known !== undefined) return known;
    const name = this.#names.take(upperSnakeCase(hint));
    this.#constantNames.set(expression, name);
    this.constants.set(name, expression);
    return name;
  }

  schemaOf(key: string): PreparedSchema {
    return this.#resolve(key).schema;
  }

  /** Writes the functions that were asked for and are not there yet. */
  finish(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { name, hint, schema } = next;
      const body = new FunctionBody(this);
      const value = argument(hint, everything);
      writeValue(body, [schema], value);
      body.finish();
      this.functions.push({ name, parameters: 'value', body: body.lines.join('\n'), calls: body.calls });
    }
  }

  #functionOf(key: string, verb: string): string {
    const target = this.#resolve(key);
    const name = this.#byKey.get(target.key) ?? this.#enqueue(verb, hintOf(target), target.schema);
    this.#byKey.set(target.key, name);
    return name;
  }

  #enqueue(verb: string, hint: string, schema: PreparedSchema): string {
    const name = this.#names.take(verb + pascalCase(hint));
    this.#waiting.push({ name, hint, schema });
    return name;
  }

  /** The end of a chain of schemas that are nothing but a reference. */
  #resolve(key: string): Target {
    let target = this.#targets.get(key);
    for (;;) {
      const { schema } = target;
      if (typeof schema === 'boolean' || typeof schema['$ref'] !== 'string' || Object.keys(schema).length > 1)
        return target;
      target = this.#targets.get(schema['$ref']);
    }
  }
}

function argument(hint: string, types: number): Value {
  return { text: 'value', types, isOptional: false, path: [], hint };
}

const silentTokens = new Set(['definitions', 'properties', 'events', 'contentSchema']);

/** Words for names: of `/definitions/events.visit.created`, `visit created`. */
function hintOf({ pointer }: Target): string {
  const words = parsePointer(pointer).flatMap((token, index) => (index === 1 ? token.replace(/^events\./, '') : token));
  return words.filter((word, index) => index === 1 || !silentTokens.has(word)).join(' ');
}

function upperSnakeCase(hint: string): string {
  return pascalCase(hint)
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '_')
    .toUpperCase();
}
