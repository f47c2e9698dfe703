import { randomUUID } from 'node:crypto';
import { sql as raw } from 'kysely';
import { compiled } from '../../database/builder.ts';
import type { Executor, Statement } from '../../database/executor.ts';
import { RunError } from '../../findings/run-error.ts';
import type { Json } from '../../util/json.ts';
import { removeImported } from './audit.ts';
import { LinesDigest } from './export.ts';
import { readHead, readLine, wrong } from './import-lines.ts';
import { rowsOf } from './rows.ts';
import type { Sql, Tables } from './tables.ts';

/** What is written in one transaction: so many statements, or characters. */
const mostStatements = 500;
const mostCharacters = 4_000_000;

/** What an export fills, beside the audit. */
const filled = [
  'registry_schemas',
  'registry_references',
  'registry_subjects',
  'registry_versions',
  'registry_vendors',
  'registry_contracts',
  'registry_texts',
  'registry_packages',
] as const satisfies readonly (keyof Tables)[];

/** Whether an import has begun and not ended: what the store holds is then not whole. */
export async function isImporting(executor: Executor, sql: Sql): Promise<boolean> {
  const query = sql.selectFrom('registry_meta').select('value').where('key', '=', 'import');
  return (await rowsOf(executor, query)).length > 0;
}

/**
 * Fills an empty store. While it goes on the store is marked, and an import that was interrupted is begun anew by the next.
 *
 * @param done line of the audit for the import itself
 * @throws {RunError} when the store is not empty or the lines are no whole export; the store is then empty as before
 */
export async function importLines(
  executor: Executor,
  sql: Sql,
  location: string,
  lines: AsyncIterable<Json>,
  done: Statement,
): Promise<void> {
  const holder = randomUUID();
  const held = compiled(
    sql.updateTable('registry_meta').set({ value: holder }).where('key', '=', 'import').where('value', '=', holder),
  );
  const write = async (statements: readonly Statement[]): Promise<void> =>
    void (await executor.run([{ ...held, changes: 1 }, ...statements], 'write'));
  await begin(executor, sql, location, holder);
  try {
    const isSame = await fill(sql, lines, write);
    await demandWhole(executor, sql);
    if (!isSame) throw wrong(1, 'something in it was changed since it was made: its digest is another');
    const unmarked = compiled(sql.deleteFrom('registry_meta').where('key', '=', 'import'));
    await write([compiled(countUses(sql)), unmarked, done]);
  } catch (error) {
    await write([...clear(sql), compiled(sql.deleteFrom('registry_meta').where('key', '=', 'import'))]).catch(() => {});
    throw error;
  }
}

async function begin(executor: Executor, sql: Sql, location: string, holder: string): Promise<void> {
  const mark = sql
    .insertInto('registry_meta')
    .values({ key: 'import', value: holder })
    .onConflict((one) => one.column('key').doUpdateSet({ value: holder }));
  const wasInterrupted = await isImporting(executor, sql);
  if (!wasInterrupted && !(await isEmpty(executor, sql)))
    throw new RunError('input', `${location} is not empty.`, {
      help: 'An export is imported into a new store: name a file or a database that does not exist yet or has no tables.',
    });
  await executor.run([compiled(mark), ...(wasInterrupted ? clear(sql) : [])], 'write');
}

async function isEmpty(executor: Executor, sql: Sql): Promise<boolean> {
  const configured = sql.selectFrom('registry_defaults').select('revision').where('revision', '>', 0);
  const [first, ...rest] = [
    configured,
    ...filled.map((table) => sql.selectFrom(table).select(raw.lit(1).as('one')).limit(1)),
  ].map((query) => compiled(query));
  if (first === undefined) return true;
  const results = await executor.run([first, ...rest], 'read');
  return results.every(({ rows }) => rows.length === 0);
}

function clear(sql: Sql): Statement[] {
  return [
    ...filled.map((table) => compiled(sql.deleteFrom(table))),
    removeImported(sql),
    compiled(sql.updateTable('registry_defaults').set({ revision: 0, config: '{}' })),
  ];
}

/** @returns whether the lines have the digest that stands at their end */
async function fill(
  sql: Sql,
  lines: AsyncIterable<Json>,
  write: (statements: readonly Statement[]) => Promise<void>,
): Promise<boolean> {
  const digest = new LinesDigest();
  let expectedDigest = '';
  let statements: Statement[] = [];
  let characters = 0;
  let number = 0;
  let expected: number | undefined;
  for await (const line of lines) {
    number += 1;
    if (expected !== undefined) throw wrong(number, 'it goes on after its end');
    const read = number === 1 ? readHead(sql, line) : readLine(sql, line, number);
    if ('end' in read) {
      expected = read.end;
      expectedDigest = read.digest;
      continue;
    }
    digest.add(line);
    statements.push(...read.statements);
    for (const { parameters } of read.statements) for (const value of parameters) characters += sizeOf(value);
    if (statements.length < mostStatements && characters < mostCharacters) continue;
    await write(statements);
    statements = [];
    characters = 0;
  }
  if (expected === undefined) throw wrong(number, 'it has no end, so it was cut off');
  if (expected !== number - 2) throw wrong(number, `it had ${expected} lines when it was made, and has ${number - 2}`);
  if (statements.length > 0) await write(statements);
  return digest.end() === expectedDigest;
}

/** Versions and schemas belong to each other, and no number is given that might be given again. */
async function demandWhole(executor: Executor, sql: Sql): Promise<void> {
  const versions = sql
    .selectFrom('registry_versions')
    .select('subject as what')
    .where('id', 'not in', sql.selectFrom('registry_schemas').select('id'));
  const schemas = sql
    .selectFrom('registry_schemas')
    .select('digest as what')
    .where('id', 'not in', sql.selectFrom('registry_versions').select('id'));
  const unnamed = sql
    .selectFrom('registry_versions')
    .select('subject as what')
    .where('subject', 'not in', sql.selectFrom('registry_subjects').select('subject'));
  const counted = sql
    .selectFrom('registry_counters')
    .select('name as what')
    .where('name', '=', 'schema')
    .where(({ eb, selectFrom }) =>
      eb(
        'value',
        '<',
        selectFrom('registry_schemas').select(({ fn }) => fn.max('id').as('id')),
      ),
    );
  const results = await executor.run(
    [versions.limit(1), schemas.limit(1), unnamed.limit(1), counted].map((query) => compiled(query)),
    'read',
  );
  const problem = [
    'a version has no schema',
    'a schema has no version',
    'a version has no subject',
    'an id is greater than the last one that was given',
  ].find((_, index) => (results[index]?.rows.length ?? 0) > 0);
  if (problem !== undefined) throw wrong(1, problem);
}

function countUses(sql: Sql) {
  return sql.updateTable('registry_schemas').set(({ selectFrom }) => ({
    uses: selectFrom('registry_versions')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .whereRef('registry_versions.id', '=', 'registry_schemas.id'),
  }));
}

function sizeOf(value: Statement['parameters'][number]): number {
  if (typeof value === 'string') return value.length;
  return value instanceof Uint8Array ? value.byteLength : 8;
}
