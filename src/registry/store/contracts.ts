import { sql as raw } from 'kysely';
import { compiled } from '../../database/builder.ts';
import type { Executor, Statement } from '../../database/executor.ts';
import type { Json } from '../../util/json.ts';
import type { ContractEntry, ContractTexts, ContractWrite, VendorState } from '../domain/store.ts';
import { optional, rowsOf } from './rows.ts';
import type { Row } from './rows.ts';
import type { ContractTable, Sql } from './tables.ts';

/** All contracts, or those of a vendor, in the order of their publication. */
export async function readContracts(executor: Executor, sql: Sql, vendor?: string): Promise<ContractEntry[]> {
  const query = contractsQuery(sql);
  const rows = await rowsOf(executor, vendor === undefined ? query : query.where('vendor', '=', vendor));
  return rows.map(entryOf);
}

export async function readVendor(executor: Executor, sql: Sql, vendor: string): Promise<VendorState> {
  const revision = sql.selectFrom('registry_vendors').select('revision').where('vendor', '=', vendor);
  // The revision first, as with subjects.
  const [state, contracts] = await executor.run(
    [compiled(revision), compiled(contractsQuery(sql).where('vendor', '=', vendor))],
    'read',
  );
  return {
    revision: Number(state?.rows[0]?.['revision'] ?? 0),
    contracts: (contracts?.rows ?? []).map(entryOf),
  };
}

export async function readTexts(
  executor: Executor,
  sql: Sql,
  vendor: string,
  version: string,
): Promise<ContractTexts | undefined> {
  const query = sql
    .selectFrom('registry_texts')
    .selectAll()
    .where('vendor', '=', vendor)
    .where('version', '=', version);
  const [row] = await rowsOf(executor, query);
  return row === undefined ? undefined : textsOf(row);
}

/** The statements of a write to a vendor's contracts, without the line of the audit. */
export function contractStatements(sql: Sql, { vendor, revision, change }: ContractWrite): Statement[] {
  const first = sql
    .insertInto('registry_vendors')
    .values({ vendor, revision: 0 })
    .onConflict((one) => one.doNothing());
  const moved = sql
    .updateTable('registry_vendors')
    .set({ revision: raw`revision + 1` })
    .where('vendor', '=', vendor)
    .where('revision', '=', revision);
  return [
    ...(revision === 0 ? [compiled(first)] : []),
    { ...compiled(moved), changes: 1 },
    ...(change.kind === 'publish' ? insertContract(sql, change.entry, change.texts) : [describe(sql, vendor, change)]),
  ];
}

/** The rows of a contract. */
export function insertContract(sql: Sql, entry: ContractEntry, texts: ContractTexts): Statement[] {
  const { vendor, version, events, successor = null, reason = null, ...rest } = entry;
  const { document, scenarios, derived } = texts;
  return [
    compiled(
      sql
        .insertInto('registry_contracts')
        .values({ vendor, version, ...picked(rest), successor, reason, events: JSON.stringify(events) }),
    ),
    compiled(
      sql.insertInto('registry_texts').values({
        vendor,
        version,
        document: JSON.stringify(document),
        scenarios: scenarios === undefined ? null : JSON.stringify(scenarios),
        derived: JSON.stringify(derived),
      }),
    ),
  ];
}

function picked({ title, digest, state, visibility, published }: Omit<ContractEntry, 'vendor' | 'version' | 'events'>) {
  return { title, digest, state, visibility, published } satisfies Partial<ContractTable>;
}

function describe(
  sql: Sql,
  vendor: string,
  change: ContractWrite['change'] & { readonly kind: 'describe' },
): Statement {
  const { version, state, visibility } = change;
  const [successor, reason] = [change.successor ?? null, change.reason ?? null];
  const described = sql
    .updateTable('registry_contracts')
    .set({ state, successor, reason, visibility })
    .where('vendor', '=', vendor)
    .where('version', '=', version);
  return { ...compiled(described), changes: 1 };
}

function contractsQuery(sql: Sql) {
  return sql.selectFrom('registry_contracts').selectAll().orderBy('vendor').orderBy('published').orderBy('version');
}

export function entryOf(row: Row): ContractEntry {
  return {
    vendor: String(row['vendor']),
    version: String(row['version']),
    title: String(row['title']),
    digest: String(row['digest']),
    state: String(row['state']) as ContractEntry['state'],
    ...optional('successor', row['successor'], String),
    ...optional('reason', row['reason'], String),
    visibility: String(row['visibility']) as ContractEntry['visibility'],
    published: Number(row['published']),
    events: JSON.parse(String(row['events'])) as readonly string[],
  };
}

export function textsOf(row: Row): ContractTexts {
  return {
    document: JSON.parse(String(row['document'])) as Json,
    ...optional('scenarios', row['scenarios'], (text: string) => JSON.parse(text) as Json),
    derived: JSON.parse(String(row['derived'])) as Readonly<Record<string, Json>>,
  };
}
