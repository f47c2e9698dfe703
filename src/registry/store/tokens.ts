import { compiled } from '../../database/builder.ts';
import type { Executor, Statement } from '../../database/executor.ts';
import type { Role, TokenEntry } from '../domain/store.ts';
import { optional, rowsOf } from './rows.ts';
import type { Row } from './rows.ts';
import type { Sql } from './tables.ts';

export async function readTokens(executor: Executor, sql: Sql): Promise<TokenEntry[]> {
  return (await rowsOf(executor, tokensQuery(sql).orderBy('created').orderBy('id'))).map(tokenOf);
}

export async function readToken(executor: Executor, sql: Sql, hash: string): Promise<TokenEntry | undefined> {
  const [row] = await rowsOf(executor, tokensQuery(sql).where('hash', '=', hash));
  return row === undefined ? undefined : tokenOf(row);
}

export function insertToken(sql: Sql, token: TokenEntry, hash: string): Statement {
  const { id, name, role, vendors, created, expires = null, revoked = null } = token;
  const vendorsText = vendors === undefined ? null : JSON.stringify(vendors);
  return compiled(
    sql.insertInto('registry_tokens').values({ id, hash, name, role, vendors: vendorsText, created, expires, revoked }),
  );
}

/** Ends in a conflict when there is no such token, or it is revoked. */
export function revocation(sql: Sql, id: string, at: number): Statement {
  const revoked = sql
    .updateTable('registry_tokens')
    .set({ revoked: at })
    .where('id', '=', id)
    .where('revoked', 'is', null);
  return { ...compiled(revoked), changes: 1 };
}

function tokensQuery(sql: Sql) {
  return sql.selectFrom('registry_tokens').select(['id', 'name', 'role', 'vendors', 'created', 'expires', 'revoked']);
}

function tokenOf(row: Row): TokenEntry {
  return {
    id: String(row['id']),
    name: String(row['name']),
    role: String(row['role']) as Role,
    ...optional('vendors', row['vendors'], (text: string) => JSON.parse(text) as readonly string[]),
    created: Number(row['created']),
    ...optional('expires', row['expires'], Number),
    ...optional('revoked', row['revoked'], Number),
  };
}
