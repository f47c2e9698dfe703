import { canonicalize } from '../json-schema/canonicalize.ts';
import type { JsonSchema, SchemaBundle } from '../json-schema/schema.ts';
import { SchemaCompileError } from '../json-schema/schema-error.ts';
import { createValidator } from '../json-schema/validate.ts';
import { breaksOf } from './contracts/breaks.ts';
import { demandedBump } from './contracts/bump.ts';
import { collectChanges } from './contracts/causes.ts';
import { judgeSchemas } from './contracts/judge.ts';
import type { SchemaSide } from './contracts/judge.ts';
import type { ContractComparison, ContractName, Judgement, SchemaJudgement } from './contracts/model.ts';
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
  const bundles = { older: bundleOf(older.schema, 'older'), newer: bundleOf(newer.schema, 'newer') };
  const sides = { older: sideOf(older.schema, bundles.older), newer: sideOf(newer.schema, bundles.newer) };
  const judgement = unusable(sides) ?? judgeSchemas(sides.older, sides.newer, relation);
  const changes = breaksOf([{ event, part: 'payload', judgement, older: root, newer: root }], {
    older: known(bundles.older),
    newer: known(bundles.newer),
  });
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

/** Undecided in both directions when one of the schemas does not compile, even when the other is the same. */
function unusable(sides: Readonly<Record<'older' | 'newer', SchemaSide>>): SchemaJudgement | undefined {
  for (const name of ['older', 'newer'] as const) {
    try {
      sides[name].compile();
    } catch (error) {
      if (!(error instanceof SchemaCompileError)) throw error;
      const isRead = !(error.cause instanceof Undecided);
      const reason = isRead ? `the ${name} schema cannot be used: ${error.message}` : error.message;
      const undecided: Judgement = { status: 'undecided', reason };
      return { forward: undecided, backward: undecided, changes: [] };
    }
  }
  return undefined;
}

/** A bundle in which places of the schema can be looked up; the reason when the schema cannot be read. */
function bundleOf(schema: JsonSchema, name: string): SchemaBundle | Undecided {
  try {
    return localise(readSchema(schema, undefined, name), true);
  } catch (reason) {
    if (reason instanceof Undecided) return reason;
    throw reason;
  }
}

function sideOf(schema: JsonSchema, bundle: SchemaBundle | Undecided): SchemaSide {
  return {
    schema,
    compile() {
      if (bundle instanceof Undecided) throw new SchemaCompileError(bundle.message, '#', undefined, { cause: bundle });
      return createValidator(bundle).compile(root);
    },
  };
}

/** Of a schema that cannot be read no place is known. */
function known(bundle: SchemaBundle | Undecided): SchemaBundle {
  return bundle instanceof Undecided ? { dialect: '2020-12', definitions: {} } : bundle;
}
