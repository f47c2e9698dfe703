import { canonicalize } from '../json-schema/canonicalize.ts';
import type { JsonSchema, SchemaBundle } from '../json-schema/schema.ts';
import { SchemaCompileError } from '../json-schema/schema-error.ts';
import { createValidator } from '../json-schema/validate.ts';
import { breaksOf } from './contracts/breaks.ts';
import { demandedBump } from './contracts/bump.ts';
import { collectChanges } from './contracts/causes.ts';
import { judgeSchemas } from './contracts/judge.ts';
import type { SchemaSide } from './contracts/judge.ts';
import type { ContractComparison, ContractName } from './contracts/model.ts';
import { statusOf } from './contracts/status.ts';
import { withoutWords } from './contracts/words.ts';
import type { Relation } from './includes.ts';
import { localise } from './normalise/localise.ts';
import { readSchema } from './read-schema.ts';
import { Undecided } from './undecided.ts';

/** A schema that stands by itself, and what to call it. */
export interface NamedSchema {
  readonly name: ContractName;
  /** Event whose payload it describes; a name to speak of it where there is none. */
  readonly event: string;
  readonly schema: JsonSchema;
}

/** The name of the schema itself in the bundle that is made of it. */
const root = 'root';

/**
 * Compares two payload schemas as if each were a contract of one event.
 *
 * @param relation `instances` by default for schemas, `deliveries` when they describe deliveries
 */
export function comparePayloads(older: NamedSchema, newer: NamedSchema, relation: Relation): ContractComparison {
  const { event } = newer;
  const bundles = { older: bundleOf(older.schema), newer: bundleOf(newer.schema) };
  const judgement = judgeSchemas(sideOf(older.schema, bundles.older), sideOf(newer.schema, bundles.newer), relation);
  const changes = breaksOf([{ event, part: 'payload', judgement, older: root, newer: root }], bundles);
  const differs = {
    structure: canonicalize(withoutWords(older.schema)) !== canonicalize(withoutWords(newer.schema)),
    words: canonicalize(older.schema) !== canonicalize(newer.schema),
  };
  return {
    older: older.name,
    newer: newer.name,
    relation,
    forward: statusOf('forward', changes),
    backward: statusOf('backward', changes),
    bump: demandedBump(changes, differs),
    events: [{ event, status: differs.structure ? 'changed' : 'same', payload: judgement }],
    changes,
    schemaChanges: collectChanges([{ event, judgement }]),
  };
}

/** A bundle in which places of the schema can be looked up; of a schema that cannot be read, one that knows none. */
function bundleOf(schema: JsonSchema): SchemaBundle {
  try {
    return localise(readSchema(schema, undefined, 'schema'), true);
  } catch (reason) {
    if (!(reason instanceof Undecided)) throw reason;
    return { dialect: '2020-12', definitions: {} };
  }
}

function sideOf(schema: JsonSchema, bundle: SchemaBundle): SchemaSide {
  return {
    schema,
    compile() {
      if (Object.hasOwn(bundle.definitions, root)) return createValidator(bundle).compile(root);
      throw new SchemaCompileError('The schema cannot be read.', '#');
    },
  };
}
