import { numberFormatFunctions, stringFormatFunctions } from '../../src/codegen/schemas/format-functions.ts';
import { toRuntimeSchemas } from '../../src/codegen/schemas/runtime-schemas.ts';
import { usesOf } from '../../src/codegen/schemas/uses.ts';
import { numberFormats, stringFormats } from '../../src/json-schema/formats.ts';
import { compilePattern } from '../../src/json-schema/patterns.ts';
import type { SchemaBundle } from '../../src/json-schema/schema.ts';
import type { SchemaSet } from '../../src/runtime/schema-set.ts';
import * as furtherRules from '../../src/runtime/explain/further-rules.ts';
import type { Rule } from '../../src/runtime/schema-set.ts';

/** What a generated client would hand to the runtime, without writing and importing its code. */
export function schemaSetOf(bundle: SchemaBundle, names: readonly string[]): SchemaSet {
  const { schemas } = toRuntimeSchemas(bundle, names);
  const { rules, formats, patterns } = usesOf(schemas.values());
  const chosen = (known: ReadonlyMap<string, unknown>, named: ReadonlyMap<string, string>): object =>
    Object.fromEntries([...known].filter(([format]) => named.has(format) && formats.has(format)));
  const functions: Readonly<Record<string, unknown>> = furtherRules;
  const entries = [...rules].map(([keyword, name]): [string, Rule] => [keyword, functions[name] as Rule]);
  const format = furtherRules.explainFormat({
    string: chosen(stringFormats, stringFormatFunctions) as Record<string, (text: string) => boolean>,
    number: chosen(numberFormats, numberFormatFunctions) as Record<string, (value: number) => boolean>,
  });
  return {
    schemas: Object.fromEntries(schemas),
    rules: { ...Object.fromEntries(entries), format },
    patterns: Object.fromEntries([...patterns.keys()].map((source) => [source, compilePattern(source)])),
  };
}
