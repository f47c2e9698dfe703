import { randomUUID } from 'node:crypto';
import { sql as raw } from 'kysely';
import { compiled } from '../../database/builder.ts';
import type { Statement } from '../../database/executor.ts';
import type { NewSchema, SubjectWrite } from '../domain/store.ts';
import type { Sql } from './tables.ts';

/**
 * The statements of a write to a subject, without the line of the audit. Rows are locked in the same order by all writers:
 * subjects by name, the counter, schemas by id.
 *
 * @param now milliseconds since 1970
 */
export function subjectStatements(sql: Sql, write: SubjectWrite, now: number): Statement[] {
  const { subject, change } = write;
  if (change.kind === 'register') return registerStatements(sql, write, change.schema, now);
  const ownRevision = moveRevision(sql, write, 0);
  if (change.kind === 'remove') return [...ownRevision, ...removeStatements(sql, subject, change.versions)];
  const isDeletion = change.kind === 'delete';
  const versions = isDeletion ? [...new Set(change.versions)] : [change.version];
  const marked = sql
    .updateTable('registry_versions')
    .set({ deleted: isDeletion ? 1 : 0 })
    .where('subject', '=', subject)
    .where('version', 'in', versions)
    .where('deleted', '=', isDeletion ? 0 : 1);
  return [...ownRevision, { ...compiled(marked), changes: versions.length }];
}

/** Makes a subject's row when it is new. */
export function ensureSubject(sql: Sql, subject: string): Statement {
  return compiled(
    sql
      .insertInto('registry_subjects')
      .values({ subject, revision: 0, last_version: 0, config: '{}' })
      .onConflict((one) => one.doNothing()),
  );
}

function moveRevision(
  sql: Sql,
  { subject, revision, globalRevision }: SubjectWrite,
  versions: 0 | 1,
): readonly [...Statement[], Statement] {
  const moved = sql
    .updateTable('registry_subjects')
    .set({ revision: revision + 1, last_version: raw`last_version + ${raw.lit(versions)}` })
    .where('subject', '=', subject)
    .where('revision', '=', revision)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('registry_defaults').select('name').where('revision', '=', globalRevision)),
    );
  const statement = { ...compiled(moved), changes: 1 };
  return revision === 0 ? [ensureSubject(sql, subject), statement] : [statement];
}

function registerStatements(sql: Sql, write: SubjectWrite, schema: NewSchema, now: number): Statement[] {
  const { subject } = write;
  const { digest, text, references } = schema;
  const holder = randomUUID();
  const known = sql.selectFrom('registry_schemas').select('id').where('digest', '=', digest);
  const counted = sql
    .updateTable('registry_counters')
    .set({ value: raw`value + 1`, holder })
    .where('name', '=', 'schema')
    .where(({ not, exists }) => not(exists(known)));
  // Only the write that has moved the counter may use its number.
  const added = sql
    .insertInto('registry_schemas')
    .columns(['id', 'digest', 'text', 'refs', 'uses'])
    .expression(
      sql
        .selectFrom('registry_counters')
        .select(({ ref, val }) => [
          ref('value').as('id'),
          val(digest).as('digest'),
          val(text).as('text'),
          val(JSON.stringify(references)).as('refs'),
          raw.lit(0).as('uses'),
        ])
        .where('holder', '=', holder)
        .where(({ not, exists }) => not(exists(known))),
    );
  const used = sql
    .updateTable('registry_schemas')
    .set({ uses: raw`uses + 1` })
    .where('digest', '=', digest);
  const version = sql
    .insertInto('registry_versions')
    .columns(['subject', 'version', 'id', 'deleted', 'registered'])
    .expression(
      sql
        .selectFrom(['registry_subjects', 'registry_schemas'])
        .select(['registry_subjects.subject', 'last_version', 'id', raw.lit(0).as('deleted')])
        .select(raw<number>`cast(${now} as bigint)`.as('registered'))
        .where('registry_subjects.subject', '=', subject)
        .where('digest', '=', digest),
    );
  return [
    ...lockSubjects(sql, write, schema),
    compiled(counted),
    compiled(added),
    ...references.map(({ name, ...target }) =>
      compiled(
        sql
          .insertInto('registry_references')
          .columns(['id', 'name', 'subject', 'version'])
          .expression(
            known.select(({ val }) => [
              val(name).as('name'),
              val(target.subject).as('subject'),
              raw<number>`cast(${target.version} as bigint)`.as('version'),
            ]),
          )
          .onConflict((one) => one.doNothing()),
      ),
    ),
    { ...compiled(used), changes: 1 },
    { ...compiled(version), changes: 1 },
  ];
}

/**
 * Moves the revision of the subject, and of all that the schema refers to: whoever is about to delete a version there must
 * look again. The versions themselves must exist.
 */
function lockSubjects(sql: Sql, write: SubjectWrite, { references }: NewSchema): Statement[] {
  const names = [...new Set([write.subject, ...references.map(({ subject }) => subject)])].toSorted();
  const moves = names.flatMap((subject) => {
    if (subject === write.subject) return moveRevision(sql, write, 1);
    const moved = sql
      .updateTable('registry_subjects')
      .set({ revision: raw`revision + 1` })
      .where('subject', '=', subject);
    return [{ ...compiled(moved), changes: 1 }];
  });
  const targets = references.map(({ subject, version }) => {
    const found = sql
      .updateTable('registry_versions')
      .set({ version })
      .where('subject', '=', subject)
      .where('version', '=', version);
    return { ...compiled(found), changes: 1 };
  });
  return [...moves, ...targets];
}

/** Removes deleted versions, and the schemas that nobody has any more. */
function removeStatements(sql: Sql, subject: string, listed: readonly number[]): Statement[] {
  const versions = [...new Set(listed)];
  const mine = sql
    .selectFrom('registry_versions')
    .select('id')
    .where('subject', '=', subject)
    .where('version', 'in', versions);
  const unused = sql
    .updateTable('registry_schemas')
    .set(({ eb, selectFrom }) => ({
      uses: eb(
        'uses',
        '-',
        selectFrom('registry_versions as own')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .whereRef('own.id', '=', 'registry_schemas.id')
          .where('own.subject', '=', subject)
          .where('own.version', 'in', versions),
      ),
    }))
    .where('id', 'in', mine);
  const removed = sql
    .deleteFrom('registry_versions')
    .where('subject', '=', subject)
    .where('version', 'in', versions)
    .where('deleted', '=', 1);
  const moved = sql
    .updateTable('registry_counters')
    .set({ value: raw`value + 1` })
    .where('name', '=', 'removal');
  // Rows without a use exist nowhere but in this transaction, which holds them.
  const left = sql.selectFrom('registry_schemas').select('id').where('uses', '=', 0);
  return [
    compiled(unused),
    { ...compiled(removed), changes: versions.length },
    compiled(sql.deleteFrom('registry_references').where('id', 'in', left)),
    compiled(sql.deleteFrom('registry_schemas').where('uses', '=', 0)),
    { ...compiled(moved), changes: 1 },
  ];
}
