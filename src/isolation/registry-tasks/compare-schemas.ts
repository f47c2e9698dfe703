import { compareSchemas } from '../../compatibility/compare-schemas.ts';
import type { SchemaComparison } from '../../compatibility/compare-schemas.ts';
import type { Relation } from '../../compatibility/includes.ts';
import { embedReferences } from '../../registry/domain/subjects/embed-references.ts';
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
    return JSON.parse(embedReferences(text, [])) as JsonSchema;
  } catch (error) {
    throw new RunError('input', `A schema cannot be compared: ${(error as Error).message}`);
  }
}
