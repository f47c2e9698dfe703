import { compareSchemas } from '../../compatibility/compare-schemas.ts';
import type { SchemaComparison } from '../../compatibility/compare-schemas.ts';
import type { Relation } from '../../compatibility/includes.ts';
import { RunError } from '../../findings/run-error.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';

/** See `Analyst.compareSchemas`. */
export function compareSchemasTask(input: {
  readonly older: readonly string[];
  readonly newer: string;
  readonly relation: Relation;
}): readonly SchemaComparison[] {
  const newer = parse(input.newer);
  return input.older.map((older) => compareSchemas(parse(older), newer, { relation: input.relation }));
}

function parse(text: string): JsonSchema {
  try {
    return JSON.parse(text) as JsonSchema;
  } catch (error) {
    throw new RunError('input', `The schema is no JSON: ${(error as Error).message}`);
  }
}
