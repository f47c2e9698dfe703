import { randomBytes } from 'node:crypto';
import { compiled } from '../../database/builder.ts';
import type { Statement } from '../../database/executor.ts';
import type { AuditEntry, By } from '../domain/store.ts';
import type { Row } from './rows.ts';
import type { Sql } from './tables.ts';

let written = 0;

/** The line that goes into the transaction of a write. Lines of one process sort as they were written. */
export function auditLine(sql: Sql, at: number, { actor, action, target }: By, own: 0 | 1 = 0): Statement {
  written += 1;
  const id = `${written.toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`;
  return compiled(sql.insertInto('registry_audit').values({ at, id, actor, action, target, own }));
}

/** A line that comes out of an export, in its place among those. */
export function importedLine(sql: Sql, number: number, { at, actor, action, target }: AuditEntry): Statement {
  const id = `i-${number.toString().padStart(12, '0')}`;
  return compiled(sql.insertInto('registry_audit').values({ at, id, actor, action, target, own: 0 }));
}

/** Takes out what `importedLine` has put in. */
export function removeImported(sql: Sql): Statement {
  return compiled(sql.deleteFrom('registry_audit').where('id', '>=', 'i-').where('id', '<', 'i.'));
}

export function auditOf(row: Row): AuditEntry {
  return {
    at: Number(row['at']),
    actor: String(row['actor']),
    action: String(row['action']),
    target: String(row['target']),
  };
}
