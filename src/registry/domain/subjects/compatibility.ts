import type { SchemaComparison, Verdict } from '../../../compatibility/compare-schemas.ts';
import type { Relation } from '../../../compatibility/includes.ts';
import { IsolationError } from '../../../isolation/run-isolated.ts';
import { confusedNumber } from '../exact-numbers.ts';
import type { Level, NewSchema, Policy, StoredSchema, SubjectState } from '../store.ts';
import { embedReferences } from './embed-references.ts';
import type { SubjectDesk } from './subject-desk.ts';
import { readReferences } from './resolve-references.ts';

/** What a schema is held to, and by which relation. */
export interface Demand {
  readonly level: Level;
  readonly policy: Policy;
}

/** A version that a new schema disagrees with, or for which that cannot be told. */
export interface Disagreement {
  readonly version: number;
  readonly direction: 'backward' | 'forward';
  readonly verdict: Exclude<Verdict, { readonly status: 'compatible' }>;
  readonly changes: SchemaComparison['changes'];
}

/** What a subject demands when nothing is configured: as Confluent's registry does. */
export const usualDemand: Demand = { level: 'BACKWARD', policy: 'STRICT' };

/** Comparisons at the same time for one schema: others have to be served too. */
const atOnce = 4;

/** What is demanded of new versions of a subject. */
export function demandOf({ config, globalConfig }: SubjectState): Demand {
  return {
    level: config.level ?? globalConfig.level ?? usualDemand.level,
    policy: config.policy ?? globalConfig.policy ?? usualDemand.policy,
  };
}

/** Versions that a level compares with: all that are not deleted, or the latest alone; none when it demands nothing. */
export function versionsToCompare(state: SubjectState, level: Level): SubjectState['versions'] {
  if (level === 'NONE') return [];
  const live = state.versions.filter(({ deleted }) => !deleted);
  return level.endsWith('_TRANSITIVE') ? live : live.slice(-1);
}

/**
 * Compares a schema with versions, newest first, and stops where it disagrees with some. What cannot be decided, or takes
 * too long, counts as a disagreement.
 *
 * @param newer must compile
 */
export async function findDisagreements(
  desk: SubjectDesk,
  versions: SubjectState['versions'],
  newer: NewSchema,
  { level, policy }: Demand,
): Promise<readonly Disagreement[]> {
  if (level === 'NONE') return [];
  const relation: Relation = policy === 'LENIENT' ? 'deliveries' : 'instances';
  const directions = directionsOf(level);
  const others = await Promise.all(versions.map(({ version, id }) => schemaOf(desk, version, id)));
  // The same schema says nothing new, however often it was registered.
  const different = others.filter(({ schema }) => schema.digest !== newer.digest).toReversed();
  for (let start = 0; start < different.length; start += atOnce) {
    const found = await Promise.all(
      different.slice(start, start + atOnce).map(async ({ version, schema }) => {
        const comparison = await compare(desk, schema, newer, relation);
        return directions.flatMap((direction): Disagreement[] => {
          const verdict = comparison[direction];
          return verdict.status === 'compatible' ? [] : [{ version, direction, verdict, changes: comparison.changes }];
        });
      }),
    );
    if (found.flat().length > 0) return found.flat();
  }
  return [];
}

function directionsOf(level: Level): readonly Disagreement['direction'][] {
  if (level.startsWith('FULL')) return ['backward', 'forward'];
  return level.startsWith('FORWARD') ? ['forward'] : ['backward'];
}

async function schemaOf({ store }: SubjectDesk, version: number, id: number) {
  const schema = await store.getSchema(id);
  if (schema === undefined) throw new Error(`Version ${version} has the schema ${id}, which is not there.`);
  return { version, schema };
}

async function compare(
  desk: SubjectDesk,
  older: StoredSchema,
  newer: NewSchema,
  relation: Relation,
): Promise<SchemaComparison> {
  const key = `${older.digest} ${newer.digest} ${relation}`;
  const known = desk.compared.get(key);
  if (known !== undefined) return known;
  try {
    const [was, is] = await Promise.all([selfContained(desk, older), selfContained(desk, newer)]);
    const confused = confusedNumber([...was.sources, ...is.sources]);
    if (confused !== undefined)
      return undecided(
        `${confused.join(' and ')} are read as the same number, so that nobody can tell which is greater`,
      );
    const [comparison] = await desk.analyst.compareSchemas([was.text], is.text, relation);
    if (comparison === undefined) throw new Error('There is no result for a comparison.');
    desk.compared.set(key, comparison);
    return comparison;
  } catch (error) {
    if (!(error instanceof IsolationError) || error.reason === 'busy' || error.reason === 'closed') throw error;
    return undecided(error.message.replace(/\.$/, ''));
  }
}

function undecided(reason: string): SchemaComparison {
  const verdict: Verdict = { status: 'undecided', reason };
  return { backward: verdict, forward: verdict, changes: [] };
}

/** A schema with all that it refers to, and the texts that it is made of. */
async function selfContained(
  { store }: SubjectDesk,
  { text, references }: NewSchema,
): Promise<{ readonly text: string; readonly sources: readonly string[] }> {
  if (references.length === 0) return { text, sources: [text] };
  const referred = await readReferences(store, references, Buffer.byteLength(text));
  return { text: embedReferences(text, referred), sources: [text, ...referred.map((each) => each.text)] };
}
