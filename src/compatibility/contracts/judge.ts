import { canonicalize } from '../../json-schema/canonicalize.ts';
import { child } from '../../json-schema/pointer.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { SchemaCompileError } from '../../json-schema/schema-error.ts';
import type { CompiledSchema } from '../../json-schema/validate.ts';
import type { Json } from '../../util/json.ts';
import { compareSchemas } from '../compare-schemas.ts';
import type { Verdict } from '../compare-schemas.ts';
import type { Relation } from '../includes.ts';
import type { Judgement, Refusal, SchemaJudgement } from './model.ts';
import { withoutWords } from './words.ts';

/** One side of a comparison of two schemas. */
export interface SchemaSide {
  /** With all that it refers to, and `$schema`. */
  readonly schema: JsonSchema;
  /** The same schema, compiled for payloads of a receiver. */
  compile(): CompiledSchema;
}

/** Judges two schemas in both directions; those that differ in words alone are compatible without a search. */
export function judgeSchemas(older: SchemaSide, newer: SchemaSide, relation: Relation): SchemaJudgement {
  const was = withoutWords(older.schema);
  const is = withoutWords(newer.schema);
  if (canonicalize(was) === canonicalize(is)) {
    return { forward: { status: 'compatible' }, backward: { status: 'compatible' }, changes: [] };
  }
  const { forward, backward, changes } = compareSchemas(was, is, { relation });
  return { forward: judgementOf(forward, older), backward: judgementOf(backward, newer), changes };
}

function judgementOf(verdict: Verdict, receiver: SchemaSide): Judgement {
  if (verdict.status !== 'incompatible') return verdict;
  return { ...verdict, refusals: refusalsOf(receiver, verdict.witness) };
}

/** Where the receiver's validator refuses the witness; empty when it cannot tell, for a schema beyond it. */
function refusalsOf(receiver: SchemaSide, witness: Json): Refusal[] {
  try {
    return receiver
      .compile()
      .violations(witness)
      .map(({ pointer, schemaPointer, message, keyword, expected }) => ({
        pointer,
        schemaPointer: schemaPointer.replace(/^#/, ''),
        message,
        field: keyword === 'required' && typeof expected === 'string' ? child(pointer, expected) : pointer,
      }));
  } catch (error) {
    if (error instanceof SchemaCompileError) return [];
    throw error;
  }
}
