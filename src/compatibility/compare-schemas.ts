import type { Dialect, JsonSchema } from '../json-schema/schema.ts';
import type { Json } from '../util/json.ts';
import { defaultSteps } from './budget.ts';
import type { SchemaChange } from './change.ts';
import { findChanges } from './find-changes.ts';
import { Inclusions } from './includes.ts';
import type { Inclusion, Relation } from './includes.ts';
import { accepts } from './oracle.ts';
import { readSchema } from './read-schema.ts';
import type { ReadSchema } from './read-schema.ts';
import { Undecided } from './undecided.ts';

/** Whether all payloads of one side are accepted by the other, with the evidence. */
export type Verdict =
  | { readonly status: 'compatible' }
  | { readonly status: 'incompatible'; readonly witness: Json }
  | { readonly status: 'undecided'; readonly reason: string };

export interface CompareSchemasOptions {
  /** `instances` by default; `deliveries` reads the sender closed and the receiver open. */
  readonly relation?: Relation;
  /** Dialect of both schemas; by default each names its own in `$schema`, or is read as 2020-12. */
  readonly dialect?: Dialect;
  /** Whether `format`, and a schema for JSON in strings, take part in validation; `assert` by default. */
  readonly formats?: 'assert' | 'annotate';
  /** Steps that each direction may take. */
  readonly steps?: number;
}

export interface SchemaComparison {
  /** What changed and where. Empty when a schema cannot be read. */
  readonly changes: readonly SchemaChange[];
  /** What `older` allows, `newer` accepts: new receivers, old captures. */
  readonly backward: Verdict;
  /** What `newer` allows, `older` accepts: old receivers, new deliveries. */
  readonly forward: Verdict;
}

/** Compares two schemas: two verdicts. Never throws on bad input: a schema that cannot be read is `undecided`. */
export function compareSchemas(
  older: JsonSchema,
  newer: JsonSchema,
  options: CompareSchemasOptions = {},
): SchemaComparison {
  try {
    return compare(readSchema(older, options.dialect, 'older'), readSchema(newer, options.dialect, 'newer'), options);
  } catch (reason) {
    if (!(reason instanceof Undecided)) throw reason;
    const verdict: Verdict = { status: 'undecided', reason: reason.message };
    return { backward: verdict, forward: verdict, changes: [] };
  }
}

function compare(older: ReadSchema, newer: ReadSchema, options: CompareSchemasOptions): SchemaComparison {
  const assertFormats = options.formats !== 'annotate';
  const inclusions = new Inclusions(older, newer, {
    relation: options.relation ?? 'instances',
    assertFormats,
    steps: options.steps ?? defaultSteps,
  });
  return {
    backward: judge(inclusions.olderInNewer(), older, newer, assertFormats),
    forward: judge(inclusions.newerInOlder(), newer, older, assertFormats),
    changes: findChanges(older, newer),
  };
}

/** The verdict on one direction: a witness counts once a validator has confirmed it. */
function judge(inclusion: Inclusion, inner: ReadSchema, outer: ReadSchema, assertFormats: boolean): Verdict {
  if (inclusion.status === 'included') return { status: 'compatible' };
  if (inclusion.status === 'undecided') return inclusion;
  try {
    const witness = inclusion.witnesses.find(
      ({ sent, seen }) =>
        accepts(inner, sent, assertFormats) === true &&
        accepts(outer, sent, assertFormats) === false &&
        (seen === sent || accepts(outer, seen, assertFormats) === false),
    );
    if (witness !== undefined) return { status: 'incompatible', witness: witness.sent };
  } catch (reason) {
    if (reason instanceof Undecided) return { status: 'undecided', reason: reason.message };
    throw reason;
  }
  return { status: 'undecided', reason: 'a validator does not confirm the witness' };
}
