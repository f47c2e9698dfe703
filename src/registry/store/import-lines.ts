import { sql as raw } from 'kysely';
import { compiled } from '../../database/builder.ts';
import type { Statement } from '../../database/executor.ts';
import { RunError } from '../../findings/run-error.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { levels, modes } from '../domain/store.ts';
import type { AuditEntry, ContractEntry, ContractTexts, SchemaReference } from '../domain/store.ts';
import { importedLine } from './audit.ts';
import { insertContract } from './contracts.ts';
import { exportFormat } from './export.ts';
import { insertPackage } from './packages.ts';
import type { Sql } from './tables.ts';

/** What a line of an export puts into the store, or how many lines there were, and the digest over them. */
export type ReadLine =
  | { readonly statements: readonly Statement[] }
  | { readonly end: number; readonly digest: string };

/** An export that cannot be imported. @param line from 1 */
export function wrong(line: number, why: string): RunError {
  return new RunError('input', `This is no whole export of a registry (line ${line}): ${why}.`, {
    help: 'Take another one: counterfoil registry export.',
  });
}

/** @throws {RunError} when it is no head of an export that this program reads */
export function readHead(sql: Sql, json: Json): ReadLine {
  const line = new LineReader(json, 1);
  if (line.text('kind') !== 'registry') throw wrong(1, 'it does not begin with a head');
  const format = line.number('format');
  if (format !== exportFormat)
    throw wrong(1, `it has the format ${format}, and this program reads ${exportFormat}: another version has made it`);
  const counted = sql
    .updateTable('registry_counters')
    .set({ value: line.number('lastId') })
    .where('name', '=', 'schema');
  const removed = sql
    .updateTable('registry_counters')
    .set({ value: raw`value + 1` })
    .where('name', '=', 'removal');
  const configured = sql
    .updateTable('registry_defaults')
    .set({ revision: line.number('revision'), config: line.config() });
  return { statements: [counted, removed, configured].map((query) => compiled(query)) };
}

/** @throws {RunError} when it is no line of an export */
export function readLine(sql: Sql, json: Json, number: number): ReadLine {
  const line = new LineReader(json, number);
  const kind = line.text('kind');
  if (kind === 'end') return { end: line.number('lines'), digest: line.text('digest') };
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (read === undefined) throw wrong(number, `nothing is known of the kind ${JSON.stringify(kind)}`);
  return { statements: read(sql, line, number) };
}

const readers: Readonly<Record<string, (sql: Sql, line: LineReader, number: number) => readonly Statement[]>> = {
  schema: schemaStatements,
  subject: (sql, line) => [
    compiled(
      sql.insertInto('registry_subjects').values({
        subject: line.text('subject'),
        revision: line.number('revision'),
        last_version: line.number('lastVersion'),
        config: line.config(),
      }),
    ),
  ],
  version: (sql, line) => [
    compiled(
      sql.insertInto('registry_versions').values({
        subject: line.text('subject'),
        version: line.number('version'),
        id: line.number('id'),
        deleted: line.member('deleted') === true ? 1 : 0,
        registered: line.number('registered'),
      }),
    ),
  ],
  vendor: (sql, line) => [
    compiled(
      sql.insertInto('registry_vendors').values({ vendor: line.text('vendor'), revision: line.number('revision') }),
    ),
  ],
  contract: contractStatements,
  package: (sql, line) => [
    insertPackage(sql, {
      name: line.text('name'),
      version: line.text('version'),
      integrity: line.text('integrity'),
      shasum: line.text('shasum'),
      manifest: line.member('manifest'),
      tarball: Buffer.from(line.text('tarball'), 'base64'),
    }),
  ],
  audit: (sql, line, number) => [
    importedLine(sql, number, {
      at: line.number('at'),
      actor: line.text('actor'),
      action: line.text('action'),
      target: line.text('target'),
    } satisfies AuditEntry),
  ],
};

function schemaStatements(sql: Sql, line: LineReader): Statement[] {
  const id = line.number('id');
  const references: SchemaReference[] = line.list('references').map((one) => ({
    name: one.text('name'),
    subject: one.text('subject'),
    version: one.number('version'),
  }));
  const schema = {
    id,
    digest: line.text('digest'),
    text: line.text('text'),
    refs: JSON.stringify(references),
    // Counted when all versions are there.
    uses: 0,
  };
  return [
    compiled(sql.insertInto('registry_schemas').values(schema)),
    ...references.map((reference) =>
      compiled(
        sql
          .insertInto('registry_references')
          .values({ id, ...reference })
          .onConflict((one) => one.doNothing()),
      ),
    ),
  ];
}

function contractStatements(sql: Sql, line: LineReader): Statement[] {
  const [entry, texts] = [line.inner('entry'), line.inner('texts')];
  for (const name of ['vendor', 'version', 'title', 'digest', 'state', 'visibility']) entry.text(name);
  entry.number('published');
  entry.member('events');
  texts.member('document');
  texts.inner('derived');
  return insertContract(sql, entry.object as unknown as ContractEntry, texts.object as unknown as ContractTexts);
}

/** Reads members that must be there. */
class LineReader {
  readonly object: JsonObject;
  readonly #number: number;

  constructor(json: Json, number: number) {
    if (!isObject(json)) throw wrong(number, 'it is no object');
    this.object = json;
    this.#number = number;
  }

  member(name: string): Json {
    const value = Object.hasOwn(this.object, name) ? this.object[name] : undefined;
    if (value === undefined) throw wrong(this.#number, `it has no ${name}`);
    return value;
  }

  text(name: string): string {
    const value = this.member(name);
    if (typeof value !== 'string') throw wrong(this.#number, `${name} is no text`);
    return value;
  }

  number(name: string): number {
    const value = this.member(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw wrong(this.#number, `${name} is no number of the kind that is kept`);
    return value;
  }

  inner(name: string): LineReader {
    return new LineReader(this.member(name), this.#number);
  }

  list(name: string): LineReader[] {
    const value = this.member(name);
    if (!Array.isArray(value)) throw wrong(this.#number, `${name} is no list`);
    return (value as readonly Json[]).map((one) => new LineReader(one, this.#number));
  }

  /** A `SubjectConfig` as its column has it. */
  config(): string {
    const { object } = this.inner('config');
    const { level, mode } = object;
    const isKnown =
      (level === undefined || levels.some((known) => known === level)) &&
      (mode === undefined || modes.some((known) => known === mode));
    if (!isKnown) throw wrong(this.#number, 'its configuration has a level or mode that is not known');
    return JSON.stringify(object);
  }
}
