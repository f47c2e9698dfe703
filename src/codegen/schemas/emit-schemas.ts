import type { Contract } from '../../asyncapi/model.ts';
import { numberFormatFunctions, stringFormatFunctions } from './format-functions.ts';
import { toKey, toLiteral } from './literal.ts';
import { toRuntimeSchemas } from './runtime-schemas.ts';
import { usesOf } from './uses.ts';
import type { Uses } from './uses.ts';

/** The module `schemas.js` of a client. */
export interface EmittedSchemas {
  /** It exports `schemaSet`, which is what `SchemaSet` describes, and imports functions of the runtime. */
  readonly code: string;
  /** The names that it imports from `runtime.js`. */
  readonly imports: readonly string[];
  /** The key in the set of each event's payload schema, by the event's name. */
  readonly keyOf: ReadonlyMap<string, string>;
}

/**
 * Writes the payload schemas of a contract as the runtime reads them: what asserts something, and what is personal.
 * The same contract gives the same bytes.
 *
 * @throws {SchemaCompileError} when a schema is missing or malformed
 * @throws {PatternRefused} when it holds a pattern that cannot be run in linear time
 */
export function emitSchemas({ events, schemas: bundle }: Contract): EmittedSchemas {
  const names = events.map(({ payload }) => payload);
  const { schemas, keyOf } = toRuntimeSchemas(bundle, names);
  const uses = usesOf(schemas.values());
  const imports = importsOf(uses);
  const entries = [...schemas].map(([key, schema]) => `    ${toKey(key)}: ${toLiteral(schema)},\n`);
  return {
    code:
      (imports.length === 0 ? '' : `import { ${imports.join(', ')} } from './runtime.js';\n\n`) +
      `export const schemaSet = {\n${rulesOf(uses)}${patternsOf(uses)}  schemas: {\n${entries.join('')}  },\n};\n`,
    imports,
    keyOf: new Map(events.map(({ name, payload }) => [name, keyOf(payload)])),
  };
}

function importsOf({ rules, formats, patterns }: Uses): string[] {
  return [
    ...new Set(rules.values()),
    ...[...stringFormatFunctions, ...numberFormatFunctions].flatMap(([format, name]) =>
      formats.has(format) ? [name] : [],
    ),
    ...(formats.size > 0 ? ['explainFormat'] : []),
    ...(patterns.size > 0 ? ['linear'] : []),
  ].toSorted();
}

function rulesOf({ rules, formats }: Uses): string {
  const lines = [...rules].map(([keyword, name]) => `    ${keyword}: ${name},\n`);
  if (formats.size > 0) {
    const tables = [table('string', stringFormatFunctions, formats), table('number', numberFormatFunctions, formats)];
    lines.push(`    format: /* @__PURE__ */ explainFormat({ ${tables.flat().join(', ')} }),\n`);
  }
  return `  rules: {\n${lines.toSorted().join('')}  },\n`;
}

function table(type: string, functions: ReadonlyMap<string, string>, formats: ReadonlySet<string>): string[] {
  const chosen = [...functions].filter(([format]) => formats.has(format));
  const members = chosen.map(([format, name]) => `${toKey(format)}: ${name}`);
  return chosen.length === 0 ? [] : [`${type}: { ${members.join(', ')} }`];
}

function patternsOf({ patterns }: Uses): string {
  if (patterns.size === 0) return '';
  const lines = [...patterns].map(([source, program]) => `    ${toKey(source)}: /* @__PURE__ */ linear(${program}),\n`);
  return `  patterns: {\n    __proto__: null,\n${lines.join('')}  },\n`;
}
