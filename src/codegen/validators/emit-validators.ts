import type { Contract } from '../../asyncapi/model.ts';
import { numberFormats, stringFormats } from '../../json-schema/formats.ts';
import { child } from '../../json-schema/pointer.ts';
import { createTargets } from '../../json-schema/prepare.ts';
import type { Targets } from '../../json-schema/prepare.ts';
import type { Dialect } from '../../json-schema/schema.ts';
import { SchemaCompileError } from '../../json-schema/schema-error.ts';
import { createNameTable, pascalCase } from '../names.ts';
import { functionsToRemember } from './blow-up.ts';
import { checkPatterns } from './check-patterns.ts';
import { writeModule } from './module-writer.ts';
import type { GeneratedFunction, ModuleParts } from './module-writer.ts';
import { supportNames } from './support-names.ts';

/** The module `validators.js` of a client. */
export interface EmittedValidators {
  /** It exports functions `(value) => boolean` and imports from `./runtime.js` alone. */
  readonly code: string;
  /** The exported function of each event, by the event's name. */
  readonly functionOf: ReadonlyMap<string, string>;
  /** The names that it imports, all of them in `supportNames`. */
  readonly imports: readonly string[];
}

/** A function to be exported. */
export interface ValidatorEntry {
  readonly name: string;
  /** Of the prepared schema that it decides. */
  readonly key: string;
}

/**
 * Writes code that decides whether payloads of a contract's events are valid in the tolerant profile. The same contract
 * gives the same bytes.
 *
 * @throws {SchemaCompileError} when a schema is missing or malformed, or holds a pattern that no linear code can be made for
 */
export function emitValidators({ events, schemas: bundle }: Contract): EmittedValidators {
  const known = new Set([...stringFormats.keys(), ...numberFormats.keys()]);
  const targets = createTargets(bundle, { known, assert: true });
  const names = createNameTable(supportNames);
  const entries = events.map(({ name, payload }) => ({
    name: names.take(`is${pascalCase(name)}`),
    key: targets.prepare(child('/definitions', payload)).key,
  }));
  const { code, imports } = emitValidatorModule(targets, bundle.dialect, entries);
  const functionOf = new Map(events.map(({ name }, index) => [name, entries[index]?.name ?? '']));
  return { code, functionOf, imports };
}

/**
 * Writes a module that exports a function `(value) => boolean` for each entry. The functions never throw, whatever
 * JSON value they get: what is nested too deeply is not valid.
 *
 * @throws {SchemaCompileError} when a schema holds a pattern that no linear code can be made for, or is nested too deeply
 */
export function emitValidatorModule(
  targets: Targets,
  dialect: Dialect,
  entries: readonly ValidatorEntry[],
): { readonly code: string; readonly imports: readonly string[] } {
  const parts = guarded(targets, () => {
    for (const target of targets.all()) checkPatterns(target);
    const exported = entries.map(({ name }) => name);
    return writeModule(
      targets,
      dialect,
      entries.map(({ key }) => key),
      exported,
    );
  });
  const body = bodyOf(parts, entries);
  const used = new Set(body.match(/[A-Za-z_$][\w$]*/g));
  const imports = [...supportNames].filter((name) => used.has(name)).toSorted();
  const head = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from './runtime.js';\n\n`;
  return { code: head + body, imports };
}

function bodyOf({ functions, constants, checks }: ModuleParts, entries: readonly ValidatorEntry[]): string {
  const called = reachable(functions, checks);
  const remembering = functionsToRemember(called);
  const code = called.map((one) => functionText(one, remembering.has(one.name))).join('\n');
  const used = new Set(code.match(/[\p{ID_Start}_$][\p{ID_Continue}$]*/gu));
  const lines = [...constants].filter(([name]) => used.has(name)).map(([name, text]) => `const ${name} = ${text};\n`);
  const memory = remembering.size > 0 ? ['const memory = new Map();\n'] : [];
  const start = [...memory, ...lines].join('');
  const last = entries.map(({ name }, index) => {
    const argumentList = remembering.size > 0 ? `${checks[index]}, memory` : checks[index];
    return `export const ${name} = /* @__PURE__ */ guard(${argumentList});\n`;
  });
  return `${start}${start === '' ? '' : '\n'}${code}\n${last.join('')}`;
}

function functionText({ name, parameters, body }: GeneratedFunction, remembers: boolean): string {
  if (!remembers || parameters !== 'value') return `function ${name}(${parameters}) {\n${body}\n}\n`;
  return (
    `function ${name}(value) {\n  return remember(memory, ${name}$anew, value);\n}\n\n` +
    `function ${name}$anew(value) {\n${body}\n}\n`
  );
}

function reachable(functions: readonly GeneratedFunction[], from: readonly string[]): GeneratedFunction[] {
  const byName = new Map(functions.map((one) => [one.name, one]));
  const reached = new Set(from);
  for (const name of reached) for (const call of byName.get(name)?.calls ?? []) reached.add(call.name);
  return functions.filter(({ name }) => reached.has(name));
}

function guarded<Result>(targets: Targets, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const pointer = targets.all()[0]?.pointer ?? '';
    throw new SchemaCompileError(
      'No code can be made for the schema: it is nested too deeply.',
      `#${pointer}`,
      undefined,
      {
        cause,
      },
    );
  }
}
